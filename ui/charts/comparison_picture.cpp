#include "ui/charts/comparison_picture.h"

#include "ui/charts/comparison_values.h"
#include "ui/charts/makespan_chart.h"
#include "ui/charts/quadrant_chart.h"
#include "ui/widgets/model_mark.h"
#include "ui/widgets/number_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QPainter>

namespace interleave {

namespace {

constexpr int margin = 28;
constexpr int headerHeight = 76;
constexpr int rowHeight = 32;
constexpr int headHeight = 44;
constexpr int footerHeight = 34;

struct Column {
    QString title, kind;
    double width; ///< px at scale 1, right aligned but for the first and the last one
};

const QList<Column> &columns()
{
    static const QList<Column> list{
        {QStringLiteral("Model"), QString(), 210},
        {QStringLiteral("Makespan"), QStringLiteral("median"), 92},
        {QStringLiteral("Speed-up"), QStringLiteral("median, 95 %"), 150},
        {QStringLiteral("Latency"), QStringLiteral("p50, planned"), 100},
        {QStringLiteral("First token"), QStringLiteral("p50, sent"), 100},
        {QStringLiteral("Concurrency"), QStringLiteral("mean, max"), 110},
        {QStringLiteral("Parallelism"), QStringLiteral("mean, max"), 110},
        {QStringLiteral("Calls ok"), QStringLiteral("of planned"), 92},
        {QStringLiteral("Measurement"), QString(), 106},
        {QStringLiteral("Result"), QString(), 112},
    };
    return list;
}

QString withheld(std::optional<double> seconds, int n)
{
    return seconds ? secondsText(*seconds) : n == 0 ? QStringLiteral("none") : QStringLiteral("n = %1").arg(n);
}

QString degreeText(const Degree &degree) { return QStringLiteral("%1, %2").arg(QLocale().toString(degree.mean, 'f', 2)).arg(degree.max); }

QStringList cells(const ModelComparison &model, const MakespanBar &bar, const FinishedRun *run)
{
    QString speedup = model.speedup ? QLocale().toString(*model.speedup, 'f', 2) : QStringLiteral("not compared");
    if (model.speedupLow95 && bar.look == MakespanBar::Look::Model)
        speedup += QStringLiteral(" (%1)").arg(bar.note);
    QStringList texts{bar.title, bar.value, speedup};
    if (!run)
        return texts;
    const RunReport &report = run->report;
    texts << withheld(report.latency.p50, report.latency.n) << withheld(report.ttft.p50, report.ttft.n) << degreeText(report.concurrency)
          << degreeText(report.parallelism) << QStringLiteral("%1 of %2").arg(report.ok()).arg(report.planned)
          << (report.validity.valid ? QStringLiteral("VALID") : QStringLiteral("SUSPECT")) << report.result().text();
    return texts;
}

/// What was compared, from the header of the first run's trace.
QString subtitle(const QList<FinishedRun> &runs)
{
    QStringList words;
    if (!runs.isEmpty() && runs.first().trace) {
        const QJsonObject header = QJsonDocument::fromJson(runs.first().trace->header().toUtf8()).object();
        const QJsonObject scenario = header.value(QLatin1StringView("scenario")).toObject();
        if (const QString name = scenario.value(QLatin1StringView("name")).toString(); !name.isEmpty())
            words.append(QStringLiteral("scenario ") + name);
        if (const QJsonValue seed = scenario.value(QLatin1StringView("seed")); !seed.isUndefined())
            words.append(QStringLiteral("seed ") + seed.toVariant().toString());
    }
    if (!runs.isEmpty())
        words.append(QStringLiteral("%1 calls in each run").arg(runs.first().report.planned));
    return words.join(QStringLiteral(", "));
}

QString title(const QList<FinishedRun> &runs, const QList<ModelComparison> &comparison)
{
    int repeats = 0;
    for (const FinishedRun &run : runs)
        repeats = qMax(repeats, run.repeat + 1);
    const QString models =
        comparison.size() == 1 ? QStringLiteral("1 execution model") : QStringLiteral("%1 execution models").arg(comparison.size());
    return repeats == 1 ? models + QStringLiteral(", one run each") : models + QStringLiteral(", %1 repeats each").arg(repeats);
}

class Page
{
public:
    Page(QPainter &painter, const Theme &theme, QSize size)
        : m_painter(painter)
        , m_theme(theme)
        , m_size(size)
    {
    }

    void text(const QRectF &rect, const QString &words, TextRole role, const QColor &colour, Qt::Alignment alignment)
    {
        m_painter.setFont(tabularFont(role));
        m_painter.setPen(colour);
        m_painter.drawText(rect, static_cast<int>(alignment | Qt::AlignVCenter), words);
    }

    void table(const QRectF &rect, const QList<QStringList> &rows, const QList<ModelComparison> &comparison)
    {
        double sum = 0;
        for (const Column &column : columns())
            sum += column.width;
        const double stretch = rect.width() / sum;
        double x = rect.left();
        m_painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), headHeight), m_theme.header);
        for (qsizetype c = 0; c < columns().size(); ++c) {
            const Column &column = columns()[c];
            const bool left = c == 0 || c + 2 >= columns().size();
            const Qt::Alignment side = left ? Qt::AlignLeft : Qt::AlignRight;
            const double indent = c == 0 ? 62 : left ? 20 : 0;
            const QRectF field(x + indent, rect.top(), column.width * stretch - indent, headHeight);
            text(column.kind.isEmpty() ? field : field.adjusted(0, 4, 0, -headHeight / 2), column.title, TextRole::Small, m_theme.text2,
                 side);
            text(field.adjusted(0, headHeight / 2 - 2, 0, -4), column.kind, TextRole::Caption, m_theme.text3, side);
            for (qsizetype r = 0; r < rows.size(); ++r) {
                const QRectF cell(field.left(), rect.top() + headHeight + rowHeight * static_cast<double>(r), field.width(), rowHeight);
                const QString words = rows[r].value(c);
                text(cell, words, TextRole::Dense, colourOf(words, c), side);
            }
            x += column.width * stretch;
        }
        for (qsizetype r = 0; r < rows.size(); ++r) {
            const double top = rect.top() + headHeight + rowHeight * static_cast<double>(r);
            paintModelMark(m_painter, m_theme, QRect(qRound(rect.left()) + 8, qRound(top) + 5, 40, 22), comparison[r].model, true);
            m_painter.fillRect(QRectF(rect.left(), top + rowHeight - 1, rect.width(), 1), m_theme.grid);
        }
    }

    /// A heading with a line below, and the rect that is left for its content.
    QRectF section(const QRectF &rect, const QString &heading, const QString &caption)
    {
        text(QRectF(rect.left(), rect.top(), rect.width(), 26), heading, TextRole::BodyStrong, m_theme.text, Qt::AlignLeft);
        text(QRectF(rect.left(), rect.top(), rect.width(), 26), caption, TextRole::Small, m_theme.text3, Qt::AlignRight);
        m_painter.fillRect(QRectF(rect.left(), rect.top() + 27, rect.width(), 1), m_theme.border);
        return rect.adjusted(0, 34, 0, 0);
    }

private:
    QColor colourOf(const QString &words, qsizetype column) const
    {
        if (words == QLatin1StringView("SUSPECT"))
            return m_theme.warn;
        return column + 1 == columns().size() && words != QLatin1StringView("complete") ? m_theme.error : m_theme.text;
    }

    QPainter &m_painter;
    const Theme &m_theme;
    QSize m_size;
};

void renderBars(QPainter &painter, const Theme &theme, const QRectF &rect, const QList<MakespanBar> &bars)
{
    MakespanChart chart(nullptr, &theme);
    chart.setRenderHint(QPainter::Antialiasing);
    chart.resize(rect.size().toSize());
    chart.setBars(bars);
    chart.chart()->resize(rect.size()); // without a window nothing else lays the scene out
    chart.scene()->setSceneRect(QRectF(QPointF(), rect.size()));
    chart.scene()->render(&painter, rect, QRectF(QPointF(), rect.size()));
}

} // namespace

void paintComparison(QPainter &painter, const QList<FinishedRun> &runs, const QList<ModelComparison> &comparison, const Theme &theme,
                     QSize size)
{
    painter.fillRect(QRectF(QPointF(), QSizeF(size)), theme.panel);
    Page page(painter, theme, size);

    const QRectF inner = QRectF(QPointF(), QSizeF(size)).adjusted(margin, margin - 8, -margin, -margin + 8);
    page.text(QRectF(inner.left(), inner.top(), inner.width(), 32), title(runs, comparison), TextRole::Title, theme.text, Qt::AlignLeft);
    page.text(QRectF(inner.left(), inner.top() + 32, inner.width(), 24), subtitle(runs), TextRole::Body, theme.text2, Qt::AlignLeft);

    const QList<MakespanBar> bars = makespanBars(comparison, runs);
    QList<QStringList> rows;
    for (qsizetype i = 0; i < comparison.size(); ++i)
        rows.append(cells(comparison[i], bars[i], shownRun(comparison[i], runs)));
    const double tableHeight = headHeight + rowHeight * static_cast<double>(rows.size());
    const QRectF table(inner.left(), inner.bottom() - footerHeight - tableHeight, inner.width(), tableHeight);
    const QRectF charts(inner.left(), inner.top() + headerHeight, inner.width(), table.top() - inner.top() - headerHeight - 20);
    const double left = charts.width() * 0.62;
    const QRectF barsRect = page.section(QRectF(charts.left(), charts.top(), left - margin, charts.height()),
                                         QStringLiteral("Makespan and speed-up"), makespanCaption(comparison));
    renderBars(painter, theme, barsRect, bars);
    const QRectF quadrant = page.section(QRectF(charts.left() + left, charts.top(), charts.width() - left, charts.height()),
                                         QStringLiteral("Concurrency and parallelism"), QStringLiteral("maxima of the median run"));
    paintQuadrant(painter, theme, quadrant, quadrantDots(comparison, runs));
    page.table(table, rows, comparison);
    page.text(QRectF(inner.left(), inner.bottom() - footerHeight + 10, inner.width(), 20),
              QStringLiteral("Interleave %1. Latency and degrees are those of the run with the median makespan; n = a percentile withheld "
                             "for too few samples.")
                  .arg(QStringLiteral(INTERLEAVE_VERSION)),
              TextRole::Caption, theme.text3, Qt::AlignLeft);
}

QImage renderComparison(const QList<FinishedRun> &runs, const QList<ModelComparison> &comparison, const Theme &theme, QSize size,
                        qreal devicePixelRatio)
{
    QImage image((QSizeF(size) * devicePixelRatio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(devicePixelRatio);
    QPainter painter(&image);
    paintComparison(painter, runs, comparison, theme, size);
    return image;
}

} // namespace interleave
