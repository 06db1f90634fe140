#include "export/csv_row.h"

#include <utility>

namespace interleave {

/// What a spreadsheet would take for a formula: OWASP's list of first characters, with their full-width forms.
static bool isFormula(const QString &text)
{
    static const QString first = QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");
    return !text.isEmpty() && first.contains(text.front());
}

CsvRow &CsvRow::text(QString text)
{
    separate();
    if (!m_isRaw && isFormula(text))
        text.prepend(u'\''); // shown as text, by every spreadsheet
    const bool quoted = text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r');
    m_bytes += quoted ? '"' + text.replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"' : text.toUtf8();
    return *this;
}

CsvRow &CsvRow::number(qint64 number)
{
    separate();
    m_bytes += QByteArray::number(number);
    return *this;
}

CsvRow &CsvRow::seconds(qint64 ns)
{
    separate();
    const QByteArray fraction = QByteArray::number(std::abs(ns % 1'000'000'000)).rightJustified(9, '0');
    m_bytes += (ns < 0 ? "-" : "") + QByteArray::number(std::abs(ns / 1'000'000'000)) + '.' + fraction;
    return *this;
}

CsvRow &CsvRow::nothing()
{
    separate();
    return *this;
}

void CsvRow::separate()
{
    if (std::exchange(m_begun, true))
        m_bytes += ',';
}

} // namespace interleave
