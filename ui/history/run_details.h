// The selected run of the History page: what it is, how it went, where its time went, and what a person writes on it. Tags are saved when
// they are entered, a note when the field is left. GUI thread.
#pragma once

#include "history/run_entry.h"

#include <QFrame>

#include <optional>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace interleave {

class PanelHeader;

class RunDetails : public QFrame
{
    Q_OBJECT
public:
    explicit RunDetails(QWidget *parent = nullptr);

    /// None: nothing is selected. What was typed on another run is saved first.
    void showRun(const std::optional<RunEntry> &entry);
    void editTags();
    void editNote();

Q_SIGNALS:
    void marked(const interleave::RunEntry &entry, const interleave::RunMarks &marks);
    void failed(const QString &sentence);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void save();
    void addRow(const QString &name, const QString &text);

    std::optional<RunEntry> m_entry;
    PanelHeader *m_header;
    QLabel *m_title;
    QFormLayout *m_facts;
    QLineEdit *m_tags;
    QPlainTextEdit *m_note;
    QWidget *m_marks;
};

} // namespace interleave
