#include "execution/execution_model.h"

namespace interleave {

const std::vector<ExecutionModel> &executionModels()
{
    static const std::vector<ExecutionModel> models{
        {QStringLiteral("sequential"), QStringLiteral("Sequential"), QStringLiteral("One call at a time, analyzed before the next starts."),
         QStringLiteral("the loop"), sequential},
        {QStringLiteral("concurrent"), QStringLiteral("Concurrent"),
         QStringLiteral("All calls in flight; one loop reads and analyzes them."), QStringLiteral("the loop"), concurrent},
        {QStringLiteral("parallel_threads"), QStringLiteral("Parallel threads"),
         QStringLiteral("Each thread makes one call at a time and analyzes it."), QStringLiteral("%1 threads"), parallelThreads, true},
        {QStringLiteral("parallel_processes"), QStringLiteral("Parallel processes"),
         QStringLiteral("As threads, but separate programs: nothing shared."), QStringLiteral("%1 processes"), parallelProcesses, true},
        {QStringLiteral("hybrid"), QStringLiteral("Hybrid"), QStringLiteral("One loop keeps calls in flight; a pool analyzes them."),
         QStringLiteral("pool of %1"), hybrid, false, true},
    };
    return models;
}

const ExecutionModel *findExecutionModel(const QString &id)
{
    for (const ExecutionModel &model : executionModels()) {
        if (model.id == id)
            return &model;
    }
    return nullptr;
}

} // namespace interleave
