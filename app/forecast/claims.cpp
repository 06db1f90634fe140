#include "forecast/claims.h"

#include "forecast/prediction.h"
#include "simulator/llm/profile.h"
#include "simulator/llm/profile_file.h"
#include "trace/claim_figures.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace interleave {

using namespace Qt::StringLiterals;

bool turn(OrderedJson &scenario, const QString &path, double value)
{
    OrderedJson *place = &scenario;
    const QStringList keys = path.split(u'.');
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const bool isLast = i + 1 == keys.size();
        if (place->is_array()) {
            bool isNumber = false;
            const qsizetype item = keys[i].toLongLong(&isNumber);
            if (!isNumber || item < 0 || item >= static_cast<qsizetype>(place->size()))
                return false;
            place = &(*place)[static_cast<size_t>(item)];
        } else if (place->is_object() && (isLast || place->contains(utf8(keys[i])))) {
            place = &(*place)[utf8(keys[i])];
        } else {
            return false;
        }
    }
    if (!place->is_array()) {
        *place = numberOf(value);
        return true;
    }
    const OrderedJson items = *place;
    if (items.empty())
        return false;
    *place = OrderedJson::array();
    for (size_t i = 0; i < static_cast<size_t>(std::max(0.0, value)); ++i)
        place->push_back(items[i % items.size()]);
    return true;
}

namespace {

/// Predicts what tests ask for, each run once.
class Forecast
{
public:
    Forecast(const Scenario &scenario, std::stop_token stop)
        : m_scenario(scenario)
        , m_stop(std::move(stop))
    {
    }

    /// With the knob at a value, or as it is (null). Unset: it cannot be predicted, or was stopped.
    std::optional<double> measured(const ClaimTest &test, const ClaimKnob *knob, double value)
    {
        const std::optional<double> of = figure(test.of, knob, value);
        const std::optional<double> over = test.over ? figure(*test.over, knob, value) : std::optional(1.0);
        return of && over && *over > 0 ? std::optional(*of / *over) : std::nullopt;
    }
    bool isStopped() const { return m_stop.stop_requested(); }

private:
    std::optional<double> figure(const ClaimFigure &figure, const ClaimKnob *knob, double value)
    {
        const std::optional<Scenario> scenario = scenarioOf(figure.variant, knob, value);
        if (!scenario)
            return std::nullopt;
        const std::shared_ptr<const Profile> profile = profileOf(*scenario, knob, value);
        QList<FinishedRun> runs;
        for (const QString &model : figure.models.isEmpty() ? scenario->models : figure.models) {
            const PredictedRun predicted = predict(*scenario, model, {.stop = m_stop, .profile = profile});
            if (!predicted.trace || !predicted.leftOut.isEmpty())
                return std::nullopt;
            RunReport report = makeRunReport(*predicted.trace, *scenario, model, 0, figure.variant);
            if (kindOf(figure.measure).isSpeed && report.jobsFailed > 0)
                return std::nullopt;
            runs.append({model, 0, predicted.trace, std::move(report), {}, figure.variant});
        }
        return claimFigure(figure, runs, *scenario, m_scenario.claim->expected);
    }

    std::optional<Scenario> scenarioOf(const QString &name, const ClaimKnob *knob, double value) const
    {
        const auto variant =
            std::find_if(m_scenario.variants.begin(), m_scenario.variants.end(), [&](const Variant &each) { return each.name == name; });
        const Result<Scenario> plain = variantOf(m_scenario, variant == m_scenario.variants.end() ? Variant() : *variant);
        if (!plain)
            return std::nullopt;
        if (!knob || (!knob->variants.isEmpty() && !knob->variants.contains(name)))
            return *plain;
        OrderedJson json = toJson(*plain);
        for (const QString &field : knob->fields)
            turn(json, field, value);
        const Result<Scenario> turned = scenarioFromValue(json, m_scenario.name);
        return turned ? std::optional(*turned) : std::nullopt;
    }

    /// The simulated service's, where the knob turns a number of it ("profile.limit.requests_per_minute"); null: it does not.
    static std::shared_ptr<const Profile> profileOf(const Scenario &scenario, const ClaimKnob *knob, double value)
    {
        static const QString prefix = u"profile."_s;
        if (!knob || std::none_of(knob->fields.begin(), knob->fields.end(), [](const QString &field) { return field.startsWith(prefix); }))
            return nullptr;
        const Result<NamedContent> file = profileFile(scenario.endpoint.profile);
        OrderedJson json = file ? parseOrderedJson(file->bytes) : OrderedJson();
        for (const QString &field : knob->fields) {
            if (field.startsWith(prefix))
                turn(json, field.sliced(prefix.size()), value);
        }
        const Result<Profile> profile = file ? parseProfile(compact(json), file->path) : Error{};
        return profile ? std::make_shared<const Profile>(*profile) : nullptr;
    }

    const Scenario &m_scenario;
    const std::stop_token m_stop;
};

/// Turns the knob of a test from end to end, and then closes in on where the test begins or ceases to hold.
class Search
{
public:
    Search(Forecast &forecast, ClaimTestVerdict &verdict)
        : m_forecast(forecast)
        , m_verdict(verdict)
        , m_knob(*verdict.knob())
    {
    }

    void run()
    {
        std::optional<bool> before;
        double last = 0;
        for (const double value : values()) {
            const std::optional<bool> holds = isMetAt(value);
            if (m_forecast.isStopped())
                return;
            if (before && holds && *before != *holds) {
                m_verdict.holdsAbove = *holds;
                m_verdict.flipsAt = closeIn(last, value);
                return;
            }
            if (holds) {
                before = holds;
                last = value;
            }
        }
        m_verdict.wasTurned = before.has_value();
    }

private:
    /// Evenly, or by equal factors where the range is wide.
    std::vector<double> values() const
    {
        constexpr double wide = 8;
        const bool isWide = m_knob.from > 0 && m_knob.to / m_knob.from >= wide;
        std::vector<double> values;
        for (int step = 0; step <= m_knob.steps; ++step) {
            const double part = static_cast<double>(step) / m_knob.steps;
            const double value =
                isWide ? m_knob.from * std::pow(m_knob.to / m_knob.from, part) : m_knob.from + (m_knob.to - m_knob.from) * part;
            const double rounded = m_knob.isWhole ? std::round(value) : value;
            if (values.empty() || rounded > values.back())
                values.push_back(rounded);
        }
        return values;
    }

    std::optional<bool> isMetAt(double value)
    {
        const std::optional<double> measured = m_forecast.measured(m_verdict.test, &m_knob, value);
        return measured ? std::optional(m_verdict.test.isMetBy(*measured)) : std::nullopt;
    }

    /// Of a change between two values: the one next to it on the side where the test holds.
    double closeIn(double below, double above)
    {
        constexpr double closeEnough = 0.002;
        while (m_knob.isWhole ? above - below > 1 : above - below > closeEnough * above) {
            const double middle = m_knob.isWhole ? std::floor((below + above) / 2) : (below + above) / 2;
            const std::optional<bool> holds = isMetAt(middle);
            if (!holds)
                break;
            (*holds == m_verdict.holdsAbove ? above : below) = middle;
        }
        return m_verdict.holdsAbove ? above : below;
    }

    Forecast &m_forecast;
    ClaimTestVerdict &m_verdict;
    const ClaimKnob &m_knob;
};

/// Why runs of a figure say nothing of it. Empty: they do.
QString refusalOf(const ClaimFigure &figure, const QList<FinishedRun> &runs)
{
    const QString name = figure.variant.isEmpty() ? u"the scenario"_s : u"\"%1\""_s.arg(figure.variant);
    QStringList missing = figure.models;
    bool isThere = false;
    for (const FinishedRun &run : runs) {
        if (run.variant != figure.variant || (!figure.models.isEmpty() && !figure.models.contains(run.model)))
            continue;
        if (run.report.cancelled)
            return u"the run of %1 under %2 was stopped"_s.arg(name, run.model);
        if (kindOf(figure.measure).isSpeed && run.report.jobsFailed > 0)
            return u"%1 of %2 jobs of %3 failed under %4, and less work is not faster work"_s.arg(run.report.jobsFailed)
                .arg(run.report.jobs)
                .arg(name, run.model);
        missing.removeAll(run.model);
        isThere = true;
    }
    if (!missing.isEmpty())
        return u"there is no run of %1 under %2"_s.arg(name, missing.join(u", "_s));
    return isThere ? QString() : u"there is no run of %1"_s.arg(name);
}

void measure(ClaimTestVerdict &verdict, const Scenario &scenario, const QList<FinishedRun> &runs)
{
    const ClaimTest &test = verdict.test;
    verdict.refusal = refusalOf(test.of, runs);
    if (verdict.refusal.isEmpty() && test.over)
        verdict.refusal = refusalOf(*test.over, runs);
    if (!verdict.refusal.isEmpty())
        return;
    const QString &expected = scenario.claim->expected;
    const std::optional<double> of = claimFigure(test.of, runs, scenario, expected);
    const std::optional<double> over = test.over ? claimFigure(*test.over, runs, scenario, expected) : std::optional(1.0);
    if (of && over && *over > 0)
        verdict.measured = *of / *over;
    else
        verdict.refusal = u"the runs do not tell its figure"_s;
}

std::vector<ClaimCost> costsOf(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    std::vector<ClaimCost> costs;
    for (const FinishedRun &run : runs) {
        const auto known = std::find_if(costs.begin(), costs.end(), [&](const ClaimCost &cost) { return cost.variant == run.variant; });
        const QString &expected = scenario.claim->expected;
        const RunReport &report = run.report;
        ClaimCost cost{run.variant, run.model, report.tokens.input, report.tokens.output, report.costUsd, {}, report.jobs};
        if (!expected.isEmpty() && run.trace)
            cost.right = static_cast<int>(claimFigure(ClaimMeasure::RightAnswers, run, scenario, expected).value_or(0));
        if (known == costs.end())
            costs.push_back(cost);
        else if (known->model != "concurrent"_L1 && run.model == "concurrent"_L1)
            *known = cost; // the same work under each model: one stands for all
    }
    return costs;
}

/// Calls that two runs both made well, and that were answered in other words. A step has the same name under every execution model.
int otherAnswers(const FinishedRun &one, const FinishedRun &other)
{
    if (!one.trace || !other.trace)
        return 0;
    int differing = 0;
    for (const CallRecord &call : one.trace->calls()) {
        const qint32 step = isSuccess(call.outcome) ? other.trace->find(call.id) : -1;
        const qint32 twin = step < 0 ? -1 : other.trace->steps()[static_cast<size_t>(step)].call;
        if (twin < 0)
            continue;
        const CallRecord &same = other.trace->calls()[static_cast<size_t>(twin)];
        differing += isSuccess(same.outcome) && same.text != call.text;
    }
    return differing;
}

/// Where execution models did not do the same work, a sentence for each variant.
QStringList differencesOf(const QList<FinishedRun> &runs)
{
    QStringList sentences, told;
    for (const FinishedRun &run : runs) {
        const auto first = std::find_if(runs.begin(), runs.end(),
                                        [&](const FinishedRun &each) { return each.variant == run.variant && each.repeat == run.repeat; });
        const int differing = otherAnswers(*first, run);
        if (differing == 0 || told.contains(run.variant))
            continue;
        told.append(run.variant);
        sentences.append(
            u"%1 of %2 replies%3 are other words under %4 than under %5: they did not do the same work, so their times compare "
            u"only roughly."_s.arg(differing)
                .arg(run.trace->calls().size())
                .arg(run.variant.isEmpty() ? QString() : u" of \"%1\""_s.arg(run.variant), run.model, first->model));
    }
    return sentences;
}

bool usesCpu(const Scenario &scenario)
{
    return scenario.cpuMs > 0 ||
           std::any_of(scenario.tools.begin(), scenario.tools.end(), [](const ToolSettings &tool) { return tool.cpuMs > 0; });
}

} // namespace

QList<ClaimVerdict> claimsOf(const Scenario &scenario, const QList<FinishedRun> &runs, const std::stop_token &stop)
{
    if (!scenario.claim.isThere() || runs.isEmpty())
        return {};
    const Claim &claim = *scenario.claim;
    ClaimVerdict verdict;
    verdict.id = scenario.name;
    verdict.claim = claim;
    verdict.costs = costsOf(scenario, runs);
    verdict.differences = differencesOf(runs);
    verdict.timeScale = scenario.timeScale;
    verdict.runs = static_cast<int>(runs.size());
    verdict.suspect =
        static_cast<int>(std::count_if(runs.begin(), runs.end(), [](const FinishedRun &run) { return !run.report.validity.valid; }));
    verdict.isAboutCpu = usesCpu(scenario);
    Forecast forecast(scenario, stop);
    for (const ClaimTest &test : claim.tests) {
        ClaimTestVerdict made;
        made.test = test;
        if (!made.test.knob)
            made.test.knob = claim.knob;
        measure(made, scenario, runs);
        made.predicted = forecast.measured(test, nullptr, 0);
        if (made.knob() && scenario.endpoint.isSimulator() && !forecast.isStopped())
            Search(forecast, made).run();
        verdict.tests.push_back(std::move(made));
    }
    return {verdict};
}

} // namespace interleave
