// A few choices side by side of which one holds: the workspace switch, the tabs of the inspector. GUI thread.
#pragma once

#include <QFrame>

class QButtonGroup;

namespace interleave {

class SegmentedControl : public QFrame
{
    Q_OBJECT
public:
    explicit SegmentedControl(const QStringList &titles, QWidget *parent = nullptr);

    /// 24 px high instead of 34: for panel headers.
    void setSmall(bool small);
    int current() const;
    void setCurrent(int index); ///< does not emit
    void setSegmentEnabled(int index, bool enabled, const QString &reason = {});

Q_SIGNALS:
    void currentChanged(int index); ///< by the user

private:
    QButtonGroup *m_group;
};

} // namespace interleave
