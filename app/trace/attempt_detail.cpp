#include "trace/attempt_detail.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using Key = QLatin1StringView;

QString AttemptDetail::toText() const
{
    QJsonObject json{{Key("model"), model}, {Key("provider"), provider}, {Key("status"), status}};
    if (!protocol.isEmpty())
        json[Key("protocol")] = protocol;
    if (hasContent)
        json[Key("content")] = true;
    if (!error.isEmpty())
        json[Key("error")] = error;
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

AttemptDetail AttemptDetail::fromText(const QString &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text.toUtf8()).object();
    return {.model = json[Key("model")].toString(),
            .provider = json[Key("provider")].toString(),
            .status = json[Key("status")].toInt(),
            .protocol = json[Key("protocol")].toString(),
            .error = json[Key("error")].toString(),
            .hasContent = json[Key("content")].toBool()};
}

} // namespace interleave
