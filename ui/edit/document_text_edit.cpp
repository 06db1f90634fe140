#include "ui/edit/document_text_edit.h"

#include <QKeyEvent>
#include <QSignalBlocker>

namespace interleave {

DocumentTextEdit::DocumentTextEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setProperty("role", QStringLiteral("field"));
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, [this] { Q_EMIT edited(toPlainText()); });
}

void DocumentTextEdit::showText(const QString &text)
{
    if (text == toPlainText())
        return;
    const int position = textCursor().position();
    const QSignalBlocker blocker(this);
    setPlainText(text);
    QTextCursor cursor = textCursor();
    cursor.setPosition(std::min(position, static_cast<int>(text.size())));
    setTextCursor(cursor);
}

static bool isUndoOrRedo(const QKeyEvent *event) { return event->matches(QKeySequence::Undo) || event->matches(QKeySequence::Redo); }

bool DocumentTextEdit::event(QEvent *event)
{
    // Not claiming the key lets the window's Undo action have it.
    if (event->type() == QEvent::ShortcutOverride && isUndoOrRedo(static_cast<QKeyEvent *>(event))) {
        event->ignore();
        return true;
    }
    return QPlainTextEdit::event(event);
}

void DocumentTextEdit::keyPressEvent(QKeyEvent *event)
{
    if (isUndoOrRedo(event))
        event->ignore();
    else
        QPlainTextEdit::keyPressEvent(event);
}

} // namespace interleave
