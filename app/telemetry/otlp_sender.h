// Sends finished runs to an OpenTelemetry collector over HTTP (OTLP/JSON), as the option --otlp asks. Needs an event loop of
// its thread; waits in it until all was sent.
#pragma once

#include "core/result.h"
#include "export/exporters.h"

#include <QUrl>

namespace interleave {

/// Where traces go: the address as given, or /v1/traces on it when it has no path.
Result<QUrl> collectorUrl(const QString &text);

/// An empty string, or one sentence that says why not all of it arrived.
QString sendToCollector(const QUrl &collector, const ExportInput &input);

} // namespace interleave
