#include "trace/attempt_detail.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace interleave {

using Key = QLatin1StringView;

static constexpr std::array notTakenNames{Key(""), Key("dead_connection"), Key("refused")};

static NotTaken notTakenFromName(const QString &name)
{
    for (size_t i = 0; i < notTakenNames.size(); ++i) {
        if (name == notTakenNames[i])
            return static_cast<NotTaken>(i);
    }
    return NotTaken::No;
}

QString AttemptDetail::toText() const
{
    QJsonObject json{{Key("model"), model}, {Key("provider"), provider}, {Key("status"), status}};
    if (!protocol.isEmpty())
        json[Key("protocol")] = protocol;
    if (!transport.isEmpty())
        json[Key("transport")] = transport;
    if (notTaken != NotTaken::No)
        json[Key("not_taken")] = notTakenNames[static_cast<size_t>(notTaken)];
    if (isResend)
        json[Key("resend")] = true;
    if (hasContent)
        json[Key("content")] = true;
    if (!error.isEmpty())
        json[Key("error")] = error;
    if (!answered.isEmpty())
        json[Key("answered")] = answered;
    if (!note.isEmpty())
        json[Key("note")] = note;
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

AttemptDetail AttemptDetail::fromText(const QString &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    return {.model = json[Key("model")].toString(),
            .provider = json[Key("provider")].toString(),
            .status = json[Key("status")].toInt(),
            .protocol = json[Key("protocol")].toString(),
            .transport = json[Key("transport")].toString(),
            .notTaken = notTakenFromName(json[Key("not_taken")].toString()),
            .isResend = json[Key("resend")].toBool(),
            .error = json[Key("error")].toString(),
            .hasContent = json[Key("content")].toBool(),
            .answered = json[Key("answered")].toString(),
            .note = json[Key("note")].toString()};
}

} // namespace interleave
