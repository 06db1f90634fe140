#include "cli/text_table.h"

#include "core/visible_text.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

QString alignedTable(const QList<QStringList> &given)
{
    QList<QStringList> rows = given;
    for (QStringList &row : rows) {
        for (QString &cell : row)
            cell = visibleText(cell, LineBreaks::Shown); // a name with a line break would be a row of its own
    }
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            const bool left = i == 0 || i == widths.size() - 1;
            line += (i > 0 ? u"  "_s : QString()) + (left ? row[i].leftJustified(widths[i]) : row[i].rightJustified(widths[i]));
        }
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    return text;
}

QString secondsText(std::optional<double> seconds)
{
    if (!seconds)
        return u"-"_s;
    if (*seconds < 0.0995)
        return QString::number(*seconds * 1000, 'f', 1) + u" ms"_s;
    if (*seconds < 0.9995)
        return QString::number(*seconds * 1000, 'f', 0) + u" ms"_s;
    return QString::number(*seconds, 'f', *seconds < 100 ? 2 : 1) + u" s"_s;
}

} // namespace interleave::cli
