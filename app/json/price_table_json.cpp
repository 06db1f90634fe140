#include "json/price_table_json.h"

#include "json/field_reader.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

static PriceRow readRow(FieldReader &fields)
{
    PriceRow row;
    const auto usd = [](const char *key) { return FieldRange{key, 0, 1e6}; };
    const auto readPrice = [&](const char *key, std::optional<double> &value) {
        if (fields.isNull(key))
            fields.know(key);
        else
            fields.read(usd(key), value);
    };
    fields.read("provider", row.provider);
    fields.read("model", row.model);
    fields.read(usd("input"), row.input);
    fields.read(usd("output"), row.output);
    readPrice("cached", row.cached);
    fields.read(FieldRange{"long_over", 0, 1e9}, row.longOver);
    readPrice("long_input", row.longInput);
    readPrice("long_output", row.longOutput);
    fields.read("note", row.note);
    fields.read("source", row.source);
    if (row.provider.isEmpty() || row.model.isEmpty())
        fields.fail(u"\"provider\" and \"model\" must be given"_s);
    return row;
}

Result<PriceTable> priceTableFromJson(const QByteArray &json, const QString &place)
{
    QList<PriceRow> rows;
    const QString problem = readJson(json, place, [&](FieldReader &fields) {
        fields.ignoreKeysFrom("_");
        fields.objects("rows", [&](FieldReader &row) { rows.append(readRow(row)); });
    });
    if (!problem.isEmpty())
        return Error{problem};
    return PriceTable(std::move(rows));
}

QByteArray toJson(const PriceTable &table)
{
    OrderedJson rows = OrderedJson::array();
    for (const PriceRow &row : table.rows()) {
        OrderedJson json{
            {"provider", utf8(row.provider)}, {"model", utf8(row.model)}, {"input", numberOf(row.input)}, {"output", numberOf(row.output)}};
        const auto add = [&json](const char *key, const std::optional<double> &value) {
            if (value)
                json[key] = numberOf(*value);
        };
        add("cached", row.cached);
        if (row.longOver > 0)
            json["long_over"] = row.longOver;
        add("long_input", row.longInput);
        add("long_output", row.longOutput);
        if (!row.note.isEmpty())
            json["note"] = utf8(row.note);
        json["source"] = utf8(row.source);
        rows.push_back(std::move(json));
    }
    return pretty({{"rows", rows}});
}

} // namespace interleave
