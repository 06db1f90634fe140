#include "tools/tool_box.h"

#include "core/server_time_scale.h"
#include "tools/documents.h"
#include "tools/page_rule.h"

#include <QDateTime>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

ToolBox::ToolBox(const Scenario &scenario)
    : m_settings(scenario.tools)
    , m_hosts(scenario.hosts)
    , m_timeScale(serverTimeScale(scenario))
    , m_documents(needsDocuments(scenario) ? documentsOf(scenario.documents) : nullptr)
{
}

ToolBox::ToolBox(const Scenario &scenario, std::shared_ptr<const Documents> documents, qint64 utcMs)
    : m_settings(scenario.tools)
    , m_hosts(scenario.hosts)
    , m_timeScale(serverTimeScale(scenario))
    , m_documents(std::move(documents))
    , m_utcMs(utcMs)
{
}

const ToolSettings *ToolBox::settingsOf(const QString &name) const
{
    const auto found = std::find_if(m_settings.begin(), m_settings.end(), [&](const ToolSettings &each) { return each.name == name; });
    return found == m_settings.end() ? nullptr : &*found;
}

const Tool *ToolBox::toolNamed(const QString &name) const
{
    const ToolSettings *settings = settingsOf(name);
    return findTool(settings ? settings->tool() : name);
}

ToolPlan ToolBox::plan(const ToolWork &work) const
{
    const Tool *tool = toolNamed(work.name);
    if (!tool)
        return {};
    const ToolTimes own = tool->times(parseJson(work.arguments.json));
    const ToolSettings *settings = settingsOf(work.name);
    const ToolSettings given = settings ? *settings : ToolSettings();
    const auto waitNs = std::max(own.waitNs, static_cast<qint64>(std::llround(given.delayS * 1e9)));
    return {.waitNs = static_cast<qint64>(std::llround(static_cast<double>(waitNs) * m_timeScale)),
            .cpuNs = own.cpuNs + static_cast<qint64>(std::llround(given.cpuMs * 1e6)),
            .asksServer = tool->asksServer,
            .isLimited = given.limit > 0};
}

static WorkResult failed(const QString &sentence) { return {Outcome::ProtocolError, {}, sentence}; }

WorkResult ToolBox::result(const ToolWork &work) const
{
    const Tool *tool = toolNamed(work.name);
    if (!tool)
        return failed(u"there is no tool named %1; choose one of `interleave list tools`"_s.arg(work.name));
    const Json arguments = parseJson(work.arguments.json);
    if (!arguments.is_object())
        return failed(u"the arguments of %1 are no JSON object"_s.arg(work.name));
    const ToolSettings *settings = settingsOf(work.name);
    if (tool->asksServer && m_utcMs && settings && settings->bytes > 0 && settings->delayS > 0)
        return assumedPage(work.arguments.json, m_hosts, settings->bytes);
    const ToolWorld world{m_documents, m_utcMs ? *m_utcMs : QDateTime::currentMSecsSinceEpoch()};
    return tool->result(arguments, world);
}

bool needsDocuments(const Scenario &scenario)
{
    static const QStringList withTools{u"workflow"_s, u"agent"_s, u"team"_s};
    return withTools.contains(scenario.workload);
}

QString toolProblem(const Scenario &scenario)
{
    for (const ToolSettings &settings : scenario.tools) {
        if (const Tool *tool = findTool(settings.tool())) {
            if (settings.bytes > 0 && !tool->asksServer)
                return u"tools: \"%1\" has \"bytes\", and it gets no pages; leave it out"_s.arg(settings.name);
            continue;
        }
        QStringList known;
        for (const Tool &tool : tools())
            known.append(tool.id);
        return u"tools: \"%1\" is no tool; say what it does (\"does\"): one of %2"_s.arg(settings.tool(), known.join(u", "_s));
    }
    return documentsProblem(scenario.documents);
}

} // namespace interleave
