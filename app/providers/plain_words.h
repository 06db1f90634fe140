// Words from outside, made fit for a sentence: a page of HTML becomes its title or its text, control characters and what
// turns the direction of writing go, white space becomes single spaces. For everything a server says that is shown or saved
// as a word: messages, error pages, finish reasons, models' names. Any thread.
#pragma once

#include <QString>

namespace interleave {

/// On one line; `text` may be a whole page.
QString plainWords(const QString &text);

/// The beginning of a text from outside, as plainWords(), at most `length` characters and then "…", cut between words where
/// there are any.
QString excerpt(const QString &text, qsizetype length);

/// A page, not a message: its first words are markup.
bool isHtml(const QString &text);

} // namespace interleave
