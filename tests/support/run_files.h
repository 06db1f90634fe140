// Files of saved runs (*.itrace) for tests: from events as a recorder would have written them.
#pragma once

#include "core/scenario.h"
#include "support/trace_builder.h"
#include "trace/event_json.h"
#include "trace/trace_file.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QFile>

#include <nlohmann/json.hpp>

namespace interleave::test {

struct RunFileRecipe {
    QString scenario = QStringLiteral("article");
    QString model = QStringLiteral("concurrent");
    int repeat = 0;
    QString timeUtc = QStringLiteral("2026-11-22T09:12:05.000Z");
    qint64 makespanMs = 100;
    int cores = 2;
    QString variant{};
};

/// Of one call, which takes the whole makespan.
inline QByteArray runFileContent(const RunFileRecipe &recipe)
{
    Scenario scenario;
    scenario.name = recipe.scenario;
    scenario.prompts.emplace_back().text = QStringLiteral("Explain AI.");
    OrderedJson header{{"model", utf8(recipe.model)},
                       {"repeat", recipe.repeat},
                       {"environment",
                        {{"version", "0.1.0"},
                         {"qt", "6.4.2"},
                         {"os", "Debian"},
                         {"cpu", "One"},
                         {"cores", recipe.cores},
                         {"time_utc", utf8(recipe.timeUtc)}}},
                       {"scenario", toJson(scenario)}};
    if (!recipe.variant.isEmpty())
        header["variant"] = utf8(recipe.variant);
    TraceBuilder run(0, QString::fromUtf8(compact(header)));
    run.call(0, 0, 0, recipe.makespanMs * ms);
    std::vector<Event> events = run.events();
    Event end;
    end.kind = EventKind::RunEnd;
    end.ns = recipe.makespanMs * ms;
    events.push_back(end);
    QByteArray content = traceFileHeader();
    for (const Event &event : events) {
        appendJsonLine(content, event);
        content += '\n';
    }
    return content;
}

inline bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace interleave::test
