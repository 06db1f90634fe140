#include "json/price_table_json.h"

#include "json/field_reader.h"

#include <QJsonDocument>

namespace interleave {

using namespace Qt::StringLiterals;

static PriceRow rowFromJson(const QJsonObject &json, const QString &place, FieldReader &outer)
{
    PriceRow row;
    FieldReader fields(json, place);
    const auto usd = [](const char *key) { return FieldRange{key, 0, 1e6}; };
    const auto readPrice = [&](const char *key, std::optional<double> &value) {
        if (json.value(QLatin1StringView(key)).isNull())
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
        fields.fail(place + u": \"provider\" and \"model\" must be given"_s);
    if (const QString error = fields.error(); !error.isEmpty())
        outer.fail(error);
    return row;
}

Result<PriceTable> priceTableFromJson(const QByteArray &json, const QString &place)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (!document.isObject())
        return Error{u"%1: line %2: not a JSON object (%3)"_s.arg(place)
                         .arg(json.left(parseError.offset).count('\n') + 1)
                         .arg(parseError.errorString())};
    QJsonObject object = document.object();
    for (const QString &key : object.keys()) {
        if (key.startsWith(u'_'))
            object.remove(key);
    }
    QList<PriceRow> rows;
    FieldReader fields(object, place);
    fields.array("rows", [&](const QJsonArray &items) {
        for (qsizetype i = 0; i < items.size(); ++i)
            rows.append(rowFromJson(items[i].toObject(), u"%1: rows[%2]"_s.arg(place).arg(i), fields));
    });
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{error};
    return PriceTable(std::move(rows));
}

QByteArray toJson(const PriceTable &table)
{
    QJsonArray rows;
    for (const PriceRow &row : table.rows()) {
        QJsonObject json{{u"provider"_s, row.provider}, {u"model"_s, row.model}, {u"input"_s, row.input}, {u"output"_s, row.output}};
        const auto add = [&json](const QString &key, const std::optional<double> &value) {
            if (value)
                json[key] = *value;
        };
        add(u"cached"_s, row.cached);
        if (row.longOver > 0)
            json[u"long_over"_s] = row.longOver;
        add(u"long_input"_s, row.longInput);
        add(u"long_output"_s, row.longOutput);
        if (!row.note.isEmpty())
            json[u"note"_s] = row.note;
        json[u"source"_s] = row.source;
        rows.append(json);
    }
    return QJsonDocument(QJsonObject{{u"rows"_s, rows}}).toJson();
}

} // namespace interleave
