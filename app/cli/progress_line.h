// The progress bar on standard error: one line that is drawn over itself at most ten times a second and erased at the end.
// Only on a terminal. Reads the controller's trace; main thread.
#pragma once

#include "run/run_controller.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>

namespace interleave::cli {

class ProgressLine : public QObject
{
    Q_OBJECT
public:
    explicit ProgressLine(const RunController &controller, QObject *parent = nullptr);
    ~ProgressLine() override; ///< erases it

    static bool isTerminal();

private:
    void draw();
    QString text(int columns);
    void erase();
    double leftS();
    double predictedS(int index);

    const RunController &m_controller;
    QHash<QString, double> m_predictedS; // by model and variant; 0: cannot be predicted
    QElapsedTimer m_sinceStart;
    QElapsedTimer m_lastDrawn;
    bool m_drawn = false;
};

} // namespace interleave::cli
