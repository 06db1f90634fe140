// A scenario that can be read can be written, and reads the same again.
#include "claim.h"

#include "json/json.h"
#include "json/scenario_json.h"
#include "json/scenario_text.h"

#include <nlohmann/json.hpp>

#include <cstdint>

using namespace interleave;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray json(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const Result<Scenario> scenario = scenarioFromJson(json, QStringLiteral("fuzz"));
    if (!scenario) {
        fuzz::claim(scenario.error().startsWith(QStringLiteral("fuzz")), "an error names the place", scenario.error());
        return 0;
    }
    const QByteArray written = compact(toJson(*scenario));
    const Result<Scenario> again = scenarioFromJson(written, QStringLiteral("again"));
    fuzz::claim(bool(again), "what was written can be read", again ? QString() : again.error());
    fuzz::claim(*again == *scenario, "what was written reads the same", QString::fromUtf8(written));
    fuzz::claim(scenarioText(*scenario, json) == json, "what was not edited is not written anew", QString::fromUtf8(json));
    Scenario edited = *scenario;
    edited.workers = edited.workers == 7 ? 8 : 7;
    edited.prompts.append(edited.prompts.first());
    const Result<Scenario> saved = scenarioFromJson(scenarioText(edited, json), QStringLiteral("saved"));
    fuzz::claim(saved && *saved == edited, "an edit is saved", saved ? QString() : saved.error());
    for (const Variant &variant : scenario->variants)
        static_cast<void>(variantOf(*scenario, variant));
    return 0;
}
