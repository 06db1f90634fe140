// A workflow: steps that wait for each other's results. Read and checked by json/workflow_json, run by workloads/workflow. A value, any
// thread.
#pragma once

#include "core/agent.h"
#include "core/work.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace interleave {

/// What a step's result must be. Of `value`, a template, against `operand`, another one.
struct Condition {
    enum class Test : quint8 { Is, IsNot, Contains, Matches, Less, More };
    QString value;
    Test test = Test::Is;
    QString operand;
};

struct WorkflowStep {
    enum class Kind : quint8 { Call, Analyze, Tool, Agent, Map, Join, Branch, Loop, Race };
    /// What follows when it fails.
    enum class Failure : quint8 { FailJob, Skip, Default };

    QString name;
    Kind kind = Kind::Call;
    std::vector<int> after; ///< steps of the same block, by place: named, or by a template
    Failure failure = Failure::FailJob;
    Value fallback;      ///< Default
    int retries = 0;     ///< before that
    double timeoutS = 0; ///< 0: none

    // Templates, by kind.
    QString text;      ///< Call: the prompt; Analyze; Join: empty: a list of what it waited for
    QString system;    ///< Call
    QString modelName; ///< Call: empty: the endpoint's, or where routing leads
    std::optional<double> temperature;
    std::optional<int> maxOutputTokens;
    QString callClass;
    QString tool;            ///< Tool: its name
    QByteArray arguments;    ///< Tool: JSON, its texts templates
    interleave::Agent agent; ///< Agent
    QByteArray over;         ///< Map: JSON, a list or a template of one
    QString as;              ///< Map: what an item is called in its block
    int atOnce = 0;          ///< Map: 0: all
    int most = 64;           ///< Map: items; Loop: rounds
    Condition condition;     ///< Branch, Loop (until)
    std::vector<int> blocks; ///< Map, Loop: one; Branch: then, else; Race: each a way
};

/// Steps that one unit of work does one after the other, and the lines beside it that it waits for.
struct WorkflowLine {
    std::vector<int> steps; ///< by place in the block
    std::vector<int> after; ///< lines, by place
};

/// Steps that know each other by name. Its result is that of its last step.
struct WorkflowBlock {
    std::vector<WorkflowStep> steps;
    std::vector<WorkflowLine> lines;       ///< none before those that they wait for
    std::vector<int> head, together, tail; ///< lines that run alone, one after the other; side by side; alone again
    QStringList uses;                      ///< names from outside that it, or a block in it, asks for
};

/// A name that no step gives: of the job, or a column of the scenario's table.
struct WantedName {
    QString name;
    QString text; ///< as it is written
    QString step, field;
};

struct Workflow {
    std::vector<WorkflowBlock> blocks; ///< the first is the whole
    std::vector<WantedName> wanted;
    bool barrier = false; ///< a step waits for all that could begin before it, as common graph libraries do
};

/// Makes the lines of a block from what its steps wait for. With a barrier, a step waits for all that may begin before it. Gives steps that
/// wait for each other in a ring; none: there is no such ring.
std::vector<int> makeLines(WorkflowBlock &block, bool barrier);

/// On how many levels the steps of a block are numbered ("2.1.3": three): one for each branch in a branch. Lines have been made.
int levelsOf(const Workflow &workflow, int block);

} // namespace interleave
