#include "history/run_filter.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

using Test = std::function<bool(const RunEntry &)>;

struct Term {
    bool isNot = false;
    QString key, comparison, value;
    QString text; // as it was written
};

QList<Term> termsOf(const QString &text)
{
    // [-] [key (: < <= > >=)] ("quoted" or a word). A quote inside quotes is doubled.
    static const QRegularExpression term(u"(-?)(?:([A-Za-z]+)(:|<=|>=|<|>))?(?:\"((?:[^\"]|\"\")*)\"?|([^\\s\"]+))"_s);
    QList<Term> terms;
    auto matches = term.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        QString quoted = match.captured(4);
        terms.append({!match.captured(1).isEmpty(), match.captured(2).toLower(), match.captured(3),
                      match.capturedStart(4) >= 0 ? quoted.replace("\"\""_L1, "\""_L1) : match.captured(5), match.captured(0)});
    }
    return terms;
}

bool has(const QString &text, const QString &part) { return text.contains(part, Qt::CaseInsensitive); }

bool anywhere(const RunEntry &entry, const QString &word)
{
    return has(entry.scenario, word) || has(entry.model, word) || has(entry.variant, word) || has(entry.endpoint, word) ||
           has(entry.marks.tags.join(u' '), word) || has(entry.marks.note, word) || has(entry.id, word);
}

bool hasTag(const RunEntry &entry, const QString &tag)
{
    return std::any_of(entry.marks.tags.begin(), entry.marks.tags.end(),
                       [&](const QString &one) { return one.compare(tag, Qt::CaseInsensitive) == 0; });
}

struct TextKey {
    const char *name;
    bool (*matches)(const RunEntry &entry, const QString &value);
};

constexpr TextKey textKeys[] = {
    {"id", [](const RunEntry &entry, const QString &value) { return entry.id.startsWith(value, Qt::CaseInsensitive); }},
    {"scenario", [](const RunEntry &entry, const QString &value) { return has(entry.scenario, value); }},
    {"model",
     [](const RunEntry &entry, const QString &value) {
         return entry.model.compare(value, Qt::CaseInsensitive) == 0 || entry.variant.compare(value, Qt::CaseInsensitive) == 0;
     }},
    {"tag", hasTag},
    {"note", [](const RunEntry &entry, const QString &value) { return has(entry.marks.note, value); }},
    {"endpoint", [](const RunEntry &entry, const QString &value) { return has(entry.endpoint, value); }},
    {"verdict", [](const RunEntry &entry, const QString &value) { return entry.verdict().compare(value, Qt::CaseInsensitive) == 0; }},
    {"result", [](const RunEntry &entry, const QString &value) { return entry.resultState.compare(value, Qt::CaseInsensitive) == 0; }},
};

struct NumberKey {
    const char *name;
    bool isTime; ///< in seconds
    double (*get)(const RunEntry &entry);
};

constexpr NumberKey numberKeys[] = {
    {"makespan", true, [](const RunEntry &entry) { return entry.makespanS; }},
    {"calls", false, [](const RunEntry &entry) { return double(entry.planned); }},
    {"failed", false, [](const RunEntry &entry) { return double(entry.failed); }},
};

std::optional<double> numberOf(QString text, bool isTime)
{
    double unit = 1;
    if (isTime && text.endsWith("ms"_L1)) {
        unit = 0.001;
        text.chop(2);
    } else if (isTime && text.endsWith(u's')) {
        text.chop(1);
    }
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber ? std::optional(number * unit) : std::nullopt;
}

bool holds(double number, const QString &comparison, double value)
{
    if (comparison == "<"_L1)
        return number < value;
    if (comparison == "<="_L1)
        return number <= value;
    if (comparison == ">"_L1)
        return number > value;
    return comparison == ">="_L1 ? number >= value : number == value;
}

/// Invalid: it is none.
QDateTime timeOf(const QString &text, const QDateTime &now)
{
    static const QRegularExpression ago(u"^(\\d{1,4})([hd])$"_s);
    if (text == "today"_L1)
        return now.date().startOfDay();
    if (text == "yesterday"_L1)
        return now.date().addDays(-1).startOfDay();
    if (const QRegularExpressionMatch match = ago.match(text); match.hasMatch())
        return now.addSecs(-match.captured(1).toLongLong() * (match.captured(2) == u"h" ? 3'600 : 86'400));
    if (const QDate date = QDate::fromString(text, Qt::ISODate); date.isValid())
        return date.startOfDay();
    return QDateTime::fromString(text, Qt::ISODate);
}

Result<Test> testOf(const Term &term, const QDateTime &now)
{
    const QString value = term.value;
    if (term.key.isEmpty())
        return Test([value](const RunEntry &entry) { return anywhere(entry, value); });
    for (const NumberKey &key : numberKeys) {
        if (term.key != QLatin1StringView(key.name))
            continue;
        const std::optional<double> number = numberOf(value, key.isTime);
        if (!number)
            return Error{
                u"%1: \"%2\" is no number%3"_s.arg(term.text, value, key.isTime ? u"; write one such as 20s or 500ms"_s : QString())};
        return Test([get = key.get, comparison = term.comparison, number = *number](const RunEntry &entry) {
            return entry.isReadable() && holds(get(entry), comparison, number);
        });
    }
    if (term.comparison != ":"_L1)
        return Error{u"%1: %2 is compared by : alone; <, <=, > and >= go with makespan, calls and failed"_s.arg(term.text, term.key)};
    if (term.key == "since"_L1 || term.key == "before"_L1) {
        const QDateTime time = timeOf(value, now);
        if (!time.isValid())
            return Error{u"%1: \"%2\" is no time; write a date such as 2026-11-21, today, yesterday, 7d or 12h"_s.arg(term.text, value)};
        const bool isSince = term.key == "since"_L1;
        return Test([ms = time.toMSecsSinceEpoch(), isSince](const RunEntry &entry) { return (entry.startedMs >= ms) == isSince; });
    }
    for (const TextKey &key : textKeys) {
        if (term.key == QLatin1StringView(key.name))
            return Test([matches = key.matches, value](const RunEntry &entry) { return matches(entry, value); });
    }
    return Error{u"%1: there is no key \"%2\"; known are %3"_s.arg(term.text, term.key, RunFilter::keys())};
}

} // namespace

Result<RunFilter> RunFilter::parse(const QString &text, const QDateTime &now)
{
    RunFilter filter;
    for (const Term &term : termsOf(text)) {
        const Result<Test> test = testOf(term, now);
        if (!test)
            return Error{test.error()};
        if (term.isNot)
            filter.m_terms.append([test = *test](const RunEntry &entry) { return !test(entry); });
        else
            filter.m_terms.append(*test);
    }
    return filter;
}

QString RunFilter::term(const QString &key, const QString &value)
{
    QString quoted = value;
    return key + (key.isEmpty() ? u"\""_s : u":\""_s) + quoted.replace("\""_L1, "\"\""_L1) + u'"';
}

bool RunFilter::matches(const RunEntry &entry) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Test &test) { return test(entry); });
}

QString RunFilter::keys()
{
    QStringList names;
    for (const TextKey &key : textKeys)
        names.append(QString::fromLatin1(key.name));
    for (const NumberKey &key : numberKeys)
        names.append(QString::fromLatin1(key.name));
    return names.join(u", "_s) + u", since, before"_s;
}

} // namespace interleave
