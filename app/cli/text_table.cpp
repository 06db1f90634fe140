#include "cli/text_table.h"

#include "core/visible_text.h"

#include <algorithm>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static constexpr qsizetype gap = 2;

/// Those of `shown` as lines.
static QString linesOf(const QList<QStringList> &rows, const QList<qsizetype> &widths, const QList<qsizetype> &shown)
{
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (const qsizetype i : shown) {
            if (i >= row.size())
                continue;
            const bool left = i == 0 || i == widths.size() - 1;
            line += (i > 0 ? QString(gap, u' ') : QString()) + (left ? row[i].leftJustified(widths[i]) : row[i].rightJustified(widths[i]));
        }
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    return text;
}

QString alignedTable(const QList<QStringList> &given, int columns)
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
    for (qsizetype next = 1; next < widths.size() || text.isEmpty();) {
        QList<qsizetype> shown{0};
        qsizetype width = widths.value(0);
        while (next < widths.size() && (columns == 0 || shown.size() == 1 || width + gap + widths[next] <= columns)) {
            width += gap + widths[next];
            shown.append(next++);
        }
        text += (text.isEmpty() ? QString() : u"\n"_s) + linesOf(rows, widths, shown);
    }
    return text;
}

QString hangingText(const QString &name, qsizetype indent, const QString &sentence, int columns)
{
    static constexpr qsizetype narrowest = 20; // narrower, broken lines are harder to read than those that the terminal breaks
    if (columns == 0 || columns < indent + narrowest)
        return name.leftJustified(indent) + sentence + u'\n';
    QString text, line = name.leftJustified(indent);
    const QStringList words = sentence.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const bool isFirst = line.size() <= indent;
        if (!isFirst && line.size() + 1 + word.size() > columns) {
            text += line + u'\n';
            line = QString(indent, u' ') + word;
        } else {
            line += (isFirst ? QString() : u" "_s) + word;
        }
    }
    return text + line + u'\n';
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
