#include "core/arrival.h"

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

/// A number of calls a second.
static bool readRate(const QString &text, double &rate)
{
    bool ok = false;
    rate = text.toDouble(&ok);
    return ok && rate > 0 && rate <= 1e6;
}

static Result<Arrival> usersFromText(const QString &text, const QString &rest)
{
    Arrival arrival;
    arrival.kind = Arrival::Kind::Users;
    const QStringList parts = rest.split(u',');
    bool ok = false;
    arrival.users = parts.front().toInt(&ok);
    if (!ok || arrival.users < 1 || arrival.users > 1'000'000)
        return wrong(text, u"the number of users must be a whole number between 1 and 1000000"_s);
    for (const QString &part : parts.sliced(1)) {
        if (!part.startsWith("think="_L1))
            return wrong(text, u"\"%1\" is not known there"_s.arg(part));
        arrival.thinkS = part.mid(6).toDouble(&ok);
        if (!ok || !(arrival.thinkS >= 0 && arrival.thinkS <= 86'400))
            return wrong(text, u"the think time must be between 0 and 86400 seconds"_s);
    }
    return arrival;
}

Result<Arrival> arrivalFromText(const QString &text)
{
    Arrival arrival;
    if (text == "closed"_L1)
        return arrival;
    const qsizetype colon = text.indexOf(u':');
    const QString name = text.left(colon);
    const QString rest = colon < 0 ? QString() : text.mid(colon + 1);
    if (name == "users"_L1)
        return usersFromText(text, rest);
    if (name == "rate"_L1 || name == "poisson"_L1) {
        arrival.kind = name == "rate"_L1 ? Arrival::Kind::Rate : Arrival::Kind::Poisson;
        if (!readRate(rest, arrival.perS))
            return wrong(text, u"the rate must be a number of calls a second above 0"_s);
        return arrival;
    }
    if (name == "ramp"_L1) {
        arrival.kind = Arrival::Kind::Ramp;
        bool ok = false;
        arrival.fromPerS = rest.section(u'-', 0, 0).toDouble(&ok);
        if (!ok || !(arrival.fromPerS >= 0 && arrival.fromPerS <= 1e6) || !readRate(rest.section(u'-', 1), arrival.perS))
            return wrong(text, u"a ramp is two rates in calls a second, such as ramp:1-50"_s);
        return arrival;
    }
    if (name == "replay"_L1 && !rest.isEmpty()) {
        arrival.kind = Arrival::Kind::Replay;
        arrival.file = rest;
        return arrival;
    }
    return wrong(text, u"there is no such schedule"_s);
}

} // namespace interleave
