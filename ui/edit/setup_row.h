// One row of the set-up: label, control, and a hint that says what the number means. A row that no ticked model uses is
// disabled and says so in its tool tip. Used by the set-up panel; GUI thread.
#pragma once

#include <QWidget>

class QLabel;

namespace interleave {

class SetupRow : public QWidget
{
    Q_OBJECT
public:
    SetupRow(const QString &name, QWidget *control, const QString &hint, QWidget *parent = nullptr);

    /// An empty reason enables the row.
    void setReasonDisabled(const QString &reason);
    void setHint(const QString &hint);

private:
    QLabel *m_name;
    QWidget *m_control;
    QLabel *m_hint;
};

} // namespace interleave
