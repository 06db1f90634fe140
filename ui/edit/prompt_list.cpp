#include "ui/edit/prompt_list.h"

#include "ui/itemmodels/prompt_list_model.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/row_background.h"
#include "ui/widgets/theme_manager.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QStyledItemDelegate>

namespace interleave {

namespace {

class PromptDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {option.rect.width(), std::max(metrics::listRow, option.fontMetrics.height() + 12)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = currentTheme();
        painter->save();
        paintRowBackground(*painter, option);
        QRect rect = option.rect.adjusted(metrics::inset, 0, -metrics::inset, -1);

        painter->setFont(tabularFont(TextRole::Small));
        painter->setPen(theme.text3);
        const int numberWidth = std::max(14, painter->fontMetrics().horizontalAdvance(QString::number(index.model()->rowCount())));
        painter->drawText(QRect(rect.left(), rect.top(), numberWidth, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
                          QString::number(index.row() + 1));

        const int count = index.data(PromptListModel::TokensRole).toInt();
        const QString tokens = count == 1 ? PromptListModel::tr("≈ 1 token") : PromptListModel::tr("≈ %1 tokens").arg(count);
        const int tokensWidth = painter->fontMetrics().horizontalAdvance(tokens);
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter, tokens);

        rect.setLeft(rect.left() + numberWidth + 14);
        rect.setRight(rect.right() - tokensWidth - 12);
        const QString text = index.data().toString();
        painter->setFont(themeFont(TextRole::Body));
        painter->setPen(text.isEmpty() ? theme.text3 : theme.text);
        painter->drawText(
            rect, Qt::AlignVCenter | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(text.isEmpty() ? PromptListModel::tr("empty") : text, Qt::ElideRight, rect.width()));
        painter->restore();
    }
};

struct RowKey {
    QKeySequence keys;
    void (PromptList::*action)();
};

bool isPrintable(const QKeyEvent *event)
{
    const QString text = event->text();
    return !text.isEmpty() && text.front().isPrint() && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
}

} // namespace

PromptList::PromptList(ScenarioDocument &document, PromptListModel &model, QWidget *parent)
    : QListView(parent)
    , m_document(document)
    , m_model(model)
{
    setModel(&model);
    setItemDelegate(new PromptDelegate(this));
    setAccessibleName(tr("Prompts"));
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers); // the field below is the editor: a prompt may have many lines
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QListView::doubleClicked, this, [this] { Q_EMIT editRequested({}); });
    connect(&model, &PromptListModel::rowTouched, this, &PromptList::makeCurrent);
    // The current prompt may get another number without ceasing to be the current one.
    const auto tellRow = [this] { Q_EMIT currentRowChanged(currentRow()); };
    connect(&model, &QAbstractItemModel::rowsInserted, this, tellRow);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, tellRow);
    connect(&model, &QAbstractItemModel::rowsMoved, this, tellRow);
}

void PromptList::makeCurrent(int row)
{
    const QModelIndex index = m_model.index(std::clamp(row, 0, std::max(0, m_model.rowCount() - 1)));
    // Not setCurrentIndex(): that extends the selection while Ctrl or Shift is down, as it is during a key of ours.
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    scrollTo(index);
}

void PromptList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    Q_EMIT currentRowChanged(current.row());
}

QList<int> PromptList::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectedIndexes())
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void PromptList::removeSelected()
{
    const QList<int> rows = selectedRows();
    if (rows.isEmpty())
        return;
    m_document.removePrompts(rows);
    if (m_model.rowCount() > 0)
        makeCurrent(rows.first());
}

void PromptList::duplicateSelected() { m_document.duplicatePrompts(selectedRows()); }

/// A block of neighbours moves as one; of a scattered selection, the current row.
void PromptList::moveSelected(int step)
{
    QList<int> rows = selectedRows();
    if (rows.isEmpty())
        return;
    if (rows.last() - rows.first() + 1 != rows.size())
        rows = {currentRow()};
    const auto count = static_cast<int>(rows.size());
    m_document.movePrompts(rows.first(), count, step < 0 ? rows.first() - 1 : rows.last() + 2);
    const int first = rows.first() + step;
    if (first < 0 || first + count > m_model.rowCount())
        return;
    makeCurrent(step < 0 ? first : first + count - 1);
    selectionModel()->select(QItemSelection(m_model.index(first), m_model.index(first + count - 1)), QItemSelectionModel::ClearAndSelect);
}

void PromptList::copySelected()
{
    if (selectionModel()->hasSelection())
        QGuiApplication::clipboard()->setMimeData(m_model.mimeData(selectedIndexes()));
}

void PromptList::paste()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    if (data)
        m_model.dropMimeData(data, Qt::CopyAction, currentIndex().isValid() ? currentRow() + 1 : m_model.rowCount(), 0, {});
}

bool PromptList::event(QEvent *event)
{
    // The list's own keys win over the window's shortcuts while it has the focus.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isOurs = key->matches(QKeySequence::Delete) || key->matches(QKeySequence::Copy) || key->matches(QKeySequence::Cut) ||
                            key->matches(QKeySequence::Paste) || key->matches(QKeySequence::SelectAll) ||
                            (key->key() == Qt::Key_D && key->modifiers() == Qt::ControlModifier) || isPrintable(key);
        if (isOurs) {
            event->accept();
            return true;
        }
    }
    return QListView::event(event);
}

void PromptList::keyPressEvent(QKeyEvent *event)
{
    const bool alt = event->modifiers() == Qt::AltModifier;
    if (event->matches(QKeySequence::Delete) || event->key() == Qt::Key_Backspace)
        removeSelected();
    else if (event->matches(QKeySequence::Copy))
        copySelected();
    else if (event->matches(QKeySequence::Cut))
        copySelected(), removeSelected();
    else if (event->matches(QKeySequence::Paste))
        paste();
    else if (event->key() == Qt::Key_D && event->modifiers() == Qt::ControlModifier)
        duplicateSelected();
    else if (alt && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down))
        moveSelected(event->key() == Qt::Key_Up ? -1 : 1);
    else if (event->key() == Qt::Key_F2 || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT editRequested({});
    else if (isPrintable(event) && event->key() != Qt::Key_Space)
        Q_EMIT editRequested(event->text());
    else
        QListView::keyPressEvent(event);
}

void PromptList::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    const bool hasRows = selectionModel()->hasSelection();
    const auto add = [&](const QString &text, const QKeySequence &keys, bool isEnabled, auto action) {
        QAction *entry = menu.addAction(text, this, action);
        entry->setShortcut(keys); // shown only: the keys are handled by the list
        entry->setEnabled(isEnabled);
    };
    add(tr("Edit"), Qt::Key_F2, hasRows, [this] { Q_EMIT editRequested({}); });
    add(tr("Duplicate"), Qt::CTRL | Qt::Key_D, hasRows, &PromptList::duplicateSelected);
    add(tr("Delete"), QKeySequence::Delete, hasRows, &PromptList::removeSelected);
    menu.addSeparator();
    add(tr("Move up"), Qt::ALT | Qt::Key_Up, hasRows && currentRow() > 0, [this] { moveSelected(-1); });
    add(tr("Move down"), Qt::ALT | Qt::Key_Down, hasRows && currentRow() + 1 < m_model.rowCount(), [this] { moveSelected(1); });
    menu.addSeparator();
    add(tr("Copy"), QKeySequence::Copy, hasRows, &PromptList::copySelected);
    add(tr("Paste"), QKeySequence::Paste, true, &PromptList::paste);
    menu.exec(event->globalPos());
}

/// What comes from outside is copied, whatever the other program proposes: a file must not be moved here.
static void copyFromOutside(const PromptList *list, QDropEvent *event)
{
    if (event->source() != list && event->isAccepted()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void PromptList::dragEnterEvent(QDragEnterEvent *event)
{
    QListView::dragEnterEvent(event);
    copyFromOutside(this, event);
}

void PromptList::dragMoveEvent(QDragMoveEvent *event)
{
    QListView::dragMoveEvent(event);
    copyFromOutside(this, event);
}

void PromptList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    const QRect rect = viewport()->rect().adjusted(metrics::inset * 2, 0, -metrics::inset * 2, 0);
    const int middle = rect.center().y();
    painter.setFont(themeFont(TextRole::Section));
    painter.setPen(currentTheme().text);
    painter.drawText(QRect(rect.left(), middle - 36, rect.width(), 24), Qt::AlignCenter, tr("What should be asked?"));
    painter.setFont(themeFont(TextRole::Small));
    painter.setPen(currentTheme().text2);
    painter.drawText(QRect(rect.left(), middle - 10, rect.width(), 48), Qt::AlignHCenter | Qt::TextWordWrap,
                     tr("Type a prompt below, paste several lines here,\nor drop a .txt, .jsonl or .csv file."));
}

} // namespace interleave
