#include "core/price_table.h"

#include "core/bounded_file.h"
#include "core/field_reader.h"
#include "core/private_file.h"
#include "core/safe_file.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>

#include <cerrno>

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

QString ownPricesFile() { return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/interleave/prices.json"_s; }

static Result<QList<PriceRow>> rowsOf(const QString &path)
{
    if (!QFileInfo::exists(path))
        return QList<PriceRow>();
    const Result<QByteArray> content = readBounded(path, mostProfileBytes);
    if (!content)
        return Error{u"%1: %2"_s.arg(path, content.error())};
    const Result<PriceTable> table = priceTableFromJson(*content, path);
    return table ? Result<QList<PriceRow>>(table->rows()) : Error{table.error()};
}

Result<QList<PriceRow>> ownPrices() { return rowsOf(ownPricesFile()); }

QString saveOwnPrices(const QList<PriceRow> &rows)
{
    const QString path = ownPricesFile();
    if (!makePrivateFolder(QFileInfo(path).path()))
        return cannotBeWritten(path, errno);
    return writeWhole(path, toJson(PriceTable(rows)));
}

PriceTable loadPriceTable(QString *problem)
{
    const Result<QList<PriceRow>> own = ownPrices();
    if (!own && problem)
        *problem = own.error();
    return PriceTable((own ? *own : QList<PriceRow>()) + *rowsOf(u":/prices.json"_s));
}

} // namespace interleave
