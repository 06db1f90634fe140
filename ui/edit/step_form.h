// The form of one step of a workflow: name, kind, and the fields that its kind has (setup/step_fields). Every change is an edit of the
// same text that the JSON view shows, goes through the same reader, and can be undone; what the reader refuses stays in its field, with
// the sentence below it. Used by the Edit workspace; GUI thread.
#pragma once

#include "setup/step_fields.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QScrollArea;

namespace interleave {

class PanelHeader;
class ScenarioDocument;
class StepFormRow;
class WorkflowEdit;

class StepForm : public QFrame
{
    Q_OBJECT
public:
    explicit StepForm(ScenarioDocument &document, QWidget *parent = nullptr);

    /// JSON pointer to the step ("/steps/1"), as it is now; nothing there: says so.
    void showStep(const QString &path);
    QString path() const { return m_path; }
    /// To the name, to be typed over.
    void startRenaming();
    void focusFirst();

    void addStep();
    void duplicateStep();
    void removeStep();

    /// The row of "name", "kind", or a field: "call/prompt", "retries"; null: this kind has none.
    StepFormRow *row(const QString &key) const;

Q_SIGNALS:
    /// This step is there now and to be selected.
    void stepRequested(const QString &path);

private:
    void rebuild(const QString &kind);
    void addRow(StepFormRow *row);
    void refresh();
    void change(StepFormRow *row, const QString &text);
    /// The document gets what `edit` made of its text; refused: the row says why.
    bool apply(const WorkflowEdit &edit, const QString &name, const QString &mergeKey, StepFormRow *row);
    void flush();

    ScenarioDocument &m_document;
    PanelHeader *m_header;
    QScrollArea *m_area;
    QLabel *m_nothing;
    QLabel *m_problem; // of adding and deleting
    QList<QWidget *> m_buttons;
    QWidget *m_content = nullptr;
    QList<StepFormRow *> m_rows;
    QString m_path, m_kind;
    StepFormRow *m_typed = nullptr; // waits for the next key, or for the timer
    QTimer m_typing;
};

} // namespace interleave
