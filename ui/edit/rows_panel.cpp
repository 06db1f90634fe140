#include "ui/edit/rows_panel.h"

#include "setup/table_file.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/itemmodels/table_rows_model.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QFutureWatcher>
#include <QHeaderView>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrentRun>

namespace interleave {

using namespace Qt::StringLiterals;

RowsPanel::RowsPanel(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_model(new TableRowsModel(document, this))
    , m_header(new PanelHeader(tr("Rows"), this))
    , m_note(new QLabel(this))
    , m_problem(new QLabel(this))
    , m_view(new QTableView(this))
{
    setProperty("role", u"panel"_s);
    m_addRow = m_header->addButton(u"plus"_s, tr("Row"));
    m_addRow->setToolTip(tr("Add a row (Insert)"));
    m_addColumn = m_header->addButton(u"plus"_s, tr("Column"));
    m_addColumn->setToolTip(tr("Add a column; a double click on its head renames it"));
    m_remove = m_header->addButton(u"trash"_s, {});
    m_remove->setToolTip(tr("Delete the selected rows (Del)"));
    m_remove->setAccessibleName(tr("Delete the selected rows"));
    for (QLabel *label : {m_note, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setContentsMargins(metrics::inset, 6, metrics::inset, 6);
    }
    m_note->setProperty("role", u"secondary"_s);
    m_note->setFont(themeFont(TextRole::Small));
    m_problem->setProperty("role", u"error"_s);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->hide();
    m_view->setModel(m_model);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_view->setTabKeyNavigation(true);
    m_view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->verticalHeader()->setDefaultSectionSize(metrics::tableRow);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setAccessibleName(tr("Rows of the table"));
    m_view->installEventFilter(this);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_problem);
    column->addWidget(m_note);
    column->addWidget(m_view, 1);

    connect(m_addRow, &QPushButton::clicked, this, &RowsPanel::addRow);
    connect(m_addColumn, &QPushButton::clicked, this, &RowsPanel::addColumn);
    connect(m_remove, &QPushButton::clicked, this, &RowsPanel::removeRows);
    connect(m_view->horizontalHeader(), &QHeaderView::sectionDoubleClicked, this, &RowsPanel::renameColumn);
    connect(m_view->horizontalHeader(), &QWidget::customContextMenuRequested, this, &RowsPanel::askForColumn);
    connect(&document, &ScenarioDocument::changed, this, &RowsPanel::readFile);
    readFile();
}

/// Rows of a file are there when the scenario was opened with it; else they are read now, elsewhere than in this thread.
void RowsPanel::readFile()
{
    const Table &table = m_document.scenario().table;
    const QString path = m_document.origin().path;
    if (table.file.isEmpty() || table.rows) {
        showProblem({});
        m_asked.clear();
        return describe();
    }
    const QString asked = path + u'\n' + table.file;
    if (asked == m_asked)
        return describe();
    m_asked = asked;
    auto *watcher = new QFutureWatcher<std::pair<QString, Table>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, asked] {
        watcher->deleteLater();
        if (asked != m_asked)
            return;
        const auto [problem, filled] = watcher->result();
        if (problem.isEmpty())
            m_model->setFileRows(filled);
        describe();
        showProblem(problem);
    });
    watcher->setFuture(QtConcurrent::run([table, path] {
        const Result<Table> filled = withRows(table, path);
        return filled ? std::pair(QString(), *filled) : std::pair(filled.error(), Table());
    }));
    describe();
}

void RowsPanel::describe()
{
    const Table &table = m_document.scenario().table;
    const bool isEditable = table.file.isEmpty();
    const int all = m_model->table().size();
    for (QWidget *button : std::initializer_list<QWidget *>{m_addRow, m_addColumn, m_remove})
        button->setVisible(isEditable);
    m_addColumn->setEnabled(all > 0);
    m_remove->setEnabled(all > 0);
    m_header->setSecondary(all > 0 ? countText(all, tr("row"), tr("rows")) : QString());
    const QString first = all > TableRowsModel::mostRows ? tr("Its first %1 rows are shown. ").arg(TableRowsModel::mostRows) : QString();
    m_note->setText(!isEditable ? tr("From %1. %2Edit the file to change them.").arg(table.file, first)
                    : all == 0  ? tr("Each prompt is asked once for every row; {{word}} in a template stands for the column \"word\".")
                                : first);
    m_note->setVisible(!m_note->text().isEmpty());
    m_view->setVisible(all > 0);
}

void RowsPanel::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

QString RowsPanel::problem() const { return m_problem->text(); }

void RowsPanel::addRow()
{
    const int after = m_view->currentIndex().isValid() ? m_view->currentIndex().row() : m_model->rowCount() - 1;
    const QString problem = m_model->addRow(after);
    showProblem(problem);
    if (problem.isEmpty() && m_model->rowCount() > after + 1) {
        m_view->setFocus();
        m_view->setCurrentIndex(m_model->index(after + 1, 0));
        m_view->edit(m_view->currentIndex());
    }
}

void RowsPanel::addColumn()
{
    const QString name = QInputDialog::getText(this, tr("Add column"), tr("Name, as templates call it:"));
    if (!name.trimmed().isEmpty())
        showProblem(m_model->addColumn(name));
}

void RowsPanel::removeRows()
{
    QList<int> rows;
    const QModelIndexList selected = m_view->selectionModel()->selectedIndexes();
    for (const QModelIndex &index : selected) {
        if (!rows.contains(index.row()))
            rows.append(index.row());
    }
    showProblem(m_model->removeRowsAt(rows));
}

void RowsPanel::renameColumn(int column)
{
    if (!m_model->isEditable())
        return;
    const QString name = QInputDialog::getText(this, tr("Rename column"), tr("Name, as templates call it:"), QLineEdit::Normal,
                                               m_model->columns().value(column));
    if (!name.trimmed().isEmpty())
        showProblem(m_model->renameColumn(column, name));
}

void RowsPanel::askForColumn(const QPoint &place)
{
    const int column = m_view->horizontalHeader()->logicalIndexAt(place);
    if (column < 0 || !m_model->isEditable())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Rename…"), this, [this, column] { renameColumn(column); });
    menu->addAction(tr("Delete column"), this, [this, column] { showProblem(m_model->removeColumn(column)); });
    menu->popup(m_view->horizontalHeader()->mapToGlobal(place));
}

bool RowsPanel::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_view && event->type() == QEvent::KeyPress && m_model->isEditable()) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Insert:
            addRow();
            return true;
        case Qt::Key_Delete:
            removeRows();
            return true;
        default:
            break;
        }
    }
    return QFrame::eventFilter(object, event);
}

} // namespace interleave
