// The field below the list of prompts: text of the current prompt, and behind a disclosure its system text and parameters.
// With no prompt at all, typing makes the first one. Used by the prompt panel; GUI thread.
#pragma once

#include "core/prompt.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace interleave {

class DocumentTextEdit;
class ScenarioDocument;

class PromptEditor : public QWidget
{
    Q_OBJECT
public:
    explicit PromptEditor(ScenarioDocument &document, QWidget *parent = nullptr);

    /// -1: none.
    void setRow(int row);
    /// Moves the focus here; `typed` is appended.
    void startEditing(const QString &typed = {});

private:
    QWidget *makeDetails();
    void showRow();
    void showDetails(bool isShown);
    void change(const std::function<void(Prompt &)> &edit);

    ScenarioDocument &m_document;
    int m_row = -1;
    QLabel *m_title;
    QPushButton *m_disclosure;
    DocumentTextEdit *m_text;
    QWidget *m_details = nullptr;
    DocumentTextEdit *m_system = nullptr;
    QDoubleSpinBox *m_temperature = nullptr;
    QSpinBox *m_maxTokens = nullptr;
};

} // namespace interleave
