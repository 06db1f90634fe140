// What a million tokens cost, by provider and model: an editable table whose rows name their source and date. The default is
// in the program's resources; a person's own rows stand before it. A value; any thread. Reading a file blocks.
#pragma once

#include "core/endpoint.h"
#include "core/reply.h"
#include "core/result.h"

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

/// {"rows": [{"provider","model","input","cached","output","long_over","long_input","long_output","note","source"}]}; unknown keys
/// but those that begin with "_" are refused by name.
Result<PriceTable> priceTableFromJson(const QByteArray &json, const QString &place);
QByteArray toJson(const PriceTable &table);

/// The person's own rows, then the program's. A file that cannot be read counts as empty; `problem` then says why.
PriceTable loadPriceTable(QString *problem = nullptr);
/// ~/.config/interleave/prices.json
QString ownPricesFile();
/// The rows in it; none where it does not exist. Blocks.
Result<QList<PriceRow>> ownPrices();
/// Replaces the file, whole or not at all. What went wrong, in one sentence; empty: nothing. Blocks.
QString saveOwnPrices(const QList<PriceRow> &rows);

} // namespace interleave
