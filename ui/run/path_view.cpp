#include "ui/run/path_view.h"

#include "core/clock.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeView>
#include <QVBoxLayout>

namespace interleave {

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
    m_table->setUniformRowHeights(true); // a path may have many thousand segments
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setFont(themeFont(TextRole::Small));
    m_table->setAccessibleName(tr("Critical path"));
    m_table->header()->setStretchLastSection(true);
    for (const auto &[column, width] : {std::pair(0, 56), std::pair(1, 66), std::pair(2, 76), std::pair(3, 120)})
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
    m_model->set(trace, path, reasons);
    m_table->setVisible(path != nullptr);
    if (!path) {
        m_sums->setText(tr("The critical path of a run comes when it has ended."));
        return;
    }
    QStringList parts;
    for (const auto &[name, ns] : path->byName())
        parts.append(QString(name) + u' ' + timeText(ns));
    m_sums->setText(
        tr("What the end waited for, %1: %2").arg(timeText(path->window.end - path->window.begin), parts.join(QStringLiteral(", "))));
}

} // namespace interleave
