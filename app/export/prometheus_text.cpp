#include "export/prometheus_text.h"

#include <QLocale>

#include <algorithm>

namespace interleave {

QByteArray prometheusLabels(const std::vector<std::pair<QByteArray, QString>> &labels)
{
    QByteArray text;
    for (const auto &[name, value] : labels) {
        if (value.isEmpty())
            continue;
        const QByteArray escaped = value.toUtf8().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        text += (text.isEmpty() ? "" : ",") + name + "=\"" + escaped + '"';
    }
    return text;
}

void PrometheusHistogram::observe(double value)
{
    const auto bucket = std::lower_bound(m_bounds.begin(), m_bounds.end(), value) - m_bounds.begin();
    if (static_cast<size_t>(bucket) < m_counts.size())
        ++m_counts[static_cast<size_t>(bucket)];
    ++m_count;
    m_sum += value;
}

void PrometheusText::family(const QByteArray &name, const char *type, const char *help)
{
    m_name = name;
    bytes += "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n';
}

/// Whole numbers stay whole, others are as short as they read back exactly.
static QByteArray shortest(double value) { return QByteArray::number(value, 'f', QLocale::FloatingPointShortest); }

void PrometheusText::sample(double value, const QByteArray &labels, const char *suffix)
{
    bytes += m_name + suffix + (labels.isEmpty() ? QByteArray() : '{' + labels + '}') + ' ' + shortest(value) + '\n';
}

void PrometheusText::histogram(const PrometheusHistogram &histogram, const QByteArray &labels)
{
    const QByteArray before = labels.isEmpty() ? labels : labels + ',';
    quint64 upTo = 0;
    for (size_t i = 0; i < histogram.m_bounds.size(); ++i) {
        upTo += histogram.m_counts[i];
        sample(static_cast<double>(upTo), before + "le=\"" + shortest(histogram.m_bounds[i]) + '"', "_bucket");
    }
    sample(static_cast<double>(histogram.m_count), before + "le=\"+Inf\"", "_bucket");
    sample(histogram.m_sum, labels, "_sum");
    sample(static_cast<double>(histogram.m_count), labels, "_count");
}

} // namespace interleave
