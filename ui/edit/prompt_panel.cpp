#include "ui/edit/prompt_panel.h"

#include "setup/prompts/prompt_formats.h"
#include "ui/edit/endpoint_panel.h"
#include "ui/edit/prompt_editor.h"
#include "ui/edit/prompt_list.h"
#include "ui/itemmodels/prompt_list_model.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/hairline.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QFileDialog>
#include <QVBoxLayout>

namespace interleave {

PromptPanel::PromptPanel(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_model(new PromptListModel(document, this))
    , m_header(new PanelHeader(tr("Prompts"), this))
    , m_notice(new NoticeBar(this))
    , m_list(new PromptList(document, *m_model, this))
    , m_editor(new PromptEditor(document, this))
    , m_endpoint(new EndpointPanel(document, this))
{
    setProperty("role", QStringLiteral("panel"));
    setMinimumWidth(300);
    ActionButton *import = m_header->addButton(QStringLiteral("import"), tr("Import…"));
    import->setToolTip(tr("Prompts from text, JSON Lines, JSON, CSV, TSV or YAML files, packed or not"));
    ActionButton *add = m_header->addButton(QStringLiteral("plus"), tr("Add"));
    add->setToolTip(tr("Add a prompt"));
    m_list->setMinimumHeight(metrics::listRow + 2);
    m_notice->hide();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_notice);
    column->addWidget(m_list, 6);
    column->addWidget(new Hairline(this));
    column->addWidget(m_editor, 5);
    column->addWidget(new Hairline(this));
    column->addWidget(m_endpoint);

    connect(import, &QPushButton::clicked, this, &PromptPanel::importPrompts);
    connect(add, &QPushButton::clicked, this, &PromptPanel::addPrompt);
    connect(m_list, &PromptList::currentRowChanged, m_editor, &PromptEditor::setRow);
    connect(m_list, &PromptList::editRequested, m_editor, &PromptEditor::startEditing);
    connect(m_model, &PromptListModel::failed, this,
            [this](const QString &sentence) { m_notice->showNotice(NoticeBar::Kind::Error, tr("Not imported"), sentence); });
    connect(m_model, &PromptListModel::noticed, this,
            [this](const QString &sentence) { m_notice->showNotice(NoticeBar::Kind::Suspect, tr("Imported"), sentence); });
    connect(&document, &ScenarioDocument::changed, this, &PromptPanel::showCount);
    connect(m_model, &PromptListModel::modelReset, this, [this] { m_list->makeCurrent(0); });
    showCount();
    if (m_model->rowCount() > 0)
        m_list->makeCurrent(0);
    setFocusProxy(m_editor);
}

void PromptPanel::addPrompt()
{
    m_document.addPrompt();
    m_editor->startEditing();
}

void PromptPanel::importPrompts()
{
    const QStringList paths =
        QFileDialog::getOpenFileNames(this, tr("Import prompts"), {}, tr("Prompts (%1);;All files (*)").arg(promptFilesPattern()));
    if (paths.isEmpty())
        return;
    m_notice->clear();
    m_model->insertFiles(m_list->currentRow() >= 0 ? m_list->currentRow() + 1 : m_model->rowCount(), paths);
}

void PromptPanel::showCount()
{
    const auto count = m_document.scenario().prompts.size();
    m_header->setSecondary(count > 0 ? QString::number(count) : QString());
}

} // namespace interleave
