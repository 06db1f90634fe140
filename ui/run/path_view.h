// The critical path of a finished run in the inspector: how long each phase is on it, and its segments as a table; a row goes to its step.
// A tab of the inspector; GUI thread.
#pragma once

#include "ui/itemmodels/path_table_model.h"

#include <QWidget>

class QLabel;
class QTreeView;

namespace interleave {

class PathView : public QWidget
{
    Q_OBJECT
public:
    explicit PathView(QWidget *parent = nullptr);

    /// Null: the run goes on, its path is known at its end.
    void show(const TracePtr &trace, const std::shared_ptr<const CriticalPath> &path, const std::shared_ptr<const WaitReasons> &reasons);

Q_SIGNALS:
    void stepRequested(qint32 step);

private:
    PathTableModel *m_model;
    QLabel *m_sums;
    QTreeView *m_table;
};

} // namespace interleave
