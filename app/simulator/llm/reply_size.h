// The size of reply that a prompt asks for ("in 50 words", "three bullet points", "a haiku", "as JSON"), read from its
// plain English. Used by the reply writer. A value; any thread.
#pragma once

#include <QString>

namespace interleave {

struct ReplySize {
    enum class Unit { Unsaid, Words, Sentences, Lines, Bullets, Paragraphs };
    Unit unit = Unit::Unsaid;
    int count = 0;
    bool json = false;
};

/// The first size that the text asks for. Counts are capped, so that no prompt makes the simulator write for minutes.
ReplySize askedSize(const QString &text);

} // namespace interleave
