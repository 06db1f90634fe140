#include "providers/model_list.h"

#include "providers/error_sentence.h"
#include "providers/typed_json.h"

#include <nlohmann/json.hpp>

namespace interleave {

Result<QStringList> modelList(const QByteArray &body, std::string_view listField, std::string_view nameField,
                              bool (*isUsable)(const Json &))
{
    const Json document = parseJson(body);
    if (!document.is_object())
        return Error{unreadableSentence(QStringLiteral("the list of models is not JSON"))};
    const Json &entries = at(document, listField);
    if (!entries.is_array())
        return Error{unreadableSentence(QStringLiteral("the list of models has no field ") +
                                        QString::fromLatin1(listField.data(), static_cast<qsizetype>(listField.size())))};
    TypedJson json;
    QStringList names;
    for (const Json &value : entries) {
        const Json &entry = json.element(value, listField);
        const QString name = json.string(entry, nameField);
        if (!name.isEmpty() && (!isUsable || isUsable(entry)))
            names.append(name);
    }
    if (!json.error().isEmpty())
        return Error{unreadableSentence(json.error())};
    return names;
}

} // namespace interleave
