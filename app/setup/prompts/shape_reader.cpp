#include "setup/prompts/shapes.h"

#include "core/field_range.h"
#include "setup/prompts/chat_turns.h"

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

bool ShapeReader::has(const char *field) const { return m_fields.contains(QLatin1StringView(field)); }

QJsonValue ShapeReader::take(const char *field)
{
    const QLatin1StringView name(field);
    const auto found = m_fields.constFind(name);
    if (found == m_fields.constEnd()) // most fields of most entries: nothing to remember
        return QJsonValue(QJsonValue::Undefined);
    m_used.insert(name);
    const QJsonValue value = *found;
    const bool isEmptyCell = m_cellsAreText && value.isString() && value.toString().trimmed().isEmpty();
    return value.isNull() || isEmptyCell ? QJsonValue(QJsonValue::Undefined) : value;
}

QString ShapeReader::takeText(const char *field, QString &text, bool mayBeEmpty)
{
    const bool isThere = has(field);
    const QJsonValue value = take(field);
    if (value.isUndefined() && (mayBeEmpty || !isThere))
        return {};
    if (!value.isString() && !(value.isUndefined() && m_cellsAreText))
        return u"field \"%1\" must be text%2; put it in quotes%3."_s.arg(
            QLatin1StringView(field), mayBeEmpty ? QString() : u" that is not empty"_s, mayBeEmpty ? u" or leave it out"_s : QString());
    text = value.toString();
    if (!mayBeEmpty && text.trimmed().isEmpty())
        return m_cellsAreText ? u"the prompt is empty (field \"%1\"); write one or remove the line."_s.arg(QLatin1StringView(field))
                              : u"field \"%1\" must be text that is not empty."_s.arg(QLatin1StringView(field));
    return {};
}

/// A number under any of these names; several must agree.
QString ShapeReader::takeNumber(std::initializer_list<const char *> names, const char *rangeName, bool isWhole,
                                std::optional<double> &number)
{
    QString first;
    for (const char *name : names) {
        const QJsonValue value = take(name);
        if (value.isUndefined())
            continue;
        const FieldRange range = rangeOf(rangeName);
        bool isNumber = value.isDouble();
        double read = value.toDouble();
        if (m_cellsAreText && value.isString())
            read = value.toString().trimmed().toDouble(&isNumber);
        const QString field = u"field \"%1\" "_s.arg(QLatin1StringView(name));
        if (!isNumber)
            return field + u"must be a number, not \"%1\"; give a %2 %3."_s.arg(value.isString() ? value.toString() : u"something else"_s,
                                                                                isWhole ? u"whole number"_s : u"number"_s, range.text());
        if (!range.has(read) || (isWhole && read != std::floor(read)))
            return field + u"is out of range; give a %1 %2."_s.arg(isWhole ? u"whole number"_s : u"number"_s, range.text());
        if (number && *number != read)
            return field + u"says something else than field \"%1\"; leave one of them out."_s.arg(first);
        number = read;
        first = QLatin1StringView(name);
    }
    return {};
}

QString ShapeReader::takeSettings(Prompt &prompt)
{
    for (const char *name : {"system", "system_prompt", "instructions"}) {
        QString text;
        const bool isParts = !m_cellsAreText && m_fields.value(QLatin1StringView(name)).isArray(); // as Anthropic writes them
        const QString wrong =
            isParts ? readContent(take(name), u"field \"%1\""_s.arg(QLatin1StringView(name)), text) : takeText(name, text);
        if (!wrong.isEmpty())
            return wrong;
        if (!text.isEmpty())
            prompt.system += (prompt.system.isEmpty() ? QString() : u"\n\n"_s) + text;
    }
    std::optional<double> temperature, tokens;
    if (const QString wrong = takeNumber({"temperature"}, "temperature", false, temperature); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeNumber({"max_output_tokens", "max_tokens", "max_completion_tokens", "max_new_tokens", "output_tokens",
                                          "output_length", "output_len", "maxOutputTokens", "num_predict"},
                                         "max_output_tokens", true, tokens);
        !wrong.isEmpty())
        return wrong;
    if (temperature)
        prompt.temperature = temperature;
    if (tokens)
        prompt.maxOutputTokens = static_cast<int>(*tokens);
    return takeText("class", prompt.callClass);
}

QStringList ShapeReader::unused() const
{
    QStringList names = m_unusedWithin;
    for (auto field = m_fields.begin(); field != m_fields.end(); ++field) {
        const bool isEmpty = field->isNull() || (field->isString() && field->toString().isEmpty());
        if (!isEmpty && !m_used.contains(field.key()))
            names.append(field.key());
    }
    return names;
}

} // namespace interleave
