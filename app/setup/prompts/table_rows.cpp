#include "setup/prompts/table_rows.h"

#include <algorithm>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype sampledRows = 20;
constexpr qsizetype mostColumns = 1000;
constexpr qsizetype mostCells = 1'500'000; // some 60 bytes each, however short it is

class TableReader
{
public:
    TableReader(const QString &text, QChar separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    TableText read(qsizetype most)
    {
        while (m_at < m_text.size() && m_table.error.isEmpty() && m_table.rows.size() < most)
            readRow();
        return std::move(m_table);
    }

private:
    void readRow()
    {
        TableRow row;
        row.line = m_line;
        do {
            row.cells.append(cell());
            if (++m_cells > mostCells || row.cells.size() > mostColumns)
                fail(u"is where the table has more than %1 columns, or %2 cells; leave out what is not needed."_s.arg(mostColumns)
                         .arg(mostCells),
                     m_line);
        } while (m_table.error.isEmpty() && take(m_separator));
        take(u'\r');
        if (m_table.error.isEmpty() && m_at < m_text.size() && !take(u'\n'))
            fail(u"has text after a closing quote; double the quotes inside a quoted text."_s, m_line);
        ++m_line;
        const auto isBlank = [](const QString &text) { return text.trimmed().isEmpty(); };
        if (row.cells.size() > 1 || !isBlank(row.cells.first()))
            m_table.rows.append(row);
    }

    QString cell()
    {
        const qsizetype begin = m_at;
        skipBlanks();
        if (at(u'"'))
            return quotedCell();
        m_at = begin;
        return plainCell();
    }

    QString plainCell()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] != m_separator && m_text[m_at] != u'\n')
            ++m_at;
        // "\r\n" ends a line, but a lone "\r" belongs to the text.
        if (m_at > begin && m_text[m_at - 1] == u'\r' && (m_at == m_text.size() || m_text[m_at] == u'\n'))
            --m_at;
        return m_text.mid(begin, m_at - begin);
    }

    QString quotedCell()
    {
        QString cell;
        const int begin = m_line;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == u'"') {
                ++m_at;
                if (!at(u'"')) {
                    skipBlanks();
                    return cell;
                }
            } else if (m_text[m_at] == u'\n') {
                ++m_line;
            }
            cell.append(m_text[m_at]);
        }
        fail(u"a quote is opened and never closed; close it, or double it if it belongs to the text."_s, begin);
        return cell;
    }

    /// A tab may be the separator.
    void skipBlanks()
    {
        while (m_at < m_text.size() && (m_text[m_at] == u' ' || m_text[m_at] == u'\t') && m_text[m_at] != m_separator)
            ++m_at;
    }

    bool at(QChar c) const { return m_at < m_text.size() && m_text[m_at] == c; }

    bool take(QChar c)
    {
        const bool found = at(c);
        m_at += found ? 1 : 0;
        return found;
    }

    void fail(const QString &sentence, int line)
    {
        m_table.error = sentence;
        m_table.errorLine = line;
    }

    const QString &m_text;
    const QChar m_separator;
    qsizetype m_at = 0;
    int m_line = 1;
    qsizetype m_cells = 0;
    TableText m_table;
};

/// The separator that a first line "sep=;" names, as spreadsheets write and read it; null: there is none.
QChar namedSeparator(const QString &text)
{
    const QString line = text.left(text.indexOf(u'\n')).trimmed();
    const bool isTab = text.startsWith("sep=\t"_L1);
    return !line.startsWith("sep="_L1, Qt::CaseInsensitive) ? QChar() : isTab ? u'\t' : line.size() == 5 ? line[4] : QChar();
}

bool namesPrompts(const QStringList &cells)
{
    return std::any_of(cells.begin(), cells.end(), [](const QString &cell) {
        const QString name = cell.trimmed().toLower();
        return name == "prompt"_L1 || name == "text"_L1 || name == "instruction"_L1 || name == "messages"_L1;
    });
}

} // namespace

TableText tableRows(const QString &text, QChar separator, qsizetype most) { return TableReader(text, separator).read(most); }

QChar separatorOf(const QString &text)
{
    if (const QChar named = namedSeparator(text); !named.isNull())
        return named;
    QChar best = u',';
    qsizetype bestScore = 0;
    for (const QChar separator : {u',', u';', u'\t', u'|'}) {
        const TableText table = tableRows(text, separator, sampledRows);
        if (table.rows.isEmpty() || table.rows.first().cells.size() < 2)
            continue;
        const qsizetype width = table.rows.first().cells.size();
        const auto fitting =
            std::count_if(table.rows.begin(), table.rows.end(), [&](const TableRow &row) { return row.cells.size() == width; });
        // A header that names the prompts decides; without one, every row must agree.
        const bool named = namesPrompts(table.rows.first().cells);
        if (!named && (fitting != table.rows.size() || !table.error.isEmpty()))
            continue;
        if (const qsizetype score = (named ? 1'000'000 : 0) + fitting * 100 + width; score > bestScore) {
            best = separator;
            bestScore = score;
        }
    }
    return best;
}

QString withoutSeparatorLine(const QString &text)
{
    return namedSeparator(text).isNull() ? text : text.mid(text.indexOf(u'\n') < 0 ? text.size() : text.indexOf(u'\n') + 1);
}

} // namespace interleave
