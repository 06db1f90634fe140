#include "workers/worker_link.h"

#include "trace/event_json.h"
#include "workers/worker_values.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr const char *kindNames[] = {"ready", "job", "job_done", "ask", "waits", "verdict", "report"};

using worker_values::promptFromJson;
using worker_values::replyFromJson;
using worker_values::toJson;

static void write(QJsonObject &json, const Job &job)
{
    json[u"call"] = job.call;
    json[u"workload"] = job.workload;
    json[u"prompt"] = qtObject(toJson(job.prompt));
    json[u"planned"] = QString::number(job.plannedNs);
    json[u"until"] = QString::number(job.untilNs);
    json[u"user"] = job.user;
}

static void write(QJsonObject &json, const Ask &ask)
{
    json[u"call"] = ask.call;
    json[u"attempt"] = ask.attempt;
    json[u"fallback"] = ask.fallback;
    json[u"retry"] = ask.isRetry;
    json[u"tokens"] = ask.tokens;
    json[u"prompt"] = qtObject(toJson(ask.prompt));
}

static void write(QJsonObject &json, const Verdict &verdict)
{
    json[u"allowed"] = verdict.isAllowed;
    json[u"route"] = verdict.route;
    json[u"tokens"] = verdict.tokens;
    json[u"let_in"] = QString::number(verdict.letInNs);
    if (verdict.cached)
        json[u"cached"] = toJson(*verdict.cached);
}

static void write(QJsonObject &json, const AttemptReport &report)
{
    json[u"call"] = report.call;
    json[u"route"] = report.route;
    json[u"tokens"] = report.tokens;
    json[u"made"] = report.wasMade;
    json[u"service"] = QString::number(report.serviceNs);
    json[u"ttft"] = QString::number(report.ttftNs);
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
    switch (message.kind) {
    case WorkerMessage::Kind::Job:
        write(json, message.job);
        break;
    case WorkerMessage::Kind::Ask:
        write(json, message.ask);
        break;
    case WorkerMessage::Kind::Verdict:
        write(json, message.verdict);
        json[u"call"] = message.call;
        break;
    case WorkerMessage::Kind::Waits:
        json[u"call"] = message.call;
        break;
    case WorkerMessage::Kind::Report:
        write(json, message.report);
        break;
    case WorkerMessage::Kind::Ready:
    case WorkerMessage::Kind::JobDone:
    case WorkerMessage::Kind::Event:
        break;
    }
    return QByteArrayLiteral("m") + QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// Nanoseconds as text: a number of JSON is a double on its way.
static qint64 nsOf(const QJsonValue &json) { return json.toString().toLongLong(); }

static void read(const QJsonObject &json, WorkerMessage &message)
{
    const int call = json[u"call"].toInt();
    message.call = call;
    switch (message.kind) {
    case WorkerMessage::Kind::Job:
        message.job = {call,
                       promptFromJson(json[u"prompt"].toObject()),
                       nsOf(json[u"planned"]),
                       nsOf(json[u"until"]),
                       json[u"user"].toInt(-1),
                       json[u"workload"].toString()};
        break;
    case WorkerMessage::Kind::Ask:
        message.ask = {.call = call,
                       .attempt = json[u"attempt"].toInt(),
                       .fallback = json[u"fallback"].toInt(),
                       .isRetry = json[u"retry"].toBool(),
                       .tokens = json[u"tokens"].toInt(),
                       .prompt = promptFromJson(json[u"prompt"].toObject()),
                       .waits = {}};
        break;
    case WorkerMessage::Kind::Verdict:
        message.verdict = {.isAllowed = json[u"allowed"].toBool(),
                           .route = json[u"route"].toInt(),
                           .tokens = json[u"tokens"].toInt(),
                           .letInNs = nsOf(json[u"let_in"]),
                           .cached = nullptr};
        if (json.contains(u"cached"))
            message.verdict.cached = std::make_shared<const Reply>(replyFromJson(json[u"cached"].toObject()));
        break;
    case WorkerMessage::Kind::Report:
        message.report = {call,
                          json[u"route"].toInt(),
                          json[u"tokens"].toInt(),
                          json[u"made"].toBool(),
                          nsOf(json[u"service"]),
                          nsOf(json[u"ttft"]),
                          replyFromJson(json[u"reply"].toObject()),
                          promptFromJson(json[u"prompt"].toObject())};
        break;
    case WorkerMessage::Kind::Ready:
    case WorkerMessage::Kind::JobDone:
    case WorkerMessage::Kind::Waits:
    case WorkerMessage::Kind::Event:
        break;
    }
}

Result<WorkerMessage> workerMessageFromLine(const QByteArray &line)
{
    WorkerMessage message;
    if (line.startsWith('e')) {
        Result<Event> event = eventFromJsonLine(line.mid(1));
        if (!event)
            return Error{event.error()};
        message.kind = WorkerMessage::Kind::Event;
        message.event = std::move(*event);
        return message;
    }
    const QJsonObject json = QJsonDocument::fromJson(line.mid(1)).object();
    const QString name = json[u"message"].toString();
    for (size_t i = 0; i < std::size(kindNames); ++i) {
        if (name != QLatin1StringView(kindNames[i]))
            continue;
        message.kind = static_cast<WorkerMessage::Kind>(i);
        // An empty prompt in the place of one that is missing would be sent and measured.
        if (message.kind == WorkerMessage::Kind::Job && !json[u"prompt"].isObject())
            return Error{u"a job without a prompt: "_s + QString::fromUtf8(line.left(200))};
        read(json, message);
        return message;
    }
    return Error{u"unknown worker message: "_s + QString::fromUtf8(line.left(200))};
}

} // namespace interleave
