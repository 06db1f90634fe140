// What the inspector says of a step, in mark-up of our own (texts from outside are escaped): what it is, what it waited for and what waited
// for it as links, its slack, what it was asked and gave back, why it waited; and the conversation that it is a turn of. Functions of a
// trace; GUI thread.
#pragma once

#include "core/prompt.h"
#include "trace/effort.h"
#include "trace/wait_reasons.h"

namespace interleave {

/// What is known of a finished run beside its trace; computed off the GUI thread.
struct RunInsight {
    std::vector<qint64> slack; ///< by step
    std::vector<qint64> critical;
    WaitReasons reasons;

    RunInsight(const Trace &trace, const CriticalPath &path);
};

/// Links are "step:INDEX", index into Trace::steps(). `insight`: null while the run goes on.
QString stepHtml(const Trace &trace, qint32 step, const RunInsight *insight);
/// Turn by turn, the group that the step is in. `prompts`: the scenario's, whose earlier turns a job begins with.
QString conversationHtml(const Trace &trace, qint32 step, const RunInsight *insight, const QList<Prompt> &prompts = {});

} // namespace interleave
