// interleave run: one scenario under one execution model.
#include "cli/console.h"
#include "cli/measurement.h"
#include "cli/scenario_options.h"
#include "cli/verbs.h"
#include "setup/catalog.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

static int run(const CommandLine &line, const WindowServices &window)
{
    const QStringList models = line.list("--model");
    if (models.size() != 1)
        return complain(u"run needs one execution model: --model M, with M one of %1; \"interleave compare\" runs several"_s.arg(
                            idsOf(catalogOfModels())),
                        BadInput);
    return measure(line, window);
}

Verb runVerb()
{
    return {u"run"_s,
            u"SCENARIO --model M"_s,
            u"runs a scenario (a file or a built-in name) under one execution model"_s,
            scenarioOptions({u"--model"_s, u"M"_s, u"execution model (interleave list models)"_s}) + outputOptions(),
            1,
            run};
}

} // namespace interleave::cli
