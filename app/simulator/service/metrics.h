// What /metrics says, in the text format that Prometheus reads, version 0.0.4. Server thread only.
#pragma once

#include "simulator/service/counters.h"
#include "simulator/service/slot_queue.h"

#include <QByteArray>

namespace interleave {

QByteArray metricsText(const ServiceCounters &counters, const SlotQueue &slots);

} // namespace interleave
