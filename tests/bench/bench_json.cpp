// Reading JSON: an event of a stream, of which the text is wanted, and a report of 10 MB, of which the models are. By this program's
// readers (json/json.h, json/strict_json.h), by QJsonDocument, and by simdjson where it is installed. CPU time of this thread, the least of
// five. Usage: bench_json
#include "core/clock.h"
#include "export/report_document.h"
#include "forecast/prediction.h"
#include "setup/catalog.h"
#include "json/json.h"
#include "json/strict_json.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <nlohmann/json.hpp>
#ifdef INTERLEAVE_SIMDJSON
#include <simdjson.h>
#endif

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace interleave;

static const QByteArray event(R"({"id":"chatcmpl-8f0c2a6e","object":"chat.completion.chunk","created":1764460800,"model":"sim",)"
                              R"("choices":[{"index":0,"delta":{"content":" photosynthesis"},"finish_reason":null}],"usage":null})");

/// Each returns how many characters it found, so that nothing is left out of what is compiled.
using Read = std::function<size_t(const QByteArray &)>;
struct Reader {
    const char *name;
    Read event, report;
};

static QByteArray report()
{
    constexpr qsizetype size = 10'000'000;
    Scenario scenario = *loadScenario(QStringLiteral("article"));
    const PredictedRun predicted = predict(scenario, QStringLiteral("hybrid"));
    const RunReport run = makeRunReport(*predicted.trace, scenario, QStringLiteral("hybrid"), 0);
    OrderedJson document = reportDocument(scenario, {});
    const OrderedJson one = toJson(run);
    for (qsizetype i = pretty(one).size(), each = i; i < size; i += each)
        document["runs"].push_back(one);
    return pretty(document);
}

static size_t sizeOf(const QString &text) { return static_cast<size_t>(text.size()); }

template<typename Parsed> static size_t textOfEvent(const Parsed &json) { return sizeOf(textOf(json["choices"][0]["delta"]["content"])); }
template<typename Parsed> static size_t modelsOf(const Parsed &json)
{
    size_t characters = 0;
    for (const auto &run : json["runs"])
        characters += sizeOf(textOf(run["model"]));
    return characters;
}

static std::vector<Reader> readers()
{
    std::vector<Reader> list;
    list.push_back({"parseJson (what providers send)", [](const QByteArray &text) { return textOfEvent(parseJson(text)); },
                    [](const QByteArray &text) { return modelsOf(parseJson(text)); }});
    list.push_back({"parseStrictly (what people write)",
                    [](const QByteArray &text) {
                        QString problem;
                        return textOfEvent(parseStrictly(text, &problem));
                    },
                    [](const QByteArray &text) {
                        QString problem;
                        return modelsOf(parseStrictly(text, &problem));
                    }});
    list.push_back({"QJsonDocument",
                    [](const QByteArray &text) {
                        const QJsonDocument json = QJsonDocument::fromJson(text);
                        return sizeOf(
                            json[QLatin1StringView("choices")][0][QLatin1StringView("delta")][QLatin1StringView("content")].toString());
                    },
                    [](const QByteArray &text) {
                        size_t characters = 0;
                        const QJsonArray runs = QJsonDocument::fromJson(text)[QLatin1StringView("runs")].toArray();
                        for (const QJsonValue &run : runs)
                            characters += sizeOf(run[QLatin1StringView("model")].toString());
                        return characters;
                    }});
#ifdef INTERLEAVE_SIMDJSON
    list.push_back({"simdjson (a tree)",
                    [](const QByteArray &text) {
                        static simdjson::dom::parser parser;
                        const std::string_view words =
                            parser.parse(text.constData(), static_cast<size_t>(text.size()))["choices"].at(0)["delta"]["content"];
                        return sizeOf(QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())));
                    },
                    [](const QByteArray &text) {
                        static simdjson::dom::parser parser;
                        size_t characters = 0;
                        const simdjson::dom::array runs = parser.parse(text.constData(), static_cast<size_t>(text.size()))["runs"];
                        for (const simdjson::dom::element run : runs)
                            characters += std::string_view(run["model"]).size();
                        return characters;
                    }});
#endif
    return list;
}

/// Nanoseconds for each reading.
static double leastNs(const Read &read, const QByteArray &text, int times)
{
    size_t found = 0;
    double least = 1e18;
    for (int round = 0; round < 5; ++round) {
        const qint64 begin = threadCpuNs();
        for (int i = 0; i < times; ++i)
            found += read(text);
        least = std::min(least, static_cast<double>(threadCpuNs() - begin) / times);
    }
    return found > 0 ? least : -1;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QByteArray large = report();
    std::printf("%-36s %16s %18s\n", "", "event, us", "report, ms");
    std::printf("%-36s %10lld bytes %12.1f MB\n", "", static_cast<long long>(event.size()), static_cast<double>(large.size()) / 1e6);
    for (const Reader &reader : readers())
        std::printf("%-36s %16.2f %18.1f\n", reader.name, leastNs(reader.event, event, 20'000) / 1e3,
                    leastNs(reader.report, large, 1) / 1e6);
    return 0;
}
