// One row of a table in CSV (RFC 4180, UTF-8), cell by cell. Times are seconds, exact to the nanosecond. Used by calls.csv and steps.csv; a
// value, any thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace interleave {

class CsvRow
{
public:
    /// Raw: cells that a spreadsheet would take for a formula are left as they are.
    explicit CsvRow(bool isRaw)
        : m_isRaw(isRaw)
    {
    }
    CsvRow &text(QString text);
    /// Empty: not told.
    CsvRow &count(std::optional<qint32> count) { return count ? number(*count) : nothing(); }
    CsvRow &number(qint64 number);
    CsvRow &seconds(qint64 ns);
    CsvRow &secondsBetween(qint64 from, qint64 to) { return from < 0 || to < 0 ? nothing() : seconds(to - from); }
    CsvRow &nothing();
    QByteArray end() { return m_bytes + "\r\n"; }

private:
    void separate();

    QByteArray m_bytes;
    const bool m_isRaw;
    bool m_begun = false;
};

} // namespace interleave
