#include "ui/history/run_details.h"

#include "ui/history/run_words.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/theme.h"

#include <QDir>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace interleave {

RunDetails::RunDetails(QWidget *parent)
    : QFrame(parent)
    , m_header(new PanelHeader(tr("Run"), this))
    , m_title(new QLabel(this))
    , m_facts(new QFormLayout)
    , m_tags(new QLineEdit(this))
    , m_note(new QPlainTextEdit(this))
    , m_marks(new QWidget(this))
{
    m_title->setFont(themeFont(TextRole::Section));
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts->setHorizontalSpacing(metrics::groupGap);
    m_facts->setVerticalSpacing(metrics::gap / 2);
    m_tags->setPlaceholderText(tr("Tags, with commas between them"));
    m_tags->setAccessibleName(tr("Tags of the run"));
    m_note->setPlaceholderText(tr("What this run was about, and what it showed"));
    m_note->setAccessibleName(tr("Note on the run"));
    m_note->setTabChangesFocus(true);
    m_note->installEventFilter(this);

    auto *marks = new QVBoxLayout(m_marks);
    marks->setContentsMargins(0, 0, 0, 0);
    marks->setSpacing(metrics::gap);
    auto *tagsLabel = new QLabel(tr("&Tags"), m_marks);
    tagsLabel->setBuddy(m_tags);
    auto *noteLabel = new QLabel(tr("&Note"), m_marks);
    noteLabel->setBuddy(m_note);
    for (QWidget *widget : {static_cast<QWidget *>(tagsLabel), static_cast<QWidget *>(m_tags), static_cast<QWidget *>(noteLabel)})
        marks->addWidget(widget);
    marks->addWidget(m_note, 1);

    auto *body = new QVBoxLayout;
    body->setContentsMargins(metrics::inset, metrics::groupGap, metrics::inset, metrics::groupGap);
    body->setSpacing(metrics::groupGap);
    body->addWidget(m_title);
    body->addLayout(m_facts);
    body->addWidget(m_marks, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(body, 1);
    connect(m_tags, &QLineEdit::editingFinished, this, &RunDetails::save);
    showRun(std::nullopt);
}

void RunDetails::addRow(const QString &name, const QString &text)
{
    if (text.isEmpty())
        return;
    auto *value = new QLabel(text, this);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *label = new QLabel(name, this);
    label->setProperty("tone", QStringLiteral("quiet"));
    m_facts->addRow(label, value);
}

void RunDetails::showRun(const std::optional<RunEntry> &entry)
{
    const bool isSame = entry && m_entry && entry->file == m_entry->file;
    if (!isSame)
        save(); // of the one that is left
    const bool isTyped = isSame && (m_tags->hasFocus() || m_note->hasFocus());
    m_entry = entry;
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    m_marks->setVisible(entry.has_value());
    if (!entry) {
        m_title->setText(tr("Select a run to see what it is."));
        return;
    }
    m_title->setText(entry->isReadable() ? entry->scenario : QFileInfo(entry->file).fileName());
    addRow(tr("Model"), run_words::model(*entry));
    addRow(tr("When"), run_words::when(*entry));
    addRow(tr("Makespan"), run_words::makespan(*entry));
    addRow(tr("Result"), run_words::result(*entry));
    addRow(tr("Measurement"), entry->reason.isEmpty() ? entry->verdict() : tr("%1: %2").arg(entry->verdict(), entry->reason));
    addRow(tr("Endpoint"), entry->endpoint);
    addRow(tr("Transport"), entry->transport);
    addRow(tr("Program"), entry->version);
    addRow(tr("Problem"), entry->problem);
    addRow(tr("Id"), entry->id);
    addRow(tr("File"), tr("%1, %2").arg(QDir::toNativeSeparators(entry->file), run_words::size(entry->sizeBytes)));
    if (isTyped)
        return; // the list came anew, and a person writes
    m_tags->setText(entry->marks.tags.join(QStringLiteral(", ")));
    m_note->setPlainText(entry->marks.note);
}

void RunDetails::editTags()
{
    m_tags->setFocus(Qt::ShortcutFocusReason);
    m_tags->selectAll();
}

void RunDetails::editNote() { m_note->setFocus(Qt::ShortcutFocusReason); }

void RunDetails::save()
{
    if (!m_entry)
        return;
    const Result<QStringList> tags = tagsFrom(m_tags->text().split(u',', Qt::SkipEmptyParts));
    if (!tags) {
        Q_EMIT failed(tags.error());
        return;
    }
    const RunMarks marks{*tags, m_note->toPlainText()};
    if (marks == m_entry->marks)
        return;
    m_entry->marks = marks;
    Q_EMIT marked(*m_entry, marks);
}

bool RunDetails::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_note && event->type() == QEvent::FocusOut)
        save();
    return QFrame::eventFilter(watched, event);
}

} // namespace interleave
