#include "workers/worker_link.h"

#include "trace/event_json.h"
#include "workers/worker_values.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr const char *kindNames[] = {"ready", "work", "done", "branches", "results", "cancel", "ask", "waits", "verdict", "report"};

using worker_values::promptFromJson;
using worker_values::replyFromJson;
using worker_values::toJson;

/// Nanoseconds as text: a number of JSON is a double on its way.
static QString nsText(qint64 ns) { return QString::number(ns); }
static qint64 nsOf(const QJsonValue &json) { return json.toString().toLongLong(); }

static QJsonValue toJson(StepId id) { return QJsonArray{id.job, stepNumber(id.step)}; }
static StepId stepFromJson(const QJsonValue &json)
{
    const QJsonArray id = json.toArray();
    return {id.at(0).toInt(-1), stepFromNumber(id.at(1).toString())};
}

static QJsonValue toJson(int number) { return number; }
static QJsonValue toJson(qint64 step) { return stepNumber(step); }
static QJsonValue toJson(const Value &value) { return QString::fromUtf8(value.json); }

template<typename Item> static QJsonArray listOf(const std::vector<Item> &items)
{
    QJsonArray list;
    for (const Item &item : items)
        list.append(toJson(item));
    return list;
}

template<typename Item> static std::vector<Item> fromList(const QJsonValue &json, Item (*read)(const QJsonValue &))
{
    std::vector<Item> items;
    const QJsonArray list = json.toArray();
    for (const QJsonValue &item : list)
        items.push_back(read(item));
    return items;
}

static QJsonObject toJson(const Unit &unit)
{
    return {{u"job"_s, unit.job.number},
            {u"prompt"_s, qtObject(toJson(unit.job.prompt))},
            {u"planned"_s, nsText(unit.job.plannedNs)},
            {u"until"_s, nsText(unit.job.untilNs)},
            {u"user"_s, unit.job.user},
            {u"group"_s, toJson(unit.group)},
            {u"row"_s, QString::fromUtf8(unit.job.row.json)},
            {u"branch"_s, unit.branch.name},
            {u"input"_s, QString::fromUtf8(unit.branch.input.json)},
            {u"after"_s, listOf(unit.branch.after)},
            {u"causes"_s, listOf(unit.branch.causes)},
            {u"waited"_s, listOf(unit.branch.waited)},
            {u"timeout"_s, nsText(unit.branch.timeoutNs)},
            {u"late"_s, unit.branch.lateSentence}};
}

static Unit unitFromJson(const QJsonObject &json)
{
    return {{json[u"job"].toInt(),
             promptFromJson(json[u"prompt"].toObject()),
             nsOf(json[u"planned"]),
             nsOf(json[u"until"]),
             json[u"user"].toInt(-1),
             {json[u"row"].toString().toUtf8()}},
            stepFromJson(json[u"group"]),
            {json[u"branch"].toString(),
             {json[u"input"].toString().toUtf8()},
             fromList<int>(json[u"after"], [](const QJsonValue &item) { return item.toInt(); }),
             fromList<qint64>(json[u"causes"], [](const QJsonValue &item) { return stepFromNumber(item.toString()); }),
             fromList<Value>(json[u"waited"], [](const QJsonValue &item) { return Value{item.toString().toUtf8()}; }),
             nsOf(json[u"timeout"]),
             json[u"late"].toString()}};
}

static QJsonObject toJson(const WorkResult &result)
{
    return {{u"outcome"_s, outcomeName(result.outcome)}, {u"value"_s, QString::fromUtf8(result.value.json)}, {u"error"_s, result.error}};
}

static WorkResult resultFromJson(const QJsonObject &json)
{
    return {outcomeFromName(json[u"outcome"].toString()).value_or(Outcome::ProtocolError),
            {json[u"value"].toString().toUtf8()},
            json[u"error"].toString()};
}

static void write(QJsonObject &json, const Ask &ask)
{
    json[u"call"] = toJson(ask.call);
    if (!ask.tool.isEmpty())
        json[u"tool"] = ask.tool;
    json[u"attempt"] = ask.attempt;
    json[u"fallback"] = ask.fallback;
    json[u"retry"] = ask.isRetry;
    json[u"tokens"] = ask.tokens;
    json[u"prompt"] = qtObject(toJson(ask.prompt));
}

static void write(QJsonObject &json, const Verdict &verdict)
{
    json[u"allowed"] = verdict.isAllowed;
    if (!verdict.tool.isEmpty())
        json[u"tool"] = verdict.tool;
    json[u"route"] = verdict.route;
    json[u"tokens"] = verdict.tokens;
    json[u"let_in"] = nsText(verdict.letInNs);
    if (verdict.cached)
        json[u"cached"] = toJson(*verdict.cached);
}

static void write(QJsonObject &json, const AttemptReport &report)
{
    json[u"call"] = toJson(report.call);
    if (!report.tool.isEmpty())
        json[u"tool"] = report.tool;
    json[u"route"] = report.route;
    json[u"tokens"] = report.tokens;
    json[u"made"] = report.wasMade;
    json[u"service"] = nsText(report.serviceNs);
    json[u"ttft"] = nsText(report.ttftNs);
    json[u"reply"] = toJson(report.reply);
    if (report.prompt != Prompt()) // told only where there is a cache
        json[u"prompt"] = qtObject(toJson(report.prompt));
}

// The first byte tells an event ("e") from everything else ("m").
QByteArray toLine(const WorkerMessage &message)
{
    if (message.kind == WorkerMessage::Kind::Event)
        return QByteArrayLiteral("e") + toJsonLine(message.event);
    QJsonObject json{{u"message"_s, QLatin1StringView(kindNames[static_cast<int>(message.kind)])}};
    if (message.step.job >= 0)
        json[u"step"] = toJson(message.step);
    if (!message.units.empty())
        json[u"units"] = listOf(message.units);
    if (!message.results.empty())
        json[u"results"] = listOf(message.results);
    if (message.kind == WorkerMessage::Kind::Branches)
        json[u"gathering"] =
            QJsonArray{message.gathering.atOnce, static_cast<int>(message.gathering.until), nsText(message.gathering.timeoutNs)};
    if (message.kind == WorkerMessage::Kind::Ask)
        write(json, message.ask);
    else if (message.kind == WorkerMessage::Kind::Verdict)
        write(json, message.verdict);
    else if (message.kind == WorkerMessage::Kind::Report)
        write(json, message.report);
    return QByteArrayLiteral("m") + QJsonDocument(json).toJson(QJsonDocument::Compact);
}

static Ask askFromJson(const QJsonObject &json)
{
    return {.call = stepFromJson(json[u"call"]),
            .tool = json[u"tool"].toString(),
            .attempt = json[u"attempt"].toInt(),
            .fallback = json[u"fallback"].toInt(),
            .isRetry = json[u"retry"].toBool(),
            .tokens = json[u"tokens"].toInt(),
            .prompt = promptFromJson(json[u"prompt"].toObject()),
            .waits = {}};
}

static Verdict verdictFromJson(const QJsonObject &json)
{
    Verdict verdict{.tool = json[u"tool"].toString(),
                    .isAllowed = json[u"allowed"].toBool(),
                    .route = json[u"route"].toInt(),
                    .tokens = json[u"tokens"].toInt(),
                    .letInNs = nsOf(json[u"let_in"]),
                    .cached = nullptr};
    if (json.contains(u"cached"))
        verdict.cached = std::make_shared<const Reply>(replyFromJson(json[u"cached"].toObject()));
    return verdict;
}

static AttemptReport reportFromJson(const QJsonObject &json)
{
    return {stepFromJson(json[u"call"]),
            json[u"tool"].toString(),
            json[u"route"].toInt(),
            json[u"tokens"].toInt(),
            json[u"made"].toBool(),
            nsOf(json[u"service"]),
            nsOf(json[u"ttft"]),
            replyFromJson(json[u"reply"].toObject()),
            promptFromJson(json[u"prompt"].toObject())};
}

static Result<WorkerMessage> messageFromJson(WorkerMessage::Kind kind, const QJsonObject &json, const QByteArray &line)
{
    WorkerMessage message;
    message.kind = kind;
    message.step = stepFromJson(json[u"step"]);
    const QJsonArray units = json[u"units"].toArray();
    for (const QJsonValue &unit : units) {
        // An empty prompt in the place of one that is missing would be sent and measured.
        if (!unit.toObject()[u"prompt"].isObject())
            return Error{u"work without a prompt: "_s + QString::fromUtf8(line.left(200))};
        message.units.push_back(unitFromJson(unit.toObject()));
    }
    const QJsonArray results = json[u"results"].toArray();
    for (const QJsonValue &result : results)
        message.results.push_back(resultFromJson(result.toObject()));
    const QJsonArray gathering = json[u"gathering"].toArray();
    message.gathering = {gathering.at(0).toInt(), static_cast<Gathering::Until>(std::clamp(gathering.at(1).toInt(), 0, 2)),
                         nsOf(gathering.at(2))};
    if ((kind == WorkerMessage::Kind::Work && message.units.size() != 1) ||
        (kind == WorkerMessage::Kind::Done && message.results.size() != 1))
        return Error{u"it is not about one unit of work: "_s + QString::fromUtf8(line.left(200))};
    if (kind == WorkerMessage::Kind::Ask)
        message.ask = askFromJson(json);
    else if (kind == WorkerMessage::Kind::Verdict)
        message.verdict = verdictFromJson(json);
    else if (kind == WorkerMessage::Kind::Report)
        message.report = reportFromJson(json);
    return message;
}

Result<WorkerMessage> workerMessageFromLine(const QByteArray &line)
{
    if (line.startsWith('e')) {
        Result<Event> event = eventFromJsonLine(line.mid(1));
        if (!event)
            return Error{event.error()};
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Event;
        message.event = std::move(*event);
        return message;
    }
    const QJsonObject json = QJsonDocument::fromJson(line.mid(1)).object();
    const QString name = json[u"message"].toString();
    for (size_t i = 0; i < std::size(kindNames); ++i) {
        if (name == QLatin1StringView(kindNames[i]))
            return messageFromJson(static_cast<WorkerMessage::Kind>(i), json, line);
    }
    return Error{u"unknown worker message: "_s + QString::fromUtf8(line.left(200))};
}

} // namespace interleave
