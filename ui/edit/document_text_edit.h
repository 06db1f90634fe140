// A text field of the edited scenario: it leaves Undo and Redo to the document's one stack, and Tab to the order of the
// fields. Used by the prompt panel; GUI thread.
#pragma once

#include <QPlainTextEdit>

namespace interleave {

class DocumentTextEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit DocumentTextEdit(QWidget *parent = nullptr);

    /// Shows `text`, unless it is shown already; the cursor stays where it is. Emits nothing.
    void showText(const QString &text);

Q_SIGNALS:
    /// By the user.
    void edited(const QString &text);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace interleave
