// The figures of one run: verdict and reasons, calls by outcome, times with their percentiles, degrees, and the invariants
// as ticks. A tab of the inspector; GUI thread.
#pragma once

#include "trace/run_report.h"

#include <QScrollArea>

class QGridLayout;
class QVBoxLayout;

namespace interleave {

class RunView : public QScrollArea
{
    Q_OBJECT
public:
    explicit RunView(QWidget *parent = nullptr);

    /// Null: the run goes on, its figures come at its end.
    void showReport(const RunReport *report);

private:
    static QString toldText(std::optional<qint64> told, qint64 estimate);
    using Figures = QList<std::pair<QString, QString>>;

    void addHeader(QVBoxLayout *column, const QString &title);
    void addVerdict(QVBoxLayout *column, const RunReport &report);
    void addFigures(QVBoxLayout *column, const Figures &figures);
    void addTimes(QVBoxLayout *column, const RunReport &report);
    void addInvariants(QVBoxLayout *column, const Invariants &invariants);
};

} // namespace interleave
