// What a maintainer needs when a person's run has failed: a line for what started, each run and where it went, each failed attempt's
// sentence, and how it ended. Off unless asked for (`--log FILE`, INTERLEAVE_LOG). It never has a key in it: what is known as one is taken
// out of every line. Several processes may write one file, a line at a time. Any thread.
#pragma once

#include <QByteArray>
#include <QLoggingCategory>
#include <QString>

namespace interleave {

Q_DECLARE_LOGGING_CATEGORY(logProgram)   // interleave.program: starts, ends, what a person was told
Q_DECLARE_LOGGING_CATEGORY(logRun)       // interleave.run: each run, where it goes and how it ends
Q_DECLARE_LOGGING_CATEGORY(logCall)      // interleave.call: attempts; failed ones, with debug all
Q_DECLARE_LOGGING_CATEGORY(logSimulator) // interleave.simulator: the built-in simulator's process

namespace logging {

struct Line {
    QByteArray timeUtc; ///< ISO 8601, with milliseconds
    qint64 process = 0;
    const char *level = "";
    QByteArray category; ///< without "interleave."
    QByteArray text;     ///< on one line, without keys
};
/// Makes of it what the file gets, without a line's end.
using LineForm = QByteArray (*)(const Line &line);
/// For people: "2026-01-31T12:00:00.000Z 4711 info run: ..."
QByteArray plainLine(const Line &line);

/// From now on everything of `level` ("debug", "info" or "warning") and above goes to the file, which only its owner can read; "-" is
/// standard error. Empty, or one sentence that says why not.
QString start(const QString &file, const QString &level, LineForm form = plainLine);
/// Ends it; tests do.
void stop();
/// Takes this key out of every line from now on.
void keepSecret(const QByteArray &key);

} // namespace logging
} // namespace interleave
