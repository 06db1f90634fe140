#include "setup/template_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QVariant>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr auto callNumber = "call"_L1; // filled in by the workload, call by call

static const QRegularExpression &braces()
{
    static const QRegularExpression expression(u"\\{\\{-?\\s*(.*?)\\s*-?\\}\\}"_s, QRegularExpression::DotMatchesEverythingOption);
    return expression;
}

static bool isName(const QString &text)
{
    static const QRegularExpression name(u"^[\\p{L}_][\\p{L}\\p{N}_.-]*$"_s);
    return name.match(text).hasMatch();
}

QStringList variablesIn(const QString &text)
{
    QStringList names;
    for (const QRegularExpressionMatch &match : braces().globalMatch(text)) {
        if (match.captured(1) != callNumber && !names.contains(match.captured(1)))
            names.append(match.captured(1));
    }
    return names;
}

static QJsonValue valueOf(const QString &name, const QJsonObject &values)
{
    if (values.contains(name))
        return values.value(name); // a column may have a dot in its name
    QJsonValue value = values;
    for (const QString &part : name.split(u'.'))
        value = value.toObject().value(part);
    return value;
}

QString textOfValue(const QJsonValue &value)
{
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

QString filledText(const QString &text, const QJsonObject &values, QString &problem)
{
    if (text.contains("{%"_L1) && problem.isEmpty())
        problem = u"has a condition or a loop ({% … %}), which is not known here; write such prompts out."_s;
    QString filled;
    qsizetype at = 0;
    for (const QRegularExpressionMatch &match : braces().globalMatch(text)) {
        const QString name = match.captured(1);
        const QJsonValue value = valueOf(name, values);
        if (!isName(name) && problem.isEmpty())
            problem = u"has {{%1}}, which is more than the name of a variable; write such prompts out."_s.arg(name.left(60));
        else if (value.isUndefined() && name != callNumber && problem.isEmpty())
            problem = u"has no value for the variable {{%1}}; give one in each test, or in defaultTest."_s.arg(name.left(60));
        filled += QStringView(text).mid(at, match.capturedStart() - at);
        filled += value.isUndefined() ? match.captured(0) : textOfValue(value);
        at = match.capturedEnd();
    }
    return filled + QStringView(text).mid(at);
}

QJsonValue filledValue(const QJsonValue &value, const QJsonObject &values, QString &problem)
{
    if (value.isString())
        return filledText(value.toString(), values, problem);
    if (value.isArray()) {
        QJsonArray filled;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            filled.append(filledValue(item, values, problem));
        return filled;
    }
    QJsonObject filled = value.toObject();
    for (auto field = filled.begin(); field != filled.end(); ++field)
        *field = filledValue(*field, values, problem);
    return value.isObject() ? QJsonValue(filled) : value;
}

} // namespace interleave
