// Edits of a workflow's JSON, a step at a time: what the form and the graph in the window do. A step is named by the JSON pointer to it
// ("/steps/1/map/steps/0"). Nothing is checked here but that the text is a workflow with that step: what comes out goes through the reader
// as if it had been typed (setup/workload_text). Pure functions; any thread.
#pragma once

#include "core/result.h"
#include "setup/step_fields.h"

#include <QByteArray>

#include <memory>

namespace interleave {

class WorkflowEdit
{
public:
    explicit WorkflowEdit(const QByteArray &json);
    ~WorkflowEdit();
    WorkflowEdit(const WorkflowEdit &) = delete;
    WorkflowEdit &operator=(const WorkflowEdit &) = delete;

    bool has(const QString &step) const;
    /// As it is now, with a line for each value.
    QString text() const;

    QString nameOf(const QString &step) const;
    /// "call"; empty: it has none.
    QString kindOf(const QString &step) const;
    /// As a form shows it; empty: it is not written.
    QString value(const QString &step, const StepField &field) const;

    /// Empty: the field goes, unless it must be there. What is wrong with it: a number that is none, or out of its range.
    QString setValue(const QString &step, const StepField &field, const QString &text);
    /// What the new kind has too (prompt, text, task; the steps within) stays.
    void setKind(const QString &step, const QString &kind);
    /// With everything that names it: templates and "after", as far as its name reaches.
    void rename(const QString &step, const QString &name);

    // Of all three, the pointer to the step to select then.
    /// A call after that step, in its block; empty: at the end of the whole.
    QString add(const QString &after);
    QString duplicate(const QString &step);
    /// "after" of others no longer names it. The last one of a block stays: empty.
    QString remove(const QString &step);

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

} // namespace interleave
