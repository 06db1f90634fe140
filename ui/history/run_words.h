// What a kept run is in words, as the list and the details of the History page have it. Functions, GUI thread.
#pragma once

#include "history/run_entry.h"

#include <QString>

namespace interleave::run_words {

/// "today 09:41", "yesterday 18:05", "Sat 21 Nov 16:20", "21 Nov 2025 16:20"
QString when(const RunEntry &entry, const QDateTime &now = QDateTime::currentDateTime());
/// "Hybrid, repeat 3"; with a variant "naive, Hybrid".
QString model(const RunEntry &entry);
/// "at least 2.57 s" where the run was cut.
QString makespan(const RunEntry &entry);
/// "complete", "3 of 4 failed", "partial, cut short"
QString result(const RunEntry &entry);
QString size(qint64 bytes);

} // namespace interleave::run_words
