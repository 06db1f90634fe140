#include "trace/run_difference.h"

#include "core/clock.h"
#include "json/json.h"

#include <QHash>
#include <QLocale>
#include <QStringList>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace interleave {

/// Of the segments, so that it is their sum also where a damaged run has none.
static qint64 makespanOf(const CriticalPath &path)
{
    qint64 sum = 0;
    for (const PathSegment &segment : path.segments)
        sum += segment.length();
    return sum;
}

/// All names that a segment may have, in the order of the legend.
static std::vector<QLatin1StringView> namesOfPathParts()
{
    std::vector<QLatin1StringView> names;
    for (const Phase phase : allPhases)
        names.push_back(phaseName(phase));
    for (const PathPart part : {PathPart::Unread, PathPart::Think, PathPart::Schedule, PathPart::Unexplained})
        names.push_back(PathSegment{.step = {}, .part = part}.name());
    return names;
}

static DifferencePart &partOf(std::vector<DifferencePart> &parts, QLatin1StringView name)
{
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const DifferencePart &part) { return part.phase == name; });
    if (found != parts.end())
        return *found;
    DifferencePart part;
    part.phase = name;
    return parts.emplace_back(std::move(part));
}

static PathPlace placeOf(const PathSegment &segment, const CriticalPath &path)
{
    return {segment.begin - path.window.begin, segment.end - path.window.begin, segment.step, segment.span};
}

RunDifference differenceOf(const CriticalPath &a, const CriticalPath &b)
{
    RunDifference difference;
    difference.makespanA = makespanOf(a);
    difference.makespanB = makespanOf(b);
    for (const QLatin1StringView name : namesOfPathParts())
        partOf(difference.parts, name);
    for (const PathSegment &segment : a.segments) {
        DifferencePart &part = partOf(difference.parts, segment.name());
        part.a += segment.length();
        part.inA.push_back(placeOf(segment, a));
    }
    for (const PathSegment &segment : b.segments) {
        DifferencePart &part = partOf(difference.parts, segment.name());
        part.b += segment.length();
        part.inB.push_back(placeOf(segment, b));
    }
    std::erase_if(difference.parts, [](const DifferencePart &part) { return part.a == 0 && part.b == 0; });
    return difference;
}

std::vector<const DifferencePart *> RunDifference::bySize() const
{
    std::vector<const DifferencePart *> sorted;
    for (const DifferencePart &part : parts) {
        if (part.ns() != 0)
            sorted.push_back(&part);
    }
    std::sort(sorted.begin(), sorted.end(), [](const DifferencePart *x, const DifferencePart *y) {
        const qint64 a = std::abs(x->ns()), b = std::abs(y->ns());
        return a != b ? a > b : x->phase < y->phase;
    });
    return sorted;
}

static QString secondsText(qint64 ns)
{
    const double seconds = secondsFromNs(std::abs(ns));
    return QLocale::c().toString(seconds, 'f', seconds < 0.1 ? 4 : 2) + QStringLiteral(" s");
}

static QString listed(const QStringList &parts)
{
    return parts.size() < 2 ? parts.join(QString())
                            : parts.first(parts.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + parts.last();
}

/// As a person says how much there is of it: "2.91 s less waiting".
static QString wordsOf(const QString &phase)
{
    static const QHash<QString, QString> words{{QStringLiteral("startup"), QStringLiteral("starting up")},
                                               {QStringLiteral("limiter"), QStringLiteral("waiting for the limiter")},
                                               {QStringLiteral("pool"), QStringLiteral("waiting for a connection")},
                                               {QStringLiteral("connect"), QStringLiteral("connecting")},
                                               {QStringLiteral("send"), QStringLiteral("sending")},
                                               {QStringLiteral("ttft"), QStringLiteral("waiting for the model")},
                                               {QStringLiteral("stream"), QStringLiteral("streaming")},
                                               {QStringLiteral("ready"), QStringLiteral("being ready, with no executor free")},
                                               {QStringLiteral("unread"), QStringLiteral("lying unread")},
                                               {QStringLiteral("backoff"), QStringLiteral("back-off")},
                                               {QStringLiteral("analyze"), QStringLiteral("analysis")},
                                               {QStringLiteral("tool"), QStringLiteral("tools")},
                                               {QStringLiteral("think"), QStringLiteral("thinking of the user")},
                                               {QStringLiteral("schedule"), QStringLiteral("waiting for the schedule")}};
    return words.value(phase, phase);
}

QString partsText(const RunDifference &difference)
{
    const qint64 whole = difference.ns();
    // What is below a hundredth of the larger of both is in the table, and would only be noise in a sentence.
    const qint64 worthTelling = std::max(difference.makespanA, difference.makespanB) / 100;
    QStringList along, against;
    for (const DifferencePart *part : difference.bySize()) {
        if (std::abs(part->ns()) < worthTelling)
            continue;
        const QString text =
            QStringLiteral("%1 %2 %3")
                .arg(secondsText(part->ns()), part->ns() < 0 ? QStringLiteral("less") : QStringLiteral("more"), wordsOf(part->phase));
        ((part->ns() < 0) == (whole < 0) ? along : against).append(text);
    }
    const QString contrary = listed(against);
    return against.isEmpty() ? listed(along) : along.isEmpty() ? contrary : listed(along) + QStringLiteral(", against ") + contrary;
}

QString sentenceOf(const RunDifference &difference, const QString &nameA, const QString &nameB)
{
    const qint64 whole = difference.ns();
    const QString both = QStringLiteral("(%1, %2)").arg(secondsText(difference.makespanA), secondsText(difference.makespanB));
    const QString begin =
        whole == 0 ? QStringLiteral("%1 takes as long as %2 %3").arg(nameA, nameB, both)
                   : QStringLiteral("%1 takes %2 %3 than %4 %5")
                         .arg(nameA, secondsText(whole), whole < 0 ? QStringLiteral("less") : QStringLiteral("more"), nameB, both);
    const QString parts = partsText(difference);
    return (parts.isEmpty() ? begin : begin + QStringLiteral(": ") + parts) + u'.';
}

static OrderedJson toJson(const std::vector<PathPlace> &places)
{
    OrderedJson list = OrderedJson::array();
    for (const PathPlace &place : places) {
        OrderedJson json{{"begin_s", secondsFromNs(place.begin)}, {"end_s", secondsFromNs(place.end)}, {"job", place.step.job}};
        if (place.step.isStep())
            json["step"] = utf8(stepNumber(place.step.step));
        list.push_back(std::move(json));
    }
    return list;
}

OrderedJson toJson(const RunDifference &difference, PathPlaces places)
{
    OrderedJson parts = OrderedJson::array();
    for (const DifferencePart &part : difference.parts) {
        OrderedJson json{{"phase", utf8(part.phase)},
                         {"seconds", secondsFromNs(part.ns())},
                         {"ns", part.ns()},
                         {"a_s", secondsFromNs(part.a)},
                         {"b_s", secondsFromNs(part.b)}};
        if (places == PathPlaces::Listed)
            json["spans"] = {{"a", toJson(part.inA)}, {"b", toJson(part.inB)}};
        parts.push_back(std::move(json));
    }
    return {{"difference_s", secondsFromNs(difference.ns())},
            {"difference_ns", difference.ns()},
            {"makespan_s", {{"a", secondsFromNs(difference.makespanA)}, {"b", secondsFromNs(difference.makespanB)}}},
            {"parts", std::move(parts)}};
}

} // namespace interleave
