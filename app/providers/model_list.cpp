#include "providers/model_list.h"

#include "providers/error_sentence.h"
#include "providers/typed_json.h"

#include <QJsonDocument>

namespace interleave {

Result<QStringList> modelList(const QByteArray &body, QLatin1StringView listField, QLatin1StringView nameField,
                              bool (*isUsable)(const QJsonObject &))
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return Error{unreadableSentence(QStringLiteral("the list of models is not JSON"))};
    if (!document[listField].isArray())
        return Error{unreadableSentence(QLatin1StringView("the list of models has no field ") + listField)};
    TypedJson json;
    QStringList names;
    const QJsonArray entries = document[listField].toArray();
    for (const QJsonValue &value : entries) {
        const QJsonObject entry = json.element(value, listField);
        const QString name = json.string(entry, nameField);
        if (!name.isEmpty() && (!isUsable || isUsable(entry)))
            names.append(name);
    }
    if (!json.error().isEmpty())
        return Error{unreadableSentence(json.error())};
    return names;
}

} // namespace interleave
