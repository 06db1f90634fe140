#include "environment/worker_link.h"

#include "core/scenario_json.h"
#include "trace/event_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr const char *kindNames[] = {"ready", "job", "job_done", "ask", "waits", "verdict", "report"};

static QJsonObject toJson(const Reply &reply)
{
    QJsonArray usage;
    for (const std::optional<qint32> &count : {reply.usage.input, reply.usage.cached, reply.usage.output, reply.usage.thinking})
        usage.append(count ? QJsonValue(*count) : QJsonValue());
    return {{u"outcome"_s, outcomeName(reply.outcome)},
            {u"text"_s, reply.text},
            {u"finish"_s, reply.finishReason},
            {u"usage"_s, usage},
            {u"status"_s, reply.httpStatus},
            {u"error"_s, reply.error}};
}

static Reply replyFromJson(const QJsonObject &json)
{
    Reply reply;
    reply.outcome = outcomeFromName(json[u"outcome"].toString()).value_or(Outcome::ProtocolError);
    reply.text = json[u"text"].toString();
    reply.finishReason = json[u"finish"].toString();
    const QJsonArray usage = json[u"usage"].toArray();
    const auto count = [&](int i) { return usage[i].isDouble() ? std::optional<qint32>(usage[i].toInt()) : std::nullopt; };
    reply.usage = {count(0), count(1), count(2), count(3)};
    reply.httpStatus = json[u"status"].toInt();
    reply.error = json[u"error"].toString();
    return reply;
}

static void write(QJsonObject &json, const Job &job)
{
    json[u"call"] = job.call;
    json[u"workload"] = job.workload;
    json[u"prompt"] = toJson(job.prompt);
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
    json[u"prompt"] = toJson(ask.prompt);
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
    json[u"service"] = static_cast<double>(report.serviceNs);
    json[u"ttft"] = static_cast<double>(report.ttftNs);
    json[u"reply"] = toJson(report.reply);
    if (report.prompt != Prompt()) // told only where there is a cache
        json[u"prompt"] = toJson(report.prompt);
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

/// A prompt that is refused fails the whole message: an empty one in its place would be sent and measured.
static Prompt promptOf(const QJsonObject &json, QString &error)
{
    if (!json.contains(u"prompt"))
        return {};
    Result<Prompt> prompt = promptFromJson(json[u"prompt"], u"worker message"_s);
    if (!prompt)
        error = prompt.error();
    return prompt ? std::move(*prompt) : Prompt();
}

static void read(const QJsonObject &json, WorkerMessage &message, QString &error)
{
    const int call = json[u"call"].toInt();
    message.call = call;
    switch (message.kind) {
    case WorkerMessage::Kind::Job:
        message.job = {call,
                       promptOf(json, error),
                       json[u"planned"].toString().toLongLong(),
                       json[u"until"].toString().toLongLong(),
                       json[u"user"].toInt(-1),
                       json[u"workload"].toString()};
        break;
    case WorkerMessage::Kind::Ask:
        message.ask = {.call = call,
                       .attempt = json[u"attempt"].toInt(),
                       .fallback = json[u"fallback"].toInt(),
                       .isRetry = json[u"retry"].toBool(),
                       .tokens = json[u"tokens"].toInt(),
                       .prompt = promptOf(json, error),
                       .waits = {}};
        break;
    case WorkerMessage::Kind::Verdict:
        message.verdict = {.isAllowed = json[u"allowed"].toBool(),
                           .route = json[u"route"].toInt(),
                           .tokens = json[u"tokens"].toInt(),
                           .letInNs = json[u"let_in"].toString().toLongLong(),
                           .cached = std::nullopt};
        if (json.contains(u"cached"))
            message.verdict.cached = replyFromJson(json[u"cached"].toObject());
        break;
    case WorkerMessage::Kind::Report:
        message.report = {call,
                          json[u"route"].toInt(),
                          json[u"tokens"].toInt(),
                          json[u"made"].toBool(),
                          json[u"service"].toInteger(),
                          json[u"ttft"].toInteger(),
                          replyFromJson(json[u"reply"].toObject()),
                          promptOf(json, error)};
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
        QString error;
        read(json, message, error);
        if (!error.isEmpty())
            return Error{error};
        return message;
    }
    return Error{u"unknown worker message: "_s + QString::fromUtf8(line.left(200))};
}

} // namespace interleave
