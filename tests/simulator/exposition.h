// Reads Prometheus' text format strictly, for tests of /metrics: names, types before samples, no sample twice, histograms
// that add up.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QString>

namespace interleave::test {

class Exposition
{
public:
    explicit Exposition(const QByteArray &text)
    {
        if (!text.endsWith('\n'))
            fail(QStringLiteral("no line feed at the end"));
        for (const QByteArray &line : text.chopped(1).split('\n'))
            read(QString::fromUtf8(line));
        for (const QString &family : m_types.keys()) {
            if (m_types[family] == u"histogram")
                checkHistogram(family);
        }
    }

    QString error;                 ///< empty: well-formed
    QMap<QString, double> samples; ///< by name with labels, as written

private:
    void fail(const QString &what)
    {
        if (error.isEmpty())
            error = what;
    }

    void read(const QString &line)
    {
        static const QRegularExpression help(QStringLiteral("^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) \\S.*$"));
        static const QRegularExpression type(QStringLiteral("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$"));
        static const QRegularExpression sample(QStringLiteral("^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-z_]+=\"[^\"\\\\]*\"\\})? ([-+0-9.e]+)$"));
        if (const auto match = help.match(line); match.hasMatch()) {
            if (m_helps.contains(match.captured(1)))
                fail(QStringLiteral("two helps: ") + line);
            m_helps.insert(match.captured(1));
        } else if (const auto typed = type.match(line); typed.hasMatch()) {
            if (m_types.contains(typed.captured(1)) || !m_helps.contains(typed.captured(1)))
                fail(QStringLiteral("type twice or without help: ") + line);
            m_types[typed.captured(1)] = typed.captured(2);
        } else if (const auto found = sample.match(line); found.hasMatch()) {
            readSample(found.captured(1), found.captured(2), found.captured(3));
        } else {
            fail(QStringLiteral("neither help, type nor sample: ") + line);
        }
    }

    void readSample(const QString &name, const QString &labels, const QString &value)
    {
        static const QRegularExpression suffix(QStringLiteral("_(bucket|sum|count)$"));
        QString family = name;
        if (!m_types.contains(family))
            family.remove(suffix);
        if (!m_types.contains(family))
            fail(QStringLiteral("sample before its type: ") + name);
        if ((m_types[family] == u"counter") != name.endsWith(QStringLiteral("_total")))
            fail(QStringLiteral("counters, and only they, end in _total: ") + name);
        bool isNumber = false;
        const double number = value.toDouble(&isNumber);
        if (!isNumber || number < 0 || samples.contains(name + labels))
            fail(QStringLiteral("no number, negative or twice: ") + name + labels);
        samples[name + labels] = number;
        m_order.append(name + labels);
    }

    void checkHistogram(const QString &family)
    {
        double last = 0;
        double bound = -1;
        for (const QString &name : m_order) {
            if (!name.startsWith(family + QStringLiteral("_bucket")))
                continue;
            const QString le = name.section(u'"', 1, 1);
            const double next = le == u"+Inf" ? 1e300 : le.toDouble();
            if (samples[name] < last || next <= bound)
                fail(QStringLiteral("buckets must rise: ") + name);
            last = samples[name];
            bound = next;
        }
        if (bound != 1e300 || last != samples.value(family + QStringLiteral("_count"), -1) ||
            !samples.contains(family + QStringLiteral("_sum")))
            fail(QStringLiteral("the histogram does not add up: ") + family);
    }

    QSet<QString> m_helps;
    QMap<QString, QString> m_types;
    QStringList m_order;
};

} // namespace interleave::test
