#include "core/price_table.h"

namespace interleave {

using namespace Qt::StringLiterals;

static QString providerOf(const Endpoint &endpoint) { return endpoint.isSimulator() ? u"simulator"_s : endpoint.provider; }

const PriceRow *PriceTable::rowFor(const QString &provider, const QString &model) const
{
    const PriceRow *any = nullptr;
    for (const PriceRow &row : m_rows) {
        if (row.provider != provider)
            continue;
        if (row.model == model)
            return &row;
        if (row.model == u"*" && !any)
            any = &row;
    }
    return any;
}

const PriceRow *PriceTable::rowFor(const Endpoint &endpoint) const { return rowFor(providerOf(endpoint), endpoint.modelName); }

std::optional<double> PriceTable::costUsd(const Endpoint &endpoint, const Usage &usage) const
{
    return costUsd(providerOf(endpoint), endpoint.modelName, usage);
}

std::optional<double> PriceTable::costUsd(const QString &provider, const QString &model, const Usage &usage) const
{
    const PriceRow *row = rowFor(provider, model);
    if (!row)
        return std::nullopt;
    const bool isLong = row->longOver > 0 && usage.input > row->longOver;
    const double input = isLong ? row->longInput.value_or(row->input) : row->input;
    const double output = isLong ? row->longOutput.value_or(row->output) : row->output;
    const double cached = row->cached.value_or(input);
    if ((!usage.input && input > 0) || (!usage.output && output > 0))
        return std::nullopt;
    const double all = usage.input.value_or(0);
    const double hits = std::min<double>(usage.cached.value_or(0), all);
    return ((all - hits) * input + hits * cached + usage.output.value_or(0) * output) / 1e6;
}

} // namespace interleave
