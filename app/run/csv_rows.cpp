#include "run/csv_rows.h"

namespace interleave {
namespace {

class CsvReader
{
public:
    explicit CsvReader(const QString &text)
        : m_text(text)
    {
    }

    CsvTable read()
    {
        while (m_at < m_text.size() && m_table.error.isEmpty())
            readRow();
        return std::move(m_table);
    }

private:
    void readRow()
    {
        CsvRow row;
        row.line = m_line;
        do {
            row.cells.append(at(u'"') ? quotedCell() : plainCell());
        } while (m_table.error.isEmpty() && take(u','));
        take(u'\r');
        if (m_at < m_text.size() && !take(u'\n') && m_table.error.isEmpty())
            fail(QStringLiteral("has text after a closing quote; double the quotes inside a quoted text."), m_line);
        ++m_line;
        if (row.cells.size() > 1 || !row.cells.first().trimmed().isEmpty())
            m_table.rows.append(row);
    }

    QString plainCell()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && m_text[m_at] != u',' && m_text[m_at] != u'\n')
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
                if (!at(u'"'))
                    return cell;
            } else if (m_text[m_at] == u'\n') {
                ++m_line;
            }
            cell.append(m_text[m_at]);
        }
        fail(QStringLiteral("a quote is opened and never closed; close it, or double it if it belongs to the text."), begin);
        return cell;
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
    qsizetype m_at = 0;
    int m_line = 1;
    CsvTable m_table;
};

} // namespace

CsvTable csvRows(const QString &text) { return CsvReader(text).read(); }

} // namespace interleave
