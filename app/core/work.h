// CPU-bound work and tools as values: what a workload orders, wherever it is done (on the loop, in the pool, in a worker thread or in
// another process), and what comes back. Values, any thread.
#pragma once

#include "core/outcome.h"

#include <QByteArray>
#include <QString>

namespace interleave {

/// What a step gives back: any JSON, compact, in UTF-8; app/json reads it.
struct Value {
    QByteArray json; ///< empty: nothing

    bool operator==(const Value &) const = default;
};

/// The scenario's analyzers over a text, and its calibrated CPU work. Gives an object with a field for each.
struct CpuWork {
    QString text;

    bool operator==(const CpuWork &) const = default;
};

/// A tool of the list in tools/, by name, with its arguments (an object).
struct ToolWork {
    QString name;
    Value arguments;

    bool operator==(const ToolWork &) const = default;
};

/// How a tool, a branch or a whole job ended.
struct WorkResult {
    Outcome outcome = Outcome::Ok;
    Value value;
    QString error; ///< a sentence; empty: none

    bool operator==(const WorkResult &) const = default;
};

/// As the trace keeps it.
inline QString textOf(const WorkResult &result) { return result.error.isEmpty() ? QString::fromUtf8(result.value.json) : result.error; }

} // namespace interleave
