#include "ui/edit/prompt_editor.h"

#include "core/field_range.h"
#include "ui/edit/document_text_edit.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

namespace interleave {

static Prompt newPrompt(const QString &text)
{
    Prompt prompt;
    prompt.text = text;
    return prompt;
}

static constexpr double temperatureUnset = -0.1; // one step below the least: shown as "not sent"

PromptEditor::PromptEditor(ScenarioDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_title(new QLabel(this))
    , m_disclosure(new QPushButton(tr("System text, parameters"), this))
    , m_text(new DocumentTextEdit(this))
{
    m_title->setFont(themeFont(TextRole::Small));
    m_title->setProperty("role", QStringLiteral("secondary"));
    m_title->setBuddy(m_text);
    m_disclosure->setProperty("role", QStringLiteral("flat"));
    m_disclosure->setFont(themeFont(TextRole::Small));
    m_text->setFont(themeFont(TextRole::Body));
    m_text->setPlaceholderText(tr("Type a prompt"));
    m_text->setMinimumHeight(44);
    m_details = makeDetails();

    auto *header = new QHBoxLayout;
    header->setContentsMargins(0, 0, -9, 0); // the flat button's own padding
    header->addWidget(m_title);
    header->addStretch(1);
    header->addWidget(m_disclosure);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::inset, 6, metrics::inset, 12);
    column->setSpacing(6);
    column->addLayout(header);
    column->addWidget(m_text, 2);
    column->addWidget(m_details, 1);
    setFocusProxy(m_text);

    connect(m_disclosure, &QPushButton::clicked, this, [this] { showDetails(m_details->isHidden()); });
    connect(m_text, &DocumentTextEdit::edited, this, [this](const QString &text) {
        if (m_row >= 0)
            change([&](Prompt &prompt) { prompt.text = text; });
        else if (!text.trimmed().isEmpty())
            m_document.insertPrompts(0, {newPrompt(text)});
    });
    connect(&document, &ScenarioDocument::changed, this, &PromptEditor::showRow);
    showDetails(false);
    showRow();
}

QWidget *PromptEditor::makeDetails()
{
    auto *details = new QWidget(this);
    m_system = new DocumentTextEdit(details);
    m_system->setPlaceholderText(tr("System text, sent before the prompt"));
    m_system->setAccessibleName(tr("System text"));
    m_system->setMinimumHeight(36);
    m_temperature = new QDoubleSpinBox(details);
    m_temperature->setRange(temperatureUnset, rangeOf("temperature").most);
    m_temperature->setSingleStep(0.1);
    m_temperature->setDecimals(1);
    m_temperature->setPrefix(tr("temperature "));
    m_temperature->setSpecialValueText(tr("temperature –"));
    m_temperature->setAccessibleName(tr("Temperature"));
    m_maxTokens = new QSpinBox(details);
    m_maxTokens->setRange(0, static_cast<int>(rangeOf("max_output_tokens").most)); // 0: not sent
    m_maxTokens->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_maxTokens->setPrefix(tr("max tokens "));
    m_maxTokens->setSpecialValueText(tr("max tokens –"));
    m_maxTokens->setAccessibleName(tr("Most output tokens"));

    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    for (QAbstractSpinBox *box : {static_cast<QAbstractSpinBox *>(m_temperature), static_cast<QAbstractSpinBox *>(m_maxTokens)}) {
        box->setButtonSymbols(QAbstractSpinBox::NoButtons); // the names stand in the fields, and need the room
        box->setToolTip(tr("–: not sent, so the provider's default holds"));
        box->setMinimumWidth(80);
        row->addWidget(box, 1);
    }

    auto *column = new QVBoxLayout(details);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_system, 1);
    column->addLayout(row);

    connect(m_system, &DocumentTextEdit::edited, this,
            [this](const QString &text) { change([&](Prompt &prompt) { prompt.system = text; }); });
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        change([&](Prompt &prompt) { prompt.temperature = value < 0 ? std::nullopt : std::optional(value); });
    });
    connect(m_maxTokens, &QSpinBox::valueChanged, this, [this](int value) {
        change([&](Prompt &prompt) { prompt.maxOutputTokens = value == 0 ? std::nullopt : std::optional(value); });
    });
    return details;
}

void PromptEditor::setRow(int row)
{
    const bool isOther = row != m_row;
    m_row = row;
    showRow();
    if (isOther)
        m_text->moveCursor(QTextCursor::End);
}

void PromptEditor::startEditing(const QString &typed)
{
    m_text->setFocus(Qt::OtherFocusReason);
    m_text->moveCursor(QTextCursor::End);
    if (!typed.isEmpty())
        m_text->insertPlainText(typed);
}

void PromptEditor::showRow()
{
    const QList<Prompt> &prompts = m_document.scenario().prompts;
    const bool exists = m_row >= 0 && m_row < prompts.size();
    const Prompt prompt = exists ? prompts[m_row] : Prompt{};
    m_title->setText(exists ? tr("Prompt %1").arg(m_row + 1) : tr("New prompt"));
    m_text->setAccessibleName(m_title->text());
    m_text->showText(prompt.text);
    m_details->setEnabled(exists);
    m_system->showText(prompt.system);
    const QSignalBlocker noTemperature(m_temperature), noTokens(m_maxTokens);
    m_temperature->setValue(prompt.temperature.value_or(temperatureUnset));
    m_maxTokens->setValue(prompt.maxOutputTokens.value_or(0));
    // Closed, it still says that there is something behind it.
    const bool hasDetails = !prompt.system.isEmpty() || prompt.temperature || prompt.maxOutputTokens;
    m_disclosure->setText(hasDetails && m_details->isHidden() ? tr("System text, parameters (set)") : tr("System text, parameters"));
}

void PromptEditor::showDetails(bool isShown)
{
    m_disclosure->setIcon(themeIcon(isShown ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_details->setVisible(isShown);
    showRow();
}

void PromptEditor::change(const std::function<void(Prompt &)> &edit)
{
    if (m_row < 0 || m_row >= m_document.scenario().prompts.size())
        return;
    Prompt prompt = m_document.scenario().prompts[m_row];
    edit(prompt);
    m_document.setPrompt(m_row, prompt);
}

} // namespace interleave
