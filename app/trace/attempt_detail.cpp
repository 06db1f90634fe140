#include "trace/attempt_detail.h"

#include "json/json_text.h"

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

/// Writes one compact object, its fields in the order of their names.
class DetailWriter
{
public:
    void text(Key name, const QString &value)
    {
        if (!value.isEmpty())
            appendJsonText(begin(name), value);
    }
    void truth(Key name, bool value)
    {
        if (value)
            begin(name) += "true";
    }
    void number(Key name, int value) { begin(name) += QByteArray::number(value); }

    QString written() const { return QString::fromUtf8(m_json) % u'}'; }

private:
    QByteArray &begin(Key name)
    {
        m_json += m_json.isEmpty() ? "{\"" : ",\"";
        return m_json.append(name.data(), name.size()).append("\":");
    }

    QByteArray m_json;
};

// By hand, as the lines of the event log are: it is written for each attempt, on the loop that serves the network.
QString AttemptDetail::toText() const
{
    DetailWriter json;
    json.text(Key("answered"), answered);
    json.truth(Key("content"), hasContent);
    json.text(Key("error"), error);
    json.text(Key("model"), model);
    if (notTaken != NotTaken::No)
        json.text(Key("not_taken"), notTakenNames[static_cast<size_t>(notTaken)]);
    json.text(Key("note"), note);
    json.text(Key("protocol"), protocol);
    json.text(Key("provider"), provider);
    json.truth(Key("resend"), isResend);
    json.number(Key("status"), status);
    json.text(Key("transport"), transport);
    return json.written();
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
