#include "cli/progress_line.h"

#include "cli/console.h"
#include "core/clock.h"
#include "forecast/prediction.h"
#include "run/queue_progress.h"
#include "trace/counters.h"

#include <cmath>
#include <sys/ioctl.h>
#include <unistd.h>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static constexpr int redrawMs = 100;
static constexpr int mostBarWidth = 20, leastBarWidth = 4;

/// A prediction of more would be felt as a pause.
static PredictionBounds bounds() { return {.calls = 2'000, .entries = 100'000, .cpuTime = std::chrono::milliseconds(200)}; }

bool ProgressLine::isTerminal() { return isErrorTerminal(); }

ProgressLine::ProgressLine(const RunController &controller, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
{
    connect(&controller, &RunController::traceAdvanced, this, [this] {
        if (!m_sinceStart.isValid())
            m_sinceStart.start();
        if (!m_lastDrawn.isValid() || m_lastDrawn.elapsed() >= redrawMs)
            draw();
    });
}

ProgressLine::~ProgressLine() { erase(); }

static QString barText(double part, int width)
{
    const int full = static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * width));
    return u'[' + QString(full, u'#') + QString(width - full, u'.') + u"] "_s;
}

/// The words matter more than the bar: it takes what they leave of the line.
QString ProgressLine::text(int columns)
{
    const int index = m_controller.currentRun();
    const TracePtr trace = m_controller.currentTrace();
    const Load load = loadOf(*trace);
    const double elapsedS = secondsFromNs(m_controller.now() - trace->origin());
    const QueueProgress whole = progressOf(m_controller.queue(), m_controller.finishedRuns(), index, *trace, elapsedS);
    QString words = u"%1, run %2 of %3: %4 calls, %5 in flight, %6/s"_s.arg(m_controller.queue()[index].model)
                        .arg(index + 1)
                        .arg(m_controller.queue().size())
                        .arg(whole.planned > 0 ? u"%1/%2"_s.arg(whole.done).arg(whole.planned) : QString::number(whole.done))
                        .arg(load.inFlight)
                        .arg(elapsedS > 0 ? load.over / elapsedS : 0, 0, 'f', 1);
    if (const double left = leftS(); left >= 0)
        words += u", %1 s left"_s.arg(std::ceil(left), 0, 'f', 0);
    const int barWidth = std::min(mostBarWidth, columns - static_cast<int>(words.size()) - 3);
    if (barWidth >= leastBarWidth)
        words.prepend(barText(whole.fraction, barWidth));
    return words.left(columns);
}

double ProgressLine::predictedS(int index)
{
    const PlannedRun &run = m_controller.queue()[index];
    const QString key = run.model + u'\n' + run.variant;
    const auto known = m_predictedS.constFind(key);
    if (known != m_predictedS.constEnd())
        return *known;
    const PredictedRun predicted = predict(run.scenario, run.model, bounds());
    const bool isTold = predicted.trace && predicted.leftOut.isEmpty();
    return m_predictedS[key] = isTold ? secondsFromNs(predicted.trace->runEnd()) : 0;
}

/// Of all runs, from their predictions, or else from the pace of the whole so far; negative: cannot be told yet.
double ProgressLine::leftS()
{
    const int index = m_controller.currentRun();
    const TracePtr trace = m_controller.currentTrace();
    const double elapsedS = secondsFromNs(m_controller.now() - trace->origin());
    double left = 0;
    for (int i = index; i < m_controller.queue().size(); ++i) {
        const double runS = predictedS(i);
        if (runS <= 0) {
            const double fraction = progressOf(m_controller.queue(), m_controller.finishedRuns(), index, *trace, elapsedS).fraction;
            return fraction > 0 ? static_cast<double>(m_sinceStart.elapsed()) / 1000 * (1 / fraction - 1) : -1;
        }
        left += i == index ? std::max(0.0, runS - elapsedS) : runS;
    }
    return left;
}

void ProgressLine::draw()
{
    if (m_controller.currentRun() < 0)
        return;
    m_lastDrawn.start();
    winsize size = {};
    const int columns = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    showLine(text(columns - 1));
    m_drawn = true;
}

void ProgressLine::erase()
{
    if (std::exchange(m_drawn, false))
        eraseLine();
}

} // namespace interleave::cli
