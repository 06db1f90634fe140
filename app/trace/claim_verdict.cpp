#include "trace/claim_verdict.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

/// A ratio: "2.43".
static QString number(double value) { return QString::number(value, 'f', 2); }
/// Of what a knob has, or a count: "1319", "40.9", "7".
static QString rounded(double value) { return value >= 100 ? QString::number(value, 'f', 0) : QString::number(value, 'g', 3); }

/// "1317 ms", "4"
static QString knobValue(const ClaimKnob &knob, double value)
{
    const QString text = knob.isWhole ? QString::number(value, 'f', 0) : rounded(value);
    return knob.unit.isEmpty() ? text : text + u' ' + knob.unit;
}

static QString conditionOf(const ClaimTestVerdict &test)
{
    const ClaimKnob &knob = *test.knob();
    return u"%1 is at %2 %3"_s.arg(knob.name, test.holdsAbove ? u"least"_s : u"most"_s, knobValue(knob, *test.flipsAt));
}

ClaimVerdict::Kind ClaimVerdict::kind() const
{
    const auto has = [this](auto is) { return std::any_of(tests.begin(), tests.end(), is); };
    if (has([](const ClaimTestVerdict &test) { return !test.measured; }))
        return Kind::None;
    if (!has([](const ClaimTestVerdict &test) { return !test.isMet(); }))
        return Kind::Reproduced;
    return has([](const ClaimTestVerdict &test) { return test.isMet() || test.flipsAt; }) ? Kind::OnlyIf : Kind::NotReproduced;
}

QString ClaimVerdict::shortHeadline() const
{
    switch (kind()) {
    case Kind::Reproduced:
        return u"reproduced"_s;
    case Kind::OnlyIf:
        return u"only if"_s;
    case Kind::NotReproduced:
        return u"not reproduced"_s;
    case Kind::None:
        break;
    }
    return u"no verdict"_s;
}

QString ClaimVerdict::headline() const
{
    return suspect > 0 ? u"%1; %2 of %3 runs are SUSPECT"_s.arg(answer()).arg(suspect).arg(runs) : answer();
}

QString ClaimVerdict::answer() const
{
    const auto first = [this](auto is) { return std::find_if(tests.begin(), tests.end(), is); };
    if (kind() == Kind::None)
        return u"no verdict: %1"_s.arg(first([](const ClaimTestVerdict &test) { return !test.measured; })->refusal);
    if (kind() != Kind::OnlyIf)
        return shortHeadline();
    const auto met = std::count_if(tests.begin(), tests.end(), [](const ClaimTestVerdict &test) { return test.isMet(); });
    const QString part = tests.size() > 1 ? u" (%1 of %2 tests hold as it is)"_s.arg(met).arg(tests.size()) : QString();
    const auto turning = first([](const ClaimTestVerdict &test) { return !test.isMet() && test.flipsAt; });
    if (turning == tests.end())
        return u"only in part"_s + part;
    return u"only if %1"_s.arg(conditionOf(*turning)) + part;
}

/// What a test's figure is: a ratio, or a count.
static QString figureText(const ClaimTest &test, double value)
{
    const bool isCount = !test.over && !kindOf(test.of.measure).isSpeed && test.of.measure != ClaimMeasure::CostUsd;
    return isCount ? rounded(value) : number(value);
}

static QString boundText(const ClaimTest &test)
{
    switch (test.kind) {
    case ClaimTest::Bound::AtLeast:
        return u"at least %1 wanted"_s.arg(figureText(test, test.bound));
    case ClaimTest::Bound::AtMost:
        return u"at most %1 wanted"_s.arg(figureText(test, test.bound));
    case ClaimTest::Bound::Claimed:
        break;
    }
    return u"%1 claimed"_s.arg(figureText(test, test.bound));
}

/// Whether what the source ran with lies where the test holds.
static QString rangeText(const ClaimTestVerdict &test)
{
    const ClaimKnob &knob = *test.knob();
    if (!knob.sourceFrom || !knob.sourceTo)
        return knob.sourceRange.isEmpty() ? u"the source does not say what it had"_s : knob.sourceRange;
    const bool isIn = test.holdsAbove ? *knob.sourceTo >= *test.flipsAt : *knob.sourceFrom <= *test.flipsAt;
    const QString range = knob.sourceRange.isEmpty() ? u"%1 to %2"_s.arg(knobValue(knob, *knob.sourceFrom), knobValue(knob, *knob.sourceTo))
                                                     : knob.sourceRange;
    return u"that is %1 what is known of it: %2"_s.arg(isIn ? u"within"_s : u"outside"_s, range);
}

static QString turnText(const ClaimTestVerdict &test)
{
    if (!test.knob())
        return {};
    const ClaimKnob &knob = *test.knob();
    if (test.flipsAt)
        return u" In virtual time it holds where %1; %2."_s.arg(conditionOf(test), rangeText(test));
    if (!test.wasTurned)
        return {};
    return u" In virtual time it %1 for %2 from %3 to %4."_s.arg(test.isMet() ? u"holds"_s : u"does not hold"_s, knob.name,
                                                                 knobValue(knob, knob.from), knobValue(knob, knob.to));
}

QStringList ClaimVerdict::findings() const
{
    QStringList sentences;
    for (const ClaimTestVerdict &test : tests) {
        if (!test.measured) {
            sentences.append(u"%1: not judged, since %2."_s.arg(test.test.what, test.refusal));
            continue;
        }
        const QString beside = test.predicted ? u", %1 in virtual time"_s.arg(figureText(test.test, *test.predicted)) : QString();
        sentences.append(u"%1: %2 measured%3, %4: %5."_s.arg(test.test.what, figureText(test.test, *test.measured), beside,
                                                             boundText(test.test), test.isMet() ? u"holds"_s : u"does not hold"_s) +
                         turnText(test));
    }
    return sentences;
}

static QString costText(const ClaimCost &cost)
{
    const auto tokens = [](std::optional<qint64> count) { return count ? QString::number(*count) : u"unknown"_s; };
    const QString usd = cost.usd ? u"%1 $"_s.arg(*cost.usd, 0, 'f', 5) : u"dollars not known"_s;
    const QString right = cost.right ? u", %1 of %2 answers right"_s.arg(*cost.right).arg(cost.jobs) : QString();
    return u"%1: %2 tokens in, %3 out, %4"_s.arg(cost.variant.isEmpty() ? cost.model : cost.variant, tokens(cost.input),
                                                 tokens(cost.output), usd) +
           right;
}

QStringList ClaimVerdict::remarks() const
{
    QStringList sentences;
    if (suspect > 0)
        sentences.append(
            u"%1 of %2 runs are SUSPECT: run it again, with nothing beside it, before you believe the verdict."_s.arg(suspect).arg(runs));
    sentences += differences;
    if (!costs.empty()) {
        QStringList parts;
        for (const ClaimCost &cost : costs)
            parts.append(costText(cost));
        sentences.append(u"Cost: %1."_s.arg(parts.join(u"; "_s)));
    }
    if (isAboutCpu)
        sentences.append(u"The time scale is %1, and CPU work is never scaled: 1 ms of it stands for %2 ms beside the real service."_s.arg(
            rounded(timeScale), rounded(1 / timeScale)));
    if (!claim.trap.isEmpty())
        sentences.append(u"Beware: %1"_s.arg(claim.trap));
    return sentences;
}

static const char *nameOf(ClaimVerdict::Kind kind)
{
    switch (kind) {
    case ClaimVerdict::Kind::Reproduced:
        return "reproduced";
    case ClaimVerdict::Kind::OnlyIf:
        return "only_if";
    case ClaimVerdict::Kind::NotReproduced:
        return "not_reproduced";
    case ClaimVerdict::Kind::None:
        break;
    }
    return "none";
}

static OrderedJson toJson(const ClaimTestVerdict &test)
{
    const auto orNull = [](std::optional<double> value) { return value ? numberOf(*value) : OrderedJson(); };
    OrderedJson json{{"what", utf8(test.test.what)},
                     {"claimed", numberOf(test.test.bound)},
                     {"measured", orNull(test.measured)},
                     {"predicted", orNull(test.predicted)},
                     {"met", test.measured ? OrderedJson(test.isMet()) : OrderedJson()}};
    if (!test.refusal.isEmpty())
        json["refusal"] = utf8(test.refusal);
    if (test.flipsAt) {
        json["knob"] = utf8(test.knob()->name);
        json["flips_at"] = numberOf(*test.flipsAt);
        json["holds"] = test.holdsAbove ? "at_least" : "at_most";
    }
    return json;
}

/// What the verdict turns on: of the tests that do not hold, else of all.
static const ClaimTestVerdict *turning(const ClaimVerdict &verdict)
{
    const ClaimTestVerdict *found = nullptr;
    for (const ClaimTestVerdict &test : verdict.tests) {
        if (test.flipsAt && (!found || (found->isMet() && !test.isMet())))
            found = &test;
    }
    return found;
}

OrderedJson toJson(const ClaimVerdict &verdict)
{
    const auto orNull = [](std::optional<double> value) { return value ? numberOf(*value) : OrderedJson(); };
    const ClaimTestVerdict *turn = turning(verdict);
    const ClaimTestVerdict &main = verdict.tests.front();
    OrderedJson json{{"id", utf8(verdict.id)},
                     {"claim", utf8(verdict.claim.text)},
                     {"number", utf8(verdict.claim.number)},
                     {"source", utf8(verdict.claim.source)},
                     {"claimed", numberOf(main.test.bound)},
                     {"measured", orNull(main.measured)},
                     {"predicted", orNull(main.predicted)},
                     {"verdict", nameOf(verdict.kind())},
                     {"headline", utf8(verdict.headline())},
                     {"knob", turn ? OrderedJson(utf8(turn->knob()->name)) : OrderedJson()},
                     {"flips_at", turn ? numberOf(*turn->flipsAt) : OrderedJson()},
                     {"runs", verdict.runs},
                     {"suspect", verdict.suspect},
                     {"time_scale", numberOf(verdict.timeScale)}};
    for (const ClaimTestVerdict &test : verdict.tests)
        json["tests"].push_back(toJson(test));
    for (const ClaimCost &cost : verdict.costs)
        json["costs"].push_back({{"variant", utf8(cost.variant)},
                                 {"model", utf8(cost.model)},
                                 {"input_tokens", cost.input ? OrderedJson(*cost.input) : OrderedJson()},
                                 {"output_tokens", cost.output ? OrderedJson(*cost.output) : OrderedJson()},
                                 {"usd", orNull(cost.usd)},
                                 {"right_answers", cost.right ? OrderedJson(*cost.right) : OrderedJson()}});
    json["sentences"] = jsonOf(verdict.findings() + verdict.remarks());
    return json;
}

QString textOf(const ClaimVerdict &verdict)
{
    QString text = u"The claim: %1 (%2)\n  %3\n\nVerdict: %4\n"_s.arg(verdict.claim.text, verdict.claim.number, verdict.claim.source,
                                                                      verdict.headline());
    for (const QString &sentence : verdict.findings() + verdict.remarks())
        text += u"  "_s + sentence + u'\n';
    return text;
}

} // namespace interleave
