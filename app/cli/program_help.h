// What --help says of the program as a whole, in parts that the manual page has, too. Pure; any thread.
#pragma once

#include <QString>

namespace interleave::cli {

QString programSentence();
QString windowSentence(); ///< what it does without a verb
QString logSentence();
QString exitSentence();

} // namespace interleave::cli
