#include "ui/run/reply_text.h"

#include "core/safe_file.h"
#include "ui/widgets/theme_manager.h"

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

namespace interleave {

ReplyText::ReplyText(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFont(themeFont(TextRole::Small));
    setAccessibleName(tr("Reply"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    setViewportMargins(metrics::inset, 12, metrics::inset, 8);
}

void ReplyText::startAnew()
{
    m_shown = 0;
    m_isOpen = false;
    clear();
}

void ReplyText::showText(const QString &text, bool isOpen)
{
    if (text.size() < m_shown)
        startAnew(); // a retry: the server begins again
    if (isOpen != m_isOpen) {
        m_isOpen = isOpen;
        viewport()->update();
    }
    if (text.size() == m_shown)
        return;
    const bool wasAtEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text.sliced(m_shown));
    m_shown = text.size();
    // A finished reply is read from its beginning; only what still grows is followed.
    if (wasAtEnd && isOpen)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void ReplyText::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (!m_isOpen)
        return;
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    const QRect at = cursorRect(end);
    QPainter painter(viewport());
    painter.fillRect(QRect(at.left() + 2, at.top() + 1, 7, at.height() - 2), currentTheme().text2);
}

void ReplyText::contextMenuEvent(QContextMenuEvent *event)
{
    const std::unique_ptr<QMenu> menu(createStandardContextMenu());
    menu->addSeparator();
    QAction *action = menu->addAction(tr("Save as…"), this, &ReplyText::save);
    action->setEnabled(m_shown > 0);
    menu->exec(event->globalPos());
}

void ReplyText::save()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Save reply"), QStringLiteral("reply.txt"), tr("Text (*.txt);;All files (*)"));
    if (path.isEmpty())
        return;
    if (const QString problem = writeWhole(path, toPlainText().toUtf8()); !problem.isEmpty())
        Q_EMIT failed(problem);
}

} // namespace interleave
