// Text in the format that Prometheus reads, version 0.0.4. A value; any thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <span>
#include <utility>
#include <vector>

namespace interleave {

/// name="value" pairs in the order given; values are escaped, empty ones left out.
QByteArray prometheusLabels(const std::vector<std::pair<QByteArray, QString>> &labels);

class PrometheusHistogram
{
public:
    explicit PrometheusHistogram(std::span<const double> bounds)
        : m_bounds(bounds)
        , m_counts(bounds.size())
    {
    }
    void observe(double value);

private:
    friend class PrometheusText;
    std::span<const double> m_bounds; // of a constant
    std::vector<quint64> m_counts;    // of each bucket alone; above the last bound in none
    quint64 m_count = 0;
    double m_sum = 0;
};

class PrometheusText
{
public:
    /// Begins a metric: samples that follow are of it.
    void family(const QByteArray &name, const char *type, const char *help);
    void sample(double value, const QByteArray &labels = {}, const char *suffix = "");
    void histogram(const PrometheusHistogram &histogram, const QByteArray &labels);

    QByteArray bytes;

private:
    QByteArray m_name;
};

} // namespace interleave
