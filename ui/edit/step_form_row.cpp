#include "ui/edit/step_form_row.h"

#include "ui/edit/document_text_edit.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/theme_manager.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

namespace interleave {

static constexpr int labelWidth = 96;
static constexpr int shortWidth = 132;

StepFormRow::StepFormRow(const StepField &field, const QString &key, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_key(key)
{
    auto *name = new QLabel(field.title, this);
    name->setProperty("role", QStringLiteral("secondary"));
    name->setFixedWidth(labelWidth);
    QWidget *control = makeControl();
    name->setBuddy(control);
    control->setAccessibleName(field.title);
    control->setAccessibleDescription(field.hint);
    auto *hint = new ElidedLabel(this);
    hint->setFont(themeFont(TextRole::Caption));
    hint->setProperty("role", QStringLiteral("hint"));
    hint->setText(field.hint);
    hint->setToolTip(field.hint);
    m_error = new QLabel(this);
    m_error->setProperty("role", QStringLiteral("error"));
    m_error->setFont(themeFont(TextRole::Small));
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->hide();

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 3, 0, 3);
    grid->setHorizontalSpacing(metrics::gap);
    grid->setVerticalSpacing(3);
    grid->addWidget(name, 0, 0);
    if (isLong()) {
        grid->addWidget(hint, 0, 1, 1, 2);
        grid->addWidget(control, 1, 0, 1, 3);
    } else if (m_field.type == StepField::Type::Json || m_field.type == StepField::Type::Names) {
        grid->addWidget(control, 0, 1, 1, 2);
        grid->addWidget(hint, 1, 1, 1, 2);
    } else {
        control->setFixedWidth(shortWidth);
        grid->addWidget(control, 0, 1);
        grid->addWidget(hint, 0, 2);
    }
    grid->addWidget(m_error, 2, 0, 1, 3);
    grid->setColumnStretch(2, 1);
}

QWidget *StepFormRow::makeControl()
{
    if (isLong()) {
        constexpr int lines = 4;
        m_text = new DocumentTextEdit(this);
        m_text->setFixedHeight(m_text->fontMetrics().lineSpacing() * lines + 16);
        connect(m_text, &DocumentTextEdit::edited, this, &StepFormRow::typed);
        return m_text;
    }
    if (!m_field.choices.isEmpty() && m_field.type != StepField::Type::Operand) {
        m_choice = new QComboBox(this);
        m_choice->addItems(m_field.choices);
        connect(m_choice, &QComboBox::activated, this, &StepFormRow::entered);
        return m_choice;
    }
    m_line = new QLineEdit(this);
    connect(m_line, &QLineEdit::textEdited, this, &StepFormRow::typed);
    connect(m_line, &QLineEdit::editingFinished, this, &StepFormRow::entered);
    return m_line;
}

QWidget *StepFormRow::control() const
{
    if (m_line)
        return m_line;
    return m_choice ? static_cast<QWidget *>(m_choice) : m_text;
}

QString StepFormRow::text() const
{
    if (m_line)
        return m_line->text();
    return m_choice ? m_choice->currentText() : m_text->toPlainText();
}

void StepFormRow::showText(const QString &text)
{
    setError({});
    if (m_text)
        return m_text->showText(text);
    const QSignalBlocker blocker(control());
    if (m_choice)
        m_choice->setCurrentIndex(std::max(0, m_choice->findText(text)));
    else if (m_line->text() != text)
        m_line->setText(text);
}

void StepFormRow::setError(const QString &sentence)
{
    m_problem = sentence;
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    setStyleProperty(control(), "error", !sentence.isEmpty());
}

} // namespace interleave
