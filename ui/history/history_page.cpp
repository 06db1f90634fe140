#include "ui/history/history_page.h"

#include "history/run_store.h"
#include "ui/history/run_desk.h"
#include "ui/history/run_details.h"
#include "ui/history/run_list_model.h"
#include "ui/history/run_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMessageBox>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>

namespace interleave {

/// Rows that the search finds.
class HistoryPage::Matching : public QSortFilterProxyModel
{
public:
    Matching(RunListModel *model, QObject *parent)
        : QSortFilterProxyModel(parent)
        , m_model(model)
    {
        setSourceModel(model);
        setSortRole(RunListModel::SortRole);
        setSortLocaleAware(true);
    }
    void setFilter(const RunFilter &filter)
    {
        m_filter = filter;
        invalidateFilter();
    }
    bool isFiltered() const { return !m_filter.isEmpty(); }
    const RunEntry &entry(const QModelIndex &index) const { return m_model->entry(mapToSource(index).row()); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &) const override { return m_filter.matches(m_model->entry(row)); }

private:
    RunListModel *m_model;
    RunFilter m_filter;
};

HistoryPage::HistoryPage(QWidget *parent)
    : QWidget(parent)
    , m_desk(new RunDesk(this))
    , m_model(new RunListModel(this))
    , m_sorted(new Matching(m_model, this))
{
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setObjectName(QStringLiteral("historyColumns"));
    split->setChildrenCollapsible(false);
    split->addWidget(makeList(split));
    m_details = new RunDetails(split);
    m_details->setMinimumWidth(300);
    split->addWidget(m_details);
    split->setStretchFactor(0, 1);
    split->setSizes({980, 400});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(split);
    setFocusProxy(m_search);
    makeActions();

    connect(m_desk, &RunDesk::listed, this, &HistoryPage::showEntries);
    connect(m_desk, &RunDesk::failed, this, &HistoryPage::failed);
    connect(m_details, &RunDetails::failed, this, &HistoryPage::failed);
    connect(m_details, &RunDetails::marked, m_desk, &RunDesk::mark);
    updateWords();
}

HistoryPage::~HistoryPage() { m_details->showRun(std::nullopt); } // saves what is typed, while the desk is there

QWidget *HistoryPage::makeList(QWidget *parent)
{
    auto *left = new QWidget(parent);
    left->setMinimumWidth(560);
    m_search = new QLineEdit(left);
    m_search->setClearButtonEnabled(true);
    m_search->setPlaceholderText(tr("Search: words, tag:paper, model:hybrid, verdict:suspect, makespan>20s, since:7d, -tag:scratch"));
    m_search->setAccessibleName(tr("Search the kept runs"));
    m_found = new QLabel(left);
    m_found->setProperty("tone", QStringLiteral("quiet"));
    auto *searchRow = new QHBoxLayout;
    searchRow->setContentsMargins(metrics::inset, metrics::gap, metrics::inset, metrics::gap);
    searchRow->setSpacing(metrics::groupGap);
    searchRow->addWidget(m_search, 1);
    searchRow->addWidget(m_found);

    makeTable(left);
    m_empty = new QLabel(left);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);

    m_used = new QLabel(left);
    m_used->setProperty("tone", QStringLiteral("quiet"));
    m_open = new ActionButton(tr("Open"), left);
    m_open->setKeyHint(tr("Enter"));
    m_delete = new ActionButton(tr("Delete\u2026"), left);
    auto *prune = new ActionButton(tr("Prune\u2026"), left);
    prune->setToolTip(tr("Deletes the oldest runs that have no tag and no note until the rest fits %1; asks first.")
                          .arg(run_words::size(usualRunBudgetBytes)));
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(metrics::inset, metrics::gap, metrics::inset, metrics::gap);
    buttons->setSpacing(metrics::gap);
    buttons->addWidget(m_used, 1);
    for (ActionButton *button : {prune, m_delete, m_open})
        buttons->addWidget(button);

    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(searchRow);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    column->addLayout(buttons);
    connect(m_search, &QLineEdit::textChanged, this, &HistoryPage::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        m_table->setFocus();
        if (!m_table->currentIndex().isValid())
            m_table->selectRow(0);
    });
    connect(m_open, &QPushButton::clicked, this, &HistoryPage::openSelected);
    connect(m_delete, &QPushButton::clicked, this, &HistoryPage::deleteSelected);
    connect(prune, &QPushButton::clicked, this, &HistoryPage::prune);
    return left;
}

void HistoryPage::makeTable(QWidget *parent)
{
    m_table = new QTableView(parent);
    m_table->setModel(m_sorted);
    m_table->setAccessibleName(tr("Kept runs"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics::tableRow);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunListModel::When, Qt::DescendingOrder);
    const std::pair<int, int> widths[] = {{RunListModel::When, 150},    {RunListModel::Scenario, 170}, {RunListModel::Model, 150},
                                          {RunListModel::Makespan, 90}, {RunListModel::Result, 110},   {RunListModel::Verdict, 120},
                                          {RunListModel::Tags, 120},    {RunListModel::Size, 80}};
    for (const auto &[column, width] : widths)
        m_table->setColumnWidth(column, width);
    m_table->horizontalHeader()->setSectionResizeMode(RunListModel::Scenario, QHeaderView::Stretch); // what is longest gets what is left
    connect(m_table, &QAbstractItemView::doubleClicked, this, &HistoryPage::openSelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPage::selectionChanged);
}

/// Keys of the list, and the same in its context menu.
void HistoryPage::makeActions()
{
    const auto add = [this](const QString &text, const QList<QKeySequence> &keys, auto act) {
        auto *action = new QAction(text, m_table);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, act);
        m_table->addAction(action);
    };
    add(tr("&Open or compare"), {QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter), QKeySequence(Qt::Key_Space)},
        [this] { openSelected(); });
    add(tr("&Tags"), {QKeySequence(Qt::Key_T)}, [this] { m_details->editTags(); });
    add(tr("&Note"), {QKeySequence(Qt::Key_F2)}, [this] { m_details->editNote(); });
    add(tr("&Delete\u2026"), {QKeySequence::Delete}, [this] { deleteSelected(); });
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_search, [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
}

void HistoryPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Slash) {
        m_search->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    QWidget::keyPressEvent(event);
}

void HistoryPage::refresh() { m_desk->list(); }
void HistoryPage::hold(const QStringList &files) { m_desk->hold(files); }
int HistoryPage::shownRuns() const { return m_sorted->rowCount(); }

QList<RunEntry> HistoryPage::selected() const
{
    QList<RunEntry> entries;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        entries.append(m_sorted->entry(index));
    return entries;
}

void HistoryPage::showEntries(const QList<RunEntry> &entries)
{
    QStringList files; // stay selected
    for (const RunEntry &entry : selected())
        files.append(entry.file);
    const QSignalBlocker quiet(m_table->selectionModel());
    m_model->setEntries(entries);
    for (int row = 0; row < m_sorted->rowCount() && !files.isEmpty(); ++row) {
        const QModelIndex index = m_sorted->index(row, 0);
        if (!files.contains(m_sorted->entry(index).file))
            continue;
        m_table->selectionModel()->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    }
    selectionChanged();
    Q_EMIT listed();
}

void HistoryPage::search()
{
    const Result<RunFilter> filter = RunFilter::parse(m_search->text());
    m_search->setProperty("invalid", !filter);
    m_search->setToolTip(filter ? QString() : filter.error());
    if (filter)
        m_sorted->setFilter(*filter);
    selectionChanged();
    if (!filter)
        m_found->setText(filter.error());
}

void HistoryPage::selectionChanged()
{
    const QList<RunEntry> chosen = selected();
    m_details->showRun(chosen.size() == 1 ? std::optional(chosen.first()) : std::nullopt);
    updateWords();
}

void HistoryPage::updateWords()
{
    const qsizetype all = m_model->entries().size();
    const qsizetype chosen = m_table->selectionModel()->selectedRows().size();
    qint64 used = 0;
    for (const RunEntry &entry : m_model->entries())
        used += entry.sizeBytes;
    m_found->setText(m_sorted->isFiltered() ? tr("%1 of %2").arg(m_sorted->rowCount()).arg(all) : countText(all, tr("run"), tr("runs")));
    m_used->setText(
        used > usualRunBudgetBytes
            ? tr("%1 used, more than %2: prune what is old").arg(run_words::size(used), run_words::size(usualRunBudgetBytes))
            : tr("%1 of %2 used; nothing is deleted by itself").arg(run_words::size(used), run_words::size(usualRunBudgetBytes)));
    m_open->setText(chosen > 1 ? tr("Compare %1 runs").arg(chosen) : tr("Open"));
    m_open->setEnabled(chosen > 0);
    m_delete->setEnabled(chosen > 0);
    const bool isEmpty = m_sorted->rowCount() == 0;
    m_table->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    m_empty->setText(all == 0 ? tr("No run yet.\nPress F5 to make one; every run is kept here.")
                              : tr("No run matches.\nClear the search to see all %1.").arg(all));
}

void HistoryPage::openSelected()
{
    QStringList files;
    for (const RunEntry &entry : selected()) {
        if (!entry.isReadable()) {
            Q_EMIT failed(entry.problem);
            return;
        }
        files.append(entry.file);
    }
    if (!files.isEmpty())
        Q_EMIT runsRequested(files);
}

bool HistoryPage::mayDelete(const QString &question, const QString &details)
{
    QMessageBox box(QMessageBox::Question, tr("Delete runs"), question, QMessageBox::Cancel, this);
    box.setInformativeText(details);
    QPushButton *confirm = box.addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == confirm;
}

void HistoryPage::deleteSelected()
{
    const QList<RunEntry> chosen = selected();
    if (chosen.isEmpty())
        return;
    const auto marked = std::count_if(chosen.begin(), chosen.end(), [](const RunEntry &entry) { return !entry.marks.isEmpty(); });
    if (mayDelete(tr("Delete %1 for good?").arg(countText(chosen.size(), tr("run"), tr("runs"))),
                  marked > 0 ? tr("%1 of them with tags or a note.").arg(marked) : QString()))
        m_desk->remove(chosen);
}

void HistoryPage::prune()
{
    const PrunePlan plan = planPruning(m_model->entries(), usualRunBudgetBytes);
    if (plan.goes.isEmpty()) {
        QMessageBox::information(
            this, tr("Prune"),
            tr("Nothing to delete: %1 of %2 used.").arg(run_words::size(plan.sizeBytes), run_words::size(plan.budgetBytes)));
        return;
    }
    if (mayDelete(tr("Delete the %1 oldest runs without tags and notes?").arg(plan.goes.size()),
                  tr("That frees %1; %2 stay.").arg(run_words::size(plan.freedBytes), run_words::size(plan.sizeBytes - plan.freedBytes))))
        m_desk->remove(plan.goes);
}

} // namespace interleave
