// A scenario that can be read can be written, and reads the same again.
#include "claim.h"

#include "json/scenario_json.h"

#include <QJsonDocument>

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
    const QByteArray written = QJsonDocument(toJson(*scenario)).toJson();
    const Result<Scenario> again = scenarioFromJson(written, QStringLiteral("again"));
    fuzz::claim(bool(again), "what was written can be read", again ? QString() : again.error());
    fuzz::claim(*again == *scenario, "what was written reads the same", QString::fromUtf8(written));
    for (const Variant &variant : scenario->variants)
        static_cast<void>(variantOf(*scenario, variant));
    return 0;
}
