#include "json/price_files.h"

#include "core/bounded_file.h"
#include "core/private_file.h"
#include "core/safe_file.h"
#include "json/price_table_json.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <cerrno>

namespace interleave {

using namespace Qt::StringLiterals;

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
