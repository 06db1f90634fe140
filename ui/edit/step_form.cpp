#include "ui/edit/step_form.h"

#include "setup/workflow_edit.h"
#include "setup/workload_text.h"
#include "ui/edit/step_form_row.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr int typingMs = 400; // after the last key, until it is read

StepForm::StepForm(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_header(new PanelHeader(tr("Step"), this))
    , m_area(new QScrollArea(this))
    , m_nothing(new QLabel(this))
    , m_problem(new QLabel(this))
{
    setProperty("role", u"panel"_s);
    setMinimumWidth(300);
    const auto addButton = [&](const QString &icon, const QString &text, const QString &tip, void (StepForm::*act)()) {
        ActionButton *button = m_header->addButton(icon, text);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        connect(button, &QPushButton::clicked, this, act);
        m_buttons.append(button);
    };
    addButton(u"plus"_s, tr("Add"), tr("Add a call after this step (N in the graph)"), &StepForm::addStep);
    addButton(u"duplicate"_s, {}, tr("Duplicate this step (Ctrl+D in the graph)"), &StepForm::duplicateStep);
    addButton(u"trash"_s, {}, tr("Delete this step (Del in the graph)"), &StepForm::removeStep);
    m_nothing->setWordWrap(true);
    m_nothing->setProperty("role", u"secondary"_s);
    m_nothing->setContentsMargins(metrics::inset, 12, metrics::inset, 12);
    m_nothing->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_nothing->setText(tr("This workload has no steps of its own. An agent and a team are edited as JSON, beside the graph."));
    m_problem->setProperty("role", u"error"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(metrics::inset, 6, metrics::inset, 6);
    m_problem->hide();
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_problem);
    column->addWidget(m_nothing);
    column->addWidget(m_area, 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typingMs);
    connect(&m_typing, &QTimer::timeout, this, &StepForm::flush);
    showStep({});
}

void StepForm::showStep(const QString &path)
{
    if (path != m_path) {
        flush();
        for (StepFormRow *row : std::as_const(m_rows))
            row->setError({});
    }
    const WorkflowEdit edit(m_document.scenario().workflow.json());
    const bool isThere = !path.isEmpty() && edit.has(path);
    m_path = isThere ? path : QString();
    m_area->setVisible(isThere);
    m_nothing->setVisible(!isThere);
    for (QWidget *button : std::as_const(m_buttons))
        button->setVisible(isThere);
    m_problem->hide();
    m_header->setSecondary(isThere ? edit.nameOf(path) : QString());
    if (!isThere)
        return;
    if (const QString kind = edit.kindOf(path); kind != m_kind || !m_content)
        rebuild(kind);
    refresh();
}

void StepForm::rebuild(const QString &kind)
{
    m_kind = kind;
    m_typed = nullptr;
    m_rows.clear();
    m_content = new QFrame(m_area->viewport());
    m_content->setProperty("role", u"panel"_s);
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(metrics::inset, 6, metrics::gap, 6);
    column->setSpacing(0);
    StepField name, ofKind;
    name.title = tr("Name");
    name.hint = tr("as templates call it");
    ofKind.title = tr("Kind");
    ofKind.hint = tr("what it does");
    ofKind.type = StepField::Type::Choice;
    ofKind.choices = stepKinds();
    addRow(new StepFormRow(name, u"name"_s, m_content));
    addRow(new StepFormRow(ofKind, u"kind"_s, m_content));
    for (const StepField &field : stepFieldsOf(kind)) {
        const QString part = field.type == StepField::Type::Test      ? u"/test"_s
                             : field.type == StepField::Type::Operand ? u"/with"_s
                                                                      : QString();
        addRow(new StepFormRow(field, field.keys().join(u'/') + part, m_content));
    }
    column->addStretch(1);
    if (QWidget *before = m_area->takeWidget()) { // perhaps from within a signal of one of its rows
        before->hide();
        before->deleteLater();
    }
    m_area->setWidget(m_content);
    m_content->show();
}

void StepForm::addRow(StepFormRow *row)
{
    m_content->layout()->addWidget(row);
    m_rows.append(row);
    connect(row, &StepFormRow::typed, this, [this, row] {
        if (m_typed && m_typed != row)
            flush();
        m_typed = row;
        m_typing.start();
    });
    connect(row, &StepFormRow::entered, this, [this, row] {
        m_typed = row;
        flush();
    });
}

/// What is in the document, except where something was typed that it did not take.
void StepForm::refresh()
{
    const WorkflowEdit edit(m_document.scenario().workflow.json());
    for (StepFormRow *row : std::as_const(m_rows)) {
        if (row == m_typed || !row->error().isEmpty())
            continue;
        row->showText(row->key() == "name"_L1 ? edit.nameOf(m_path) : row->key() == "kind"_L1 ? m_kind : edit.value(m_path, row->field()));
    }
}

void StepForm::flush()
{
    m_typing.stop();
    if (StepFormRow *row = std::exchange(m_typed, nullptr); row && !m_path.isEmpty())
        change(row, row->text());
}

void StepForm::change(StepFormRow *row, const QString &text)
{
    WorkflowEdit edit(m_document.scenario().workflow.json());
    if (!edit.has(m_path))
        return;
    const QString path = m_path;
    const QString step = edit.nameOf(path);
    if (row->key() == "name"_L1) {
        edit.rename(path, text.trimmed());
        if (apply(edit, tr("Rename step %1").arg(step), {}, row))
            Q_EMIT stepRequested(path);
        return;
    }
    if (row->key() == "kind"_L1) {
        edit.setKind(path, text);
        apply(edit, tr("Make %1 a %2").arg(step, text), {}, row);
        return;
    }
    if (edit.value(path, row->field()) == text) {
        row->setError({});
        return;
    }
    const QString wrong = edit.setValue(path, row->field(), text);
    if (!wrong.isEmpty())
        return row->setError(wrong);
    apply(edit, tr("Change %1 of %2").arg(row->field().title.toLower(), step), path + row->key(), row);
}

bool StepForm::apply(const WorkflowEdit &edit, const QString &name, const QString &mergeKey, StepFormRow *row)
{
    const Result<Scenario> changed = withWorkloadText(m_document.scenario(), edit.text());
    if (row)
        row->setError(changed ? QString() : changed.error());
    m_problem->setText(changed || row ? QString() : changed.error());
    m_problem->setVisible(!m_problem->text().isEmpty());
    if (!changed)
        return false;
    m_document.edit(name, mergeKey, [&](Scenario &scenario) { scenario.workflow = changed->workflow; });
    return true;
}

void StepForm::addStep()
{
    flush();
    WorkflowEdit edit(m_document.scenario().workflow.json());
    if (const QString added = edit.add(m_path); !added.isEmpty() && apply(edit, tr("Add step"), {}, nullptr)) {
        Q_EMIT stepRequested(added);
        startRenaming();
    }
}

void StepForm::duplicateStep()
{
    flush();
    WorkflowEdit edit(m_document.scenario().workflow.json());
    const QString name = edit.nameOf(m_path);
    if (const QString copy = edit.duplicate(m_path); !copy.isEmpty() && apply(edit, tr("Duplicate step %1").arg(name), {}, nullptr))
        Q_EMIT stepRequested(copy);
}

void StepForm::removeStep()
{
    m_typed = nullptr;
    WorkflowEdit edit(m_document.scenario().workflow.json());
    const QString name = edit.nameOf(m_path);
    const QString next = edit.remove(m_path);
    if (next.isEmpty()) {
        m_problem->setText(tr("%1 is the only step here; a block has at least one.").arg(name));
        m_problem->setVisible(!m_path.isEmpty());
    } else if (apply(edit, tr("Delete step %1").arg(name), {}, nullptr)) {
        Q_EMIT stepRequested(next);
    }
}

StepFormRow *StepForm::row(const QString &key) const
{
    for (StepFormRow *row : m_rows) {
        if (row->key() == key)
            return row;
    }
    return nullptr;
}

void StepForm::startRenaming()
{
    if (const StepFormRow *name = row(u"name"_s)) {
        name->control()->setFocus();
        static_cast<QLineEdit *>(name->control())->selectAll();
    }
}

void StepForm::focusFirst()
{
    if (m_rows.size() > 2)
        m_rows[2]->control()->setFocus();
}

} // namespace interleave
