#include "run/run_log.h"

#include "core/log.h"
#include "core/routes.h"
#include "trace/attempt_detail.h"

#include <QSet>

namespace interleave::run_log {

using namespace Qt::StringLiterals;

static QString textOf(const Endpoint &route, const QString &simulatorUrl)
{
    const QString where = route.isSimulator() ? u"the simulator (profile %1) at %2"_s.arg(route.profile, simulatorUrl) : route.baseUrl;
    return u"%1 of %2 at %3, transport %4, HTTP %5"_s.arg(route.modelName, route.provider, where, transportName(route.transport),
                                                          httpChoiceName(route.http));
}

void started(const PlannedRun &run, qsizetype number, qsizetype count, const QString &simulatorUrl)
{
    if (!logRun().isInfoEnabled())
        return;
    const Scenario &scenario = run.scenario;
    QStringList routes;
    for (const Endpoint &route : routesOf(scenario))
        routes.append(textOf(route, simulatorUrl));
    qCInfo(logRun).noquote() << u"run %1 of %2 starts: scenario \"%3\"%4, model %5, repeat %6, %7 prompts, concurrency %8, timeout %9 s"_s
                                    .arg(number)
                                    .arg(count)
                                    .arg(scenario.name, run.variant.isEmpty() ? QString() : u", variant \"%1\""_s.arg(run.variant),
                                         run.model)
                                    .arg(run.repeat + 1)
                                    .arg(scenario.prompts.size())
                                    .arg(scenario.concurrency)
                                    .arg(scenario.timeoutS);
    qCInfo(logRun).noquote() << "it calls" << routes.join(u"; "_s);
}

/// A job's first call is mostly its only one.
static QString nameOf(StepId step)
{
    return step.step <= 1 ? u"call %1"_s.arg(step.job + 1) : u"step %1 of job %2"_s.arg(stepNumber(step.step)).arg(step.job + 1);
}

void recorded(const std::vector<Event> &events)
{
    if (!logCall().isInfoEnabled())
        return;
    QSet<StepId> told; // whose attempts are in this batch: their end says the same
    for (const Event &event : events) {
        const bool ends = event.kind == EventKind::Done || event.kind == EventKind::JobEnd;
        const bool isLost = ends && isFailure(event.outcome) && !told.contains(event.step);
        if (event.kind == EventKind::AttemptEnd || event.kind == EventKind::Done)
            told.unite({event.step, StepId{event.step.job, 0}});
        if (event.kind == EventKind::AttemptEnd && (!isSuccess(event.outcome) || logCall().isDebugEnabled())) {
            const AttemptDetail detail = AttemptDetail::fromText(event.text);
            const QString how = u"%1 %2"_s.arg(detail.transport, detail.protocol).trimmed();
            const QString text = u"%1, attempt %2: %3, HTTP status %4 over %5%6"_s.arg(nameOf(event.step))
                                     .arg(event.attempt + 1)
                                     .arg(QString(outcomeName(event.outcome)))
                                     .arg(detail.status)
                                     .arg(how, detail.error.isEmpty() ? QString() : u": "_s + detail.error);
            if (isSuccess(event.outcome))
                qCDebug(logCall).noquote() << text;
            else
                qCInfo(logCall).noquote() << text;
        } else if (isLost) {
            qCInfo(logCall).noquote() << u"%1 ended: %2"_s.arg(nameOf(event.step), event.text);
        }
    }
}

void ended(const FinishedRun &run)
{
    if (!logRun().isInfoEnabled())
        return;
    const RunReport &report = run.report;
    QStringList counts;
    for (const Outcome outcome : allOutcomes) {
        if (report.count(outcome) > 0)
            counts.append(u"%1 %2"_s.arg(report.count(outcome)).arg(QString(outcomeName(outcome))));
    }
    qCInfo(logRun).noquote() << u"run of %1 ended after %2 s: %3 planned, %4; %5 attempts; %6; saved as %7"_s.arg(run.model)
                                    .arg(report.makespanS, 0, 'f', 3)
                                    .arg(report.planned)
                                    .arg(counts.join(u", "_s))
                                    .arg(report.attempts)
                                    .arg(report.validity.valid ? u"VALID"_s : u"SUSPECT: "_s + report.validity.reasons.join(u"; "_s),
                                         run.file);
}

} // namespace interleave::run_log
