// What a prompt is about, for a reply that reads as an answer to it: "Explain AI in 50 words" is about "AI". A guess from
// the first sentence; never empty. Any thread.
#pragma once

#include <QString>

namespace interleave {

QString topicOf(const QString &promptText);

} // namespace interleave
