#include "workloads/scope.h"

namespace interleave {

using namespace Qt::StringLiterals;

Scope scopeOf(const Job &job)
{
    Scope scope(parseJson(job.row.json));
    scope.set(u"prompt"_s, Json(utf8(job.prompt.text)));
    scope.set(u"job"_s, Json(job.number + 1));
    return scope;
}

QString textOfValue(const Json &value)
{
    if (value.is_string())
        return textOf(value);
    if (value.is_null())
        return {};
    if (value.is_number_float())
        return QString::fromUtf8(compact(numberOf(value.get<double>()))); // 9, not 9.0
    if (!value.is_array())
        return QString::fromUtf8(compact(value));
    QStringList paragraphs;
    for (const Json &item : value)
        paragraphs.append(textOfValue(item));
    return paragraphs.join(u"\n\n"_s);
}

Json jsonInText(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (Json whole = parseJson(trimmed.toUtf8()); !whole.is_discarded())
        return whole;
    const qsizetype fence = trimmed.indexOf("```"_L1);
    const qsizetype begin = fence < 0 ? -1 : trimmed.indexOf(u'\n', fence);
    const qsizetype end = begin < 0 ? -1 : trimmed.indexOf("```"_L1, begin);
    return parseJson(end < 0 ? QByteArray() : trimmed.mid(begin, end - begin).toUtf8());
}

void Scope::merge(const Json &values)
{
    if (!values.is_object())
        return;
    for (const auto &[name, value] : values.items())
        m_values[QString::fromStdString(name)] = value;
}

const Json &Scope::value(const QString &name) const
{
    static const Json none;
    const auto found = m_values.find(name);
    return found == m_values.end() ? none : found->second;
}

Json Scope::all() const
{
    Json object = Json::object();
    for (const auto &[name, value] : m_values)
        object[utf8(name)] = value;
    return object;
}

Json Scope::only(const QStringList &names) const
{
    Json object = Json::object();
    for (const QString &name : names) {
        if (has(name))
            object[utf8(name)] = value(name);
    }
    return object;
}

static const Json &inside(const Json &json, const QString &key)
{
    bool isNumber = false;
    const uint index = key.toUInt(&isNumber);
    static const Json none(Json::value_t::discarded);
    if (json.is_array())
        return isNumber && index < json.size() ? json[index] : none;
    return at(json, utf8(key));
}

Result<Json> Scope::valueOf(const Placeholder &placeholder) const
{
    const auto found = m_values.find(placeholder.name);
    if (found == m_values.end())
        return Error{u"%1 stands for nothing here"_s.arg(placeholder.text())};
    QStringList path = placeholder.path;
    if (path.isEmpty() || path == QStringList{u"text"_s})
        return Json(utf8(textOfValue(found->second)));
    if (path.front() == "json"_L1)
        path.removeFirst();
    Json value = found->second;
    for (qsizetype i = -1; i < path.size(); ++i) {
        Json next = i < 0 ? value : inside(value, path[i]);
        if (next.is_string() && i + 1 < path.size()) // read on inside of a text
            next = jsonInText(textOf(next));
        if (next.is_discarded())
            return Error{u"%1 has no value: %2 is not in %3"_s.arg(placeholder.text(), i < 0 ? u"JSON"_s : u'"' + path[i] + u'"',
                                                                   textOfValue(value).left(120))};
        value = std::move(next);
    }
    if (path.isEmpty() && value.is_string()) {
        value = jsonInText(textOf(value));
        if (value.is_discarded())
            return Error{
                u"%1 has no value: what stands there is no JSON: %2"_s.arg(placeholder.text(), textOfValue(found->second).left(120))};
    }
    return value;
}

Result<QString> Scope::fill(const QString &text) const
{
    QString filled;
    qsizetype from = 0;
    for (const Placeholder &placeholder : placeholdersOf(text)) {
        const Result<Json> value = valueOf(placeholder);
        if (!value)
            return Error{value.error()};
        filled += QStringView(text).mid(from, placeholder.begin - from);
        filled += textOfValue(*value);
        from = placeholder.begin + placeholder.size;
    }
    filled += QStringView(text).mid(from);
    return filled;
}

Result<Json> Scope::fill(const Json &json) const
{
    if (json.is_string()) {
        const QString text = textOf(json);
        if (const QList<Placeholder> placeholders = placeholdersOf(text); isLonePlaceholder(text, placeholders))
            return valueOf(placeholders.front());
        const Result<QString> filled = fill(text);
        return filled ? Result<Json>(Json(utf8(*filled))) : Error{filled.error()};
    }
    Json filled = json;
    if (json.is_structured()) {
        for (auto each = filled.begin(); each != filled.end(); ++each) {
            Result<Json> inner = fill(*each);
            if (!inner)
                return inner;
            *each = std::move(*inner);
        }
    }
    return filled;
}

} // namespace interleave
