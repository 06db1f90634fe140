// The one way out: results to standard output, sentences and the progress line to standard error, and a question where both ends are a
// terminal. UTF-8. Text may come from anywhere, and goes through core/visible_text. Main thread.
#pragma once

#include <QString>

namespace interleave::cli {

void print(const QString &text);
/// JSON stays the same JSON.
void print(const QByteArray &json);
/// "interleave: SENTENCE" on one line of standard error; returns `status`, so that a verb can end with it.
int complain(const QString &sentence, int status);

bool isErrorTerminal();
/// A line of standard error that the next one takes the place of.
void showLine(const QString &line);
void eraseLine();

/// Whether there is a person to ask.
bool canAsk();
/// "SENTENCE [y/N]"; anything but y or yes is no.
bool ask(const QString &question);

} // namespace interleave::cli
