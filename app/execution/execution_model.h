// An execution model says how jobs and their CPU steps are scheduled, and nothing else: limits, retries, caching, streaming
// and protocols are the same objects under every model, so that a difference between two runs is the difference between two
// models. To add one: write a file beside sequential.cpp and add a line to execution_models.cpp (and CMakeLists.txt).
#pragma once

#include "environment/environment.h"

#include <QString>

#include <vector>

namespace interleave {

struct ExecutionModel {
    QString id;       ///< in files and on the command line: "parallel_threads"
    QString title;    ///< on screen: "Parallel threads"
    QString sentence; ///< one sentence that explains it
    QString cpuPlace; ///< where analysis runs; %1 stands for the number of executors
    Task<void> (*run)(Environment &environment, JobSource &jobs);
    bool usesWorkers = false; ///< the scenario's `workers` applies
    bool usesPool = false;    ///< the scenario's `pool` applies
};

/// All models, in menu order.
const std::vector<ExecutionModel> &executionModels();
/// Null: no such model.
const ExecutionModel *findExecutionModel(const QString &id);

Task<void> sequential(Environment &environment, JobSource &jobs);
Task<void> concurrent(Environment &environment, JobSource &jobs);
Task<void> parallelThreads(Environment &environment, JobSource &jobs);
Task<void> parallelProcesses(Environment &environment, JobSource &jobs);
Task<void> hybrid(Environment &environment, JobSource &jobs);

} // namespace interleave
