// interleave compare: one scenario under several execution models, side by side.
#include "cli/measurement.h"
#include "cli/scenario_options.h"
#include "cli/verbs.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

Verb compareVerb()
{
    return {u"compare"_s,
            u"SCENARIO"_s,
            u"runs a scenario under several execution models and compares them"_s,
            scenarioOptions({u"--models"_s, u"M[,...]"_s, u"execution models (interleave list models); default: the scenario's"_s}) +
                outputOptions(),
            1,
            measure};
}

} // namespace interleave::cli
