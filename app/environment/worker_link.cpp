#include "environment/worker_link.h"

#include "core/scenario_json.h"
#include "trace/event_json.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

static constexpr const char *kindNames[] = {"ready", "job", "job_done", "ask_gate", "granted", "leave_gate"};

// The first byte tells an event ("e") from everything else ("m").
QByteArray toLine(const WorkerMessage &message)
{
    if (message.kind == WorkerMessage::Kind::Event)
        return QByteArrayLiteral("e") + toJsonLine(message.event);
    QJsonObject json{{QStringLiteral("message"), QLatin1StringView(kindNames[static_cast<int>(message.kind)])}};
    if (message.kind == WorkerMessage::Kind::Job) {
        json[QStringLiteral("call")] = message.job.call;
        json[QStringLiteral("workload")] = message.job.workload;
        json[QStringLiteral("prompt")] = toJson(message.job.prompt);
    }
    return QByteArrayLiteral("m") + QJsonDocument(json).toJson(QJsonDocument::Compact);
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
    const QString name = json[QStringLiteral("message")].toString();
    for (size_t i = 0; i < std::size(kindNames); ++i) {
        if (name != QLatin1StringView(kindNames[i]))
            continue;
        message.kind = static_cast<WorkerMessage::Kind>(i);
        if (message.kind == WorkerMessage::Kind::Job) {
            message.job.call = json[QStringLiteral("call")].toInt();
            message.job.workload = json[QStringLiteral("workload")].toString();
            Result<Prompt> prompt = promptFromJson(json[QStringLiteral("prompt")], QStringLiteral("job"));
            if (!prompt)
                return Error{prompt.error()};
            message.job.prompt = std::move(*prompt);
        }
        return message;
    }
    return Error{QStringLiteral("unknown worker message: ") + QString::fromUtf8(line.left(200))};
}

} // namespace interleave
