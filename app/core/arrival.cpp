#include "core/arrival.h"

#include "core/field_range.h"

#include <QHash>
#include <QLocale>
#include <QStringList>

namespace interleave {

using namespace Qt::StringLiterals;

/// The shortest text that reads as the same number; without an exponent, whose sign would part a ramp's two rates.
static QString number(double value) { return QString::number(value, 'f', QLocale::FloatingPointShortest); }

QString arrivalText(const Arrival &a)
{
    switch (a.kind) {
    case Arrival::Kind::Closed:
        break;
    case Arrival::Kind::Users:
        return u"users:"_s + QString::number(a.users) + (a.thinkS > 0 ? u",think="_s + number(a.thinkS) : QString());
    case Arrival::Kind::Rate:
        return u"rate:"_s + number(a.perS);
    case Arrival::Kind::Poisson:
        return u"poisson:"_s + number(a.perS);
    case Arrival::Kind::Ramp:
        return u"ramp:"_s + number(a.fromPerS) + u'-' + number(a.perS);
    case Arrival::Kind::Replay:
        return u"replay:"_s + a.file;
    }
    return u"closed"_s;
}

static Error wrong(const QString &text, const QString &what)
{
    return Error{
        u"arrival \"%1\": %2; known are closed, users:N[,think=S], rate:R, poisson:R, ramp:FROM-TO, replay:FILE"_s.arg(text, what)};
}

/// Takes a number out of the text. What is wrong with it; empty: nothing.
template<typename Number> static QString readNumber(const QString &part, const char *field, const QString &noun, Number &number)
{
    const FieldRange range = rangeOf(field);
    const std::optional<Number> read = numberFrom<Number>(part, range);
    number = read.value_or(0);
    return read ? QString() : u"%1 (%2) is \"%3\"; it %4"_s.arg(noun, QLatin1StringView(field), part, numberWanted<Number>(range));
}

static QString readUsers(const QString &rest, Arrival &arrival)
{
    const QStringList parts = rest.split(u',');
    QString problem = readNumber(parts.front(), "users", u"the number of users"_s, arrival.users);
    for (const QString &part : parts.sliced(1)) {
        if (!problem.isEmpty())
            break;
        problem = part.startsWith("think="_L1) ? readNumber(part.mid(6), "think_s", u"the think time"_s, arrival.thinkS)
                                               : u"\"%1\" is not known there"_s.arg(part);
    }
    return problem;
}

static QString readRamp(const QString &rest, Arrival &arrival)
{
    if (!rest.contains(u'-'))
        return u"a ramp is two rates in calls a second, such as ramp:1-50"_s;
    const QString problem = readNumber(rest.section(u'-', 0, 0), "from_per_s", u"the rate at first"_s, arrival.fromPerS);
    return problem.isEmpty() ? readNumber(rest.section(u'-', 1), "per_s", u"the rate at the end"_s, arrival.perS) : problem;
}

/// Takes a schedule of a kind that has numbers. What is wrong with them; empty: nothing.
static QString readSchedule(Arrival::Kind kind, const QString &rest, Arrival &arrival)
{
    arrival.kind = kind;
    if (kind == Arrival::Kind::Users)
        return readUsers(rest, arrival);
    if (kind == Arrival::Kind::Ramp)
        return readRamp(rest, arrival);
    return readNumber(rest, "per_s", u"the rate"_s, arrival.perS);
}

Result<Arrival> arrivalFromText(const QString &text)
{
    static const QHash<QString, Arrival::Kind> kinds{{u"users"_s, Arrival::Kind::Users},
                                                     {u"rate"_s, Arrival::Kind::Rate},
                                                     {u"poisson"_s, Arrival::Kind::Poisson},
                                                     {u"ramp"_s, Arrival::Kind::Ramp}};
    Arrival arrival;
    if (text == "closed"_L1)
        return arrival;
    const qsizetype colon = text.indexOf(u':');
    const QString name = text.left(colon);
    const QString rest = colon < 0 ? QString() : text.mid(colon + 1);
    if (const auto kind = kinds.constFind(name); kind != kinds.cend()) {
        const QString problem = readSchedule(*kind, rest, arrival);
        return problem.isEmpty() ? Result<Arrival>(arrival) : wrong(text, problem);
    }
    if (name == "replay"_L1 && !rest.isEmpty()) {
        arrival.kind = Arrival::Kind::Replay;
        arrival.file = rest;
        return arrival;
    }
    return wrong(text, u"there is no such schedule"_s);
}

} // namespace interleave
