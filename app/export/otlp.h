// Runs as OpenTelemetry traces, in OTLP's JSON: one trace per run; one root span per call, retries included, with the attempts,
// the waits and the work on its reply below it. The same run gives the same ids however often it is exported. Prompts and
// replies are left out. For the exporter "otlp" and for sending to a collector. Any thread; reads whole traces.
#pragma once

#include "export/exporters.h"

namespace interleave {

/// Bodies for POST /v1/traces, `callsPerRequest` calls each: collectors refuse bodies of more than some megabytes.
QList<QByteArray> otlpRequests(const ExportInput &input, size_t callsPerRequest = 2000);

} // namespace interleave
