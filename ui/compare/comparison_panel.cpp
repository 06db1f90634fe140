#include "ui/compare/comparison_panel.h"

#include "setup/catalog.h"
#include "ui/charts/comparison_values.h"
#include "ui/compare/claim_card.h"
#include "ui/compare/report_delegate.h"
#include "ui/itemmodels/report_table_model.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <array>

namespace interleave {

static constexpr int mostTableHeight = 300;          // then it scrolls, and the findings stay in sight
static constexpr int mostTableHeightWithClaim = 152; // a head and three rows: the verdict is what is looked for

ComparisonPanel::ComparisonPanel(QWidget *parent)
    : QFrame(parent)
{
    m_header = new PanelHeader(tr("Report"), this);
    m_model = new ReportTableModel(this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(ReportTableModel::SortRole);

    m_table = new QTableView(this);
    m_table->setModel(m_sorted);
    m_table->setHorizontalHeader(new ReportHeader(m_table));
    m_table->setItemDelegate(new ReportDelegate(m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics::tableRow);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setMouseTracking(true);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_table->setAccessibleName(tr("Report of the comparison"));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);

    m_findings = new QWidget(this);
    m_findings->setBackgroundRole(QPalette::Base);
    m_findings->setAutoFillBackground(true);
    auto *rows = new QVBoxLayout(m_findings);
    rows->setContentsMargins(metrics::inset, metrics::groupGap, metrics::inset, metrics::groupGap);
    rows->setSpacing(0);
    m_claimRows = new QVBoxLayout;
    m_findingRows = new QVBoxLayout;
    m_findingRows->setSpacing(metrics::gap);
    rows->addLayout(m_claimRows);
    rows->addLayout(m_findingRows, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(m_findings);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_table);
    layout->addWidget(scroll, 1);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { Q_EMIT modelChosen(current.data(ReportTableModel::ModelIdRole).toString()); });
    connect(m_table, &QTableView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT modelOpened(index.data(ReportTableModel::ModelIdRole).toString()); });
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this,
            [this](int section) { m_table->sortByColumn(section, Qt::AscendingOrder); });
}

void ComparisonPanel::setRuns(const QList<RunReport> &runs, const QList<ModelComparison> &comparison)
{
    m_model->setRuns(runs, comparison);
    m_sorted->sort(-1); // as they ran
    layOutTable();

    const RunReport *withheld = nullptr;
    for (const RunReport &run : runs) {
        if (!run.latency.p99)
            withheld = &run;
    }
    m_header->setSecondary(withheld ? tr("p99 withheld: needs n ≥ 299 calls, has %1").arg(withheld->latency.n) : QString());

    showFindings(findingsOf(runs, comparison));
}

void ComparisonPanel::setClaims(const QList<ClaimVerdict> &claims)
{
    while (QLayoutItem *item = m_claimRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const ClaimVerdict &claim : claims)
        m_claimRows->addWidget(new ClaimCard(claim, m_findings));
    layOutTable();
}

void ComparisonPanel::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    layOutTable();
}

/// Columns that give way in a narrow window, the first of them first: the chart beside the table has the degrees too, and the rest is
/// in the run's own figures. Models, their makespans and both judgements stay.
static constexpr std::array givesWay{
    ReportTableModel::ParallelismColumn, ReportTableModel::ConcurrencyColumn, ReportTableModel::AttemptsColumn,
    ReportTableModel::TailColumn,        ReportTableModel::FirstTokenColumn,  ReportTableModel::CallsColumn,
    ReportTableModel::WastedColumn,      ReportTableModel::CostColumn,        ReportTableModel::LatencyColumn};

/// Every column has the room it needs, and all an equal share of what is left. Where not even what stays fits, the table scrolls.
void ComparisonPanel::layOutTable()
{
    QHeaderView *header = m_table->horizontalHeader();
    const QAbstractItemView *view = m_table;
    QList<std::pair<int, int>> columns; // with what each needs
    int needed = 0;
    for (int column = 0; column < m_sorted->columnCount(); ++column) {
        m_table->setColumnHidden(column, !m_model->isWanted(column));
        if (!m_model->isWanted(column))
            continue;
        columns.emplace_back(column, std::max(header->sectionSizeHint(column), view->sizeHintForColumn(column)));
        needed += columns.last().second;
    }
    const int mostHeight = m_claimRows->count() == 0 ? mostTableHeight : mostTableHeightWithClaim;
    const int rowsHeight = metrics::tableHead + metrics::tableRow * m_sorted->rowCount();
    const int room = m_table->width() - (rowsHeight > mostHeight ? m_table->verticalScrollBar()->sizeHint().width() : 0);
    for (auto column = givesWay.begin(); column != givesWay.end() && needed > room; ++column) {
        columns.removeIf([&](const std::pair<int, int> &one) {
            const bool gives = one.first == *column;
            needed -= gives ? one.second : 0;
            return gives;
        });
        m_table->setColumnHidden(*column, true);
    }
    const int count = static_cast<int>(columns.size());
    for (int i = 0; i < count; ++i) {
        const int left = std::max(0, room - needed);
        header->resizeSection(columns[i].first, columns[i].second + left * (i + 1) / count - left * i / count);
    }
    const int bar = needed > room ? m_table->horizontalScrollBar()->sizeHint().height() : 0;
    m_table->setFixedHeight(std::min(mostHeight, rowsHeight + bar));
}

void ComparisonPanel::showFindings(const QList<Finding> &list)
{
    while (QLayoutItem *item = m_findingRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Finding &finding : list) {
        auto *row = new QWidget(m_findings);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(metrics::inset);
        auto *text = new QLabel(QStringLiteral("<b>%1</b> %2").arg(finding.claim.toHtmlEscaped(), finding.evidence.toHtmlEscaped()), row);
        text->setTextFormat(Qt::RichText); // escaped above
        text->setFont(themeFont(TextRole::Dense));
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(text, 1);
        if (!finding.model.isEmpty()) {
            auto *link = new QLabel(QStringLiteral("<a href=\"#\" style=\"text-decoration:none\">%1</a>").arg(tr("Show me")), row);
            link->setTextFormat(Qt::RichText);
            link->setFont(themeFont(TextRole::Dense));
            connect(link, &QLabel::linkActivated, this, [this, model = finding.model] { Q_EMIT modelChosen(model); });
            layout->addWidget(link, 0, Qt::AlignTop);
        }
        m_findingRows->addWidget(row);
    }
    m_findingRows->addStretch(1);
}

void ComparisonPanel::setCurrentModel(const QString &model)
{
    const QSignalBlocker quiet(this);
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        if (m_sorted->index(row, 0).data(ReportTableModel::ModelIdRole).toString() == model)
            m_table->selectRow(row);
    }
}

} // namespace interleave
