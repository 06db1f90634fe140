#include "workloads/workload.h"

namespace interleave {

const std::vector<Workload> &workloads()
{
    static const std::vector<Workload> list{
        {QStringLiteral("prompt_batch"), QStringLiteral("Prompt batch"),
         QStringLiteral("Every prompt is one call, then the analysis of its reply."), promptBatchJob, promptBatch, false},
    };
    return list;
}

const Workload *findWorkload(const QString &id)
{
    for (const Workload &workload : workloads()) {
        if (workload.id == id)
            return &workload;
    }
    return nullptr;
}

const Workload &workloadOf(const Scenario &) { return workloads().front(); } // scenarios have one so far

} // namespace interleave
