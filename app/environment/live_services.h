// What LiveEnvironment does its work with: real calls and real CPU work, given by the run (run/live_run.*), so that the
// environment itself knows neither HTTP nor analyzers. One object per thread that makes calls; lives in that thread, but
// compute() and tool() may be called from any.
#pragma once

#include "core/job.h"
#include "core/reply.h"
#include "core/tool_settings.h"
#include "trace/recorder.h"
#include "traffic/traffic.h"

#include <functional>
#include <memory>

namespace interleave {

class LiveServices
{
public:
    virtual ~LiveServices() = default;
    /// One logical call, recorded from its limiter wait to its Done event.
    virtual Task<Reply> call(StepId step, Prompt prompt, CallTimes times) = 0;
    /// CPU work in the calling thread; ends early when the run is stopped.
    virtual WorkResult compute(const CpuWork &work) const = 0;
    /// What a tool will take.
    virtual ToolPlan toolPlan(const ToolWork &work) const = 0;
    /// A place among those of a tool that has a limit. `waits`: called when it has to wait.
    virtual Task<Admission> enterTool(StepId step, QString name, std::function<void()> waits) = 0;
    /// The result of a tool that asks a server.
    virtual Task<WorkResult> fetch(ToolWork work) = 0;
    /// What it computes, with its calibrated work, as compute().
    virtual WorkResult tool(const ToolWork &work) const = 0;
};

/// Makes the services of one calling thread, in that thread. `executor` is its number in the trace.
using LiveServicesFactory = std::function<std::unique_ptr<LiveServices>(RecorderBuffer &recorder, int executor, Traffic &traffic)>;

} // namespace interleave
