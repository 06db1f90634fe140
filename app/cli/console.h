// The two ways out: results to standard output, sentences to standard error. UTF-8. Main thread.
#pragma once

#include <QString>

namespace interleave::cli {

void print(const QString &text);
void print(const QByteArray &text);
/// "interleave: SENTENCE" on standard error; returns `status`, so that a verb can end with it.
int complain(const QString &sentence, int status);

} // namespace interleave::cli
