// The analyzers' results of a reply in words, a line each: "Word count: words 52, sentences 3". Knows no analyzer: whatever
// one returns is shown. Used by the inspector; any thread.
#pragma once

#include <QString>

namespace interleave {

/// `json` as in CallRecord::analysis; empty for nothing.
QString analysisText(const QString &json);

} // namespace interleave
