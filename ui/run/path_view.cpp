#include "ui/run/path_view.h"

#include "core/clock.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace interleave {

namespace {

/// Rows as high as the last column's words need.
class WrappedRows : public QStyledItemDelegate
{
public:
    explicit WrappedRows(QTreeView *view)
        : QStyledItemDelegate(view)
        , m_view(view)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        if (index.column() != PathTableModel::Step)
            return size;
        const QRect room(0, 0, m_view->columnWidth(PathTableModel::Step) - 10, 10'000);
        const QFontMetrics metrics(option.font);
        size.setHeight(metrics.boundingRect(room, Qt::TextWordWrap, index.data().toString()).height() + 6);
        return size;
    }

private:
    const QTreeView *m_view;
};

} // namespace

/// Of a phase the name in the legend; the other parts are words already.
static QString titleOf(QLatin1StringView name)
{
    const std::optional<Phase> phase = phaseFromName(QString(name));
    return phase ? phaseTitle(*phase) : QString(name);
}

PathView::PathView(QWidget *parent)
    : QWidget(parent)
    , m_model(new PathTableModel(this))
    , m_sums(new QLabel(this))
    , m_table(new QTreeView(this))
{
    m_sums->setWordWrap(true);
    m_sums->setFont(themeFont(TextRole::Small));
    m_sums->setProperty("role", QStringLiteral("secondary"));
    m_sums->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sums->setContentsMargins(metrics::inset, 12, metrics::inset, 8);
    m_table->setModel(m_model);
    m_table->setRootIsDecorated(false);
    m_table->setWordWrap(true);
    m_table->setItemDelegate(new WrappedRows(m_table));
    connect(m_table->header(), &QHeaderView::sectionResized, m_table, &QTreeView::doItemsLayout);
    m_table->setTextElideMode(Qt::ElideNone);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setFont(themeFont(TextRole::Small));
    m_table->setAccessibleName(tr("Critical path"));
    m_table->header()->setStretchLastSection(true);
    for (const auto &[column, width] : {std::pair(0, 56), std::pair(1, 62), std::pair(2, 74)})
        m_table->setColumnWidth(column, width);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_sums);
    column->addWidget(m_table, 1);
    const auto request = [this](const QModelIndex &index) {
        if (const qint32 step = m_model->stepOf(index.row()); step >= 0)
            Q_EMIT stepRequested(step);
    };
    connect(m_table, &QTreeView::clicked, this, request);
    connect(m_table, &QTreeView::activated, this, request);
    show(nullptr, nullptr, nullptr);
}

void PathView::show(const TracePtr &trace, const std::shared_ptr<const CriticalPath> &path,
                    const std::shared_ptr<const WaitReasons> &reasons)
{
    constexpr size_t many = 2'000; // rows of different heights are measured one by one
    m_table->setUniformRowHeights(path && path->segments.size() > many);
    m_model->set(trace, path, reasons);
    m_table->setVisible(path != nullptr);
    if (!path) {
        m_sums->setText(tr("The critical path of a run comes when it has ended."));
        return;
    }
    QStringList parts;
    for (const auto &[name, ns] : path->byName())
        parts.append(titleOf(name) + u' ' + timeText(ns));
    m_sums->setText(
        tr("What the end waited for, %1: %2").arg(timeText(path->window.end - path->window.begin), parts.join(QStringLiteral(", "))));
}

} // namespace interleave
