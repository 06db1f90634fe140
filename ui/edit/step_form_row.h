// One field of the form of a step: its label, the control that its type asks for, what it is beside it, and what is wrong with it below.
// It keeps what was typed while that is refused. GUI thread.
#pragma once

#include "setup/step_fields.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace interleave {

class DocumentTextEdit;

class StepFormRow : public QWidget
{
    Q_OBJECT
public:
    StepFormRow(const StepField &field, const QString &key, QWidget *parent = nullptr);

    const StepField &field() const { return m_field; }
    const QString &key() const { return m_key; }
    QWidget *control() const;
    QString text() const;
    /// Emits nothing; an error is gone.
    void showText(const QString &text);
    /// Empty: it is right.
    void setError(const QString &sentence);
    QString error() const { return m_problem; }

Q_SIGNALS:
    void typed();   ///< a key; more will follow
    void entered(); ///< it is meant so
private:
    QWidget *makeControl();
    bool isLong() const { return m_field.type == StepField::Type::Prompt; }

    const StepField m_field;
    const QString m_key;
    QString m_problem;
    QLineEdit *m_line = nullptr;
    QComboBox *m_choice = nullptr;
    DocumentTextEdit *m_text = nullptr;
    QLabel *m_error = nullptr;
};

} // namespace interleave
