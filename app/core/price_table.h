// What a million tokens cost, by provider and model: an editable table whose rows name their source and date. A value; any thread.
// json/price_table_json reads and writes it, json/price_files keeps a person's own.
#pragma once

#include "core/endpoint.h"
#include "core/reply.h"

#include <QList>
#include <QString>

#include <optional>

namespace interleave {

/// USD per 1,000,000 tokens. `cached` unset: as `input`. Prompts longer than `longOver` tokens cost the long rates.
struct PriceRow {
    QString provider;
    QString model; ///< as the endpoint names it; "*": any
    double input = 0;
    std::optional<double> cached;
    double output = 0;
    int longOver = 0; ///< tokens; 0: no long rates
    std::optional<double> longInput;
    std::optional<double> longOutput;
    QString note;
    QString source; ///< where the price was read, and when

    bool operator==(const PriceRow &) const = default;
};

class PriceTable
{
public:
    explicit PriceTable(QList<PriceRow> rows = {})
        : m_rows(std::move(rows))
    {
    }
    const QList<PriceRow> &rows() const { return m_rows; }

    /// The row that holds for an endpoint; null: its price is not known. The built-in simulator has the provider "simulator".
    const PriceRow *rowFor(const Endpoint &endpoint) const;
    const PriceRow *rowFor(const QString &provider, const QString &model) const;
    /// Cost = (input - cached) · input rate + cached · cached rate + output · output rate, output with thinking. Unset: unknown.
    std::optional<double> costUsd(const Endpoint &endpoint, const Usage &usage) const;
    std::optional<double> costUsd(const QString &provider, const QString &model, const Usage &usage) const;

private:
    QList<PriceRow> m_rows;
};

} // namespace interleave
