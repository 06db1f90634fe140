#include "simulator/llm/script_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>

#include <cmath>
#include <optional>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView errorMark("Error: ");
constexpr qsizetype longestFilled = 1'000'000; // characters: a result may be quoted many times

const QRegularExpression &placeholder()
{
    static const QRegularExpression pattern(
        uR"(\{\{\s*(question|result\.-?\d{1,4}(?:\.[^\s|{}.]+)*)\s*(?:\|\s*/((?:[^/\\]|\\.)+)/\s*)?\}\})"_s);
    return pattern;
}

QString textOfNumber(double number) { return QString::number(number, 'g', QLocale::FloatingPointShortest); }

/// Nothing: it says none.
std::optional<QString> textOf(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Double:
        return value.toDouble() == std::floor(value.toDouble()) && std::abs(value.toDouble()) < 1e15 ? QString::number(value.toInteger())
                                                                                                     : textOfNumber(value.toDouble());
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Array:
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    default:
        return std::nullopt;
    }
}

/// A result as JSON, where it is an object or a list.
QJsonValue structureOf(const QString &output)
{
    const QJsonDocument document = QJsonDocument::fromJson(output.toUtf8());
    if (document.isObject())
        return document.object();
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(QJsonValue::Undefined);
}

QJsonValue within(QJsonValue value, const QStringList &path)
{
    for (const QString &part : path) {
        bool isIndex = false;
        const int index = part.toInt(&isIndex);
        value = value.isArray() && isIndex ? value.toArray().at(index) : value.toObject().value(part);
    }
    return value;
}

/// What a placeholder stands for before its expression; undefined: nothing.
QJsonValue valueOf(const QString &name, const ScriptFacts &facts)
{
    if (name == "question"_L1)
        return facts.question;
    const QStringList path = name.split(u'.').sliced(1);
    const int number = path.front().toInt();
    const qsizetype index = number < 0 ? facts.results.size() + number : number;
    if (index < 0 || index >= facts.results.size())
        return QJsonValue(QJsonValue::Undefined);
    const QString output = plainOutput(facts.results[index]);
    return path.size() == 1 ? QJsonValue(output) : within(structureOf(output), path.sliced(1));
}

QString valueAsText(const QRegularExpressionMatch &match, const ScriptFacts &facts)
{
    const QString nothing = u"[nothing]"_s;
    const std::optional<QString> text = textOf(valueOf(match.captured(1), facts));
    if (!text)
        return nothing;
    if (match.captured(2).isEmpty())
        return *text;
    const QRegularExpressionMatch found = QRegularExpression(match.captured(2)).match(*text);
    return found.hasMatch() && found.hasCaptured(1) ? found.captured(1) : nothing;
}

/// Every placeholder replaced by what the function makes of it.
template<typename Replace> QString replaced(const QString &text, Replace replacement)
{
    QString result;
    qsizetype at = 0;
    for (auto it = placeholder().globalMatch(text); it.hasNext() && result.size() < longestFilled;) {
        const QRegularExpressionMatch match = it.next();
        result += QStringView(text).sliced(at, match.capturedStart() - at) + replacement(match);
        at = match.capturedEnd();
    }
    result += QStringView(text).sliced(at);
    result.truncate(longestFilled);
    return result;
}

/// A lone placeholder of a result keeps the type of JSON that it has.
QJsonValue loneValue(const QRegularExpressionMatch &match, const ScriptFacts &facts)
{
    if (!match.captured(2).isEmpty())
        return valueAsText(match, facts);
    const QJsonValue value = valueOf(match.captured(1), facts);
    if (value.isUndefined() || value.isNull())
        return u"[nothing]"_s;
    if (match.captured(1) == "question"_L1 || !value.isString() || match.captured(1).count(u'.') > 1)
        return value;
    if (const QJsonValue structure = structureOf(value.toString()); !structure.isUndefined())
        return structure;
    bool isNumber = false;
    const double number = value.toString().toDouble(&isNumber);
    return isNumber ? QJsonValue(number) : value;
}

} // namespace

QString filled(const QString &text, const ScriptFacts &facts)
{
    return replaced(text, [&](const QRegularExpressionMatch &match) { return valueAsText(match, facts); });
}

QJsonValue filled(const QJsonValue &value, const ScriptFacts &facts)
{
    if (value.isString()) {
        const QString text = value.toString();
        const QRegularExpressionMatch match = placeholder().match(text);
        const bool isLone = match.hasMatch() && match.capturedStart() == 0 && match.capturedEnd() == text.size();
        return isLone ? loneValue(match, facts) : QJsonValue(filled(text, facts));
    }
    if (value.isArray()) {
        QJsonArray items;
        for (const QJsonValue &item : value.toArray())
            items.append(filled(item, facts));
        return items;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        *it = filled(QJsonValue(*it), facts);
    return object;
}

QString placeholderProblem(const QString &text)
{
    for (auto it = placeholder().globalMatch(text); it.hasNext();) {
        const QString expression = it.next().captured(2);
        const QRegularExpression compiled(expression);
        if (!compiled.isValid())
            return u"the expression /%1/ cannot be read: %2"_s.arg(expression, compiled.errorString());
        if (!expression.isEmpty() && compiled.captureCount() < 1)
            return u"the expression /%1/ has no group: put what it takes into brackets"_s.arg(expression);
    }
    const QString rest = withoutPlaceholders(text);
    const qsizetype left = rest.indexOf(u"{{"_s);
    return left < 0
               ? QString()
               : u"\"%1\" is no placeholder; there are {{question}}, {{result.N}} and {{result.N.field}}, each with | /expression/"_s.arg(
                     rest.mid(left, 40));
}

QString placeholderProblem(const QJsonValue &value)
{
    if (value.isString())
        return placeholderProblem(value.toString());
    for (const QJsonValue &item : value.toArray()) {
        if (const QString problem = placeholderProblem(item); !problem.isEmpty())
            return problem;
    }
    for (const QJsonValue &item : value.toObject()) {
        if (const QString problem = placeholderProblem(item); !problem.isEmpty())
            return problem;
    }
    return {};
}

QString withoutPlaceholders(const QString &text)
{
    return replaced(text, [](const QRegularExpressionMatch &) { return QString(); });
}

QString plainOutput(const ToolResult &result)
{
    const QString output = result.output.startsWith(errorMark) ? result.output.sliced(errorMark.size()) : result.output;
    return textOf(structureOf(output)).value_or(output);
}

bool isFailure(const ToolResult &result) { return result.isError || result.output.startsWith(errorMark); }

} // namespace interleave
