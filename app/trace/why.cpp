#include "trace/why.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

static QString cautionOf(const RunReport &run, const RunReport &against)
{
    if (run.result().text() != against.result().text())
        return QStringLiteral("their results differ: %1, and %2").arg(run.result().text(), against.result().text());
    if (run.result().isOfJobs ? run.jobs != against.jobs : run.planned != against.planned)
        return QStringLiteral("they did different work");
    for (const RunReport *one : {&run, &against}) {
        if (one->cancelled)
            return QStringLiteral("a run of %1 did not come to its end").arg(one->model);
        if (!one->validity.valid)
            return QStringLiteral("a run of %1 is SUSPECT: %2").arg(one->model, one->validity.reasons.value(0));
    }
    return {};
}

Why whyOf(const QList<RunReport> &runs, int run, int against)
{
    return {run, against, differenceOf(runs[run].criticalPath, runs[against].criticalPath), cautionOf(runs[run], runs[against])};
}

QList<Why> whyOf(const QList<RunReport> &runs, const QList<ModelComparison> &comparison)
{
    const auto hasRun = [&](const ModelComparison &model) { return model.medianRun >= 0 && model.medianRun < runs.size(); };
    int first = -1;
    QHash<QString, int> sequential; // by variant
    for (const ModelComparison &model : comparison) {
        if (!hasRun(model))
            continue;
        first = first < 0 ? model.medianRun : first;
        if (model.model == QLatin1StringView("sequential"))
            sequential.insert(model.variant, model.medianRun);
    }
    QList<Why> whys;
    for (const ModelComparison &model : comparison) {
        const int against = sequential.value(model.variant, first);
        if (hasRun(model) && model.medianRun != against)
            whys.append(whyOf(runs, model.medianRun, against));
    }
    return whys;
}

static OrderedJson namesOf(const RunReport &run)
{
    OrderedJson json{{"model", utf8(run.model)}};
    if (!run.variant.isEmpty())
        json["variant"] = utf8(run.variant);
    json["repeat"] = run.repeat;
    return json;
}

OrderedJson toJson(const QList<Why> &whys, const QList<RunReport> &runs)
{
    OrderedJson list = OrderedJson::array();
    for (const Why &why : whys) {
        OrderedJson json = namesOf(runs[why.run]);
        json["against"] = namesOf(runs[why.against]);
        json.update(toJson(why.difference));
        if (!why.caution.isEmpty())
            json["caution"] = utf8(why.caution);
        list.push_back(std::move(json));
    }
    return list;
}

} // namespace interleave
