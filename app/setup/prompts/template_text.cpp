#include "setup/prompts/template_text.h"

#include "setup/prompts/prompt_set.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QVariant>

#include <algorithm>

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

namespace {

/// One template while it is filled. Text is counted before it is put in: a few variables can ask for any memory.
class Filling
{
public:
    Filling(const QJsonObject &values, QString &problem)
        : m_values(values)
        , m_problem(problem)
    {
    }

    QString text(const QString &text)
    {
        if (text.contains("{%"_L1))
            fail(u"has a condition or a loop ({% … %}), which is not known here; write such prompts out."_s);
        QString filled;
        qsizetype at = 0;
        for (const QRegularExpressionMatch &match : braces().globalMatch(text)) {
            const QString name = match.captured(1);
            const QJsonValue value = valueOf(name, m_values);
            if (!isName(name))
                fail(u"has {{%1}}, which is more than the name of a variable; write such prompts out."_s.arg(name.left(60)));
            else if (value.isUndefined() && name != callNumber)
                fail(u"has no value for the variable {{%1}}; give one in each test, or in defaultTest."_s.arg(name.left(60)));
            if (!add(QStringView(text).mid(at, match.capturedStart() - at), filled) ||
                !add(value.isUndefined() ? match.captured(0) : textOfValue(value), filled))
                return filled;
            at = match.capturedEnd();
        }
        add(QStringView(text).mid(at), filled);
        return filled;
    }

    QJsonValue value(const QJsonValue &value)
    {
        if (value.isString())
            return text(value.toString());
        if (value.isArray()) {
            QJsonArray filled;
            const QJsonArray items = value.toArray();
            for (const QJsonValue &item : items)
                filled.append(this->value(item));
            return filled;
        }
        QJsonObject filled = value.toObject();
        for (auto field = filled.begin(); field != filled.end(); ++field)
            *field = this->value(*field);
        return value.isObject() ? QJsonValue(filled) : value;
    }

private:
    void fail(const QString &sentence)
    {
        if (m_problem.isEmpty())
            m_problem = sentence;
    }
    /// False: it is too much, and one character more than a prompt may have is there.
    bool add(QStringView part, QString &filled)
    {
        filled += part.left(m_room + 1);
        m_room -= part.size();
        if (m_room < 0)
            fail(u"is longer than 8 million characters with the values of its variables; shorten them."_s);
        m_room = std::max<qint64>(m_room, -1);
        return m_room >= 0;
    }

    const QJsonObject &m_values;
    QString &m_problem;
    qint64 m_room = mostCharactersOfPrompt;
};

} // namespace

QString filledText(const QString &text, const QJsonObject &values, QString &problem) { return Filling(values, problem).text(text); }

QJsonValue filledValue(const QJsonValue &value, const QJsonObject &values, QString &problem)
{
    return Filling(values, problem).value(value);
}

} // namespace interleave
