#include "ui/status_strip.h"

#include "trace/run_report.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/verdict_chip.h"

#include <QLabel>
#include <QLocale>
#include <QProgressBar>

namespace interleave {

static constexpr int saidMs = 10'000; // long enough to read where something was written

StatusStrip::StatusStrip(QWidget *parent)
    : QStatusBar(parent)
{
    setFixedHeight(metrics::statusBar);
    setSizeGripEnabled(false);
    setContentsMargins(metrics::gap, 0, metrics::gap, 0);
    const auto label = [this] {
        auto *made = new QLabel(this);
        made->setFont(themeFont(TextRole::Small));
        made->setContentsMargins(metrics::gap, 0, metrics::gap, 0);
        return made;
    };
    m_simulator = label();
    m_calls = label();
    m_bar = new QProgressBar(this);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setFixedWidth(170);
    m_left = label();
    m_activity = label();
    m_errors = label();
    m_cost = label();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_simulator, m_calls, m_bar, m_left, m_activity, m_errors, m_cost})
        addWidget(widget);
    m_lag = label();
    m_delay = label();
    m_verdict = new VerdictChip(this);
    m_verdict->setToolTip(tr("Whether the client itself was fast enough for its numbers to be true. Click for the reasons."));
    connect(m_verdict, &QAbstractButton::clicked, this, &StatusStrip::verdictClicked);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_lag, m_delay, m_verdict})
        addPermanentWidget(widget);
    m_said.setSingleShot(true);
    m_said.setInterval(saidMs);
    connect(&m_said, &QTimer::timeout, this, [this] { showIdle(m_idle); });
    showIdle(tr("Nothing has run yet"));
    clearVerdict();
    setSimulator({});
}

void StatusStrip::setSimulator(const QString &baseUrl)
{
    m_simulator->setText(tr("Simulator ready on %1").arg(baseUrl.section(u'/', -1)));
    m_simulator->setVisible(!baseUrl.isEmpty());
}

void StatusStrip::say(const QString &sentence)
{
    constexpr int mostPx = 560; // the verdict beside it stays in view
    m_calls->setText(m_calls->fontMetrics().elidedText(sentence, Qt::ElideMiddle, mostPx));
    m_calls->setToolTip(sentence);
    m_said.start();
}

void StatusStrip::showIdle(const QString &sentence)
{
    m_idle = sentence;
    m_said.stop();
    m_calls->setToolTip({});
    m_calls->setText(sentence);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_bar, m_left, m_activity, m_errors, m_cost})
        widget->hide();
}

void StatusStrip::showProgress(const Progress &progress)
{
    m_said.stop();
    m_calls->setToolTip({});
    const QLocale locale;
    m_simulator->hide();
    m_calls->setText(progress.callsPlanned > 0
                         ? tr("%1 of %2 calls done").arg(locale.toString(progress.callsDone), locale.toString(progress.callsPlanned))
                         : countText(progress.callsDone, tr("call done"), tr("calls done")));
    m_bar->setValue(static_cast<int>(progress.fraction * 1000));
    m_left->setText(progress.timeLeft);
    m_activity->setText(tr("%1 in flight   %2 analyzing").arg(progress.inFlight).arg(progress.analyzing));
    m_errors->setText(countText(progress.errors, tr("error"), tr("errors")));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_bar, m_activity, m_errors})
        widget->show();
    m_left->setVisible(!progress.timeLeft.isEmpty());
    m_cost->setText(progress.cost);
    m_cost->setVisible(!progress.cost.isEmpty());
}

void StatusStrip::setMeasures(const QString &lag, const QString &delay)
{
    m_lag->setText(lag);
    m_delay->setText(delay);
    m_lag->setVisible(!lag.isEmpty());
    m_delay->setVisible(!delay.isEmpty());
}

void StatusStrip::clearVerdict()
{
    setMeasures({}, {});
    m_verdict->hide();
}

void StatusStrip::showRunningVerdict()
{
    setMeasures({}, {});
    m_verdict->setVerdict(VerdictChip::Kind::Neutral, tr("MEASURING"));
    m_verdict->show();
}

void StatusStrip::showVerdict(const QList<RunReport> &reports)
{
    if (reports.isEmpty()) {
        clearVerdict();
        return;
    }
    int suspect = 0;
    RunResult result;
    std::optional<double> lag, delay;
    const auto worst = [](std::optional<double> &most, std::optional<double> value) {
        if (value && (!most || *value > *most))
            most = value;
    };
    for (const RunReport &report : reports) {
        suspect += report.validity.valid ? 0 : 1;
        result.add(report.result());
        worst(lag, report.validity.loopLagMsP99);
        worst(delay, report.validity.scheduleDelayMsP99);
    }
    const QLocale locale;
    setMeasures(lag ? tr("loop lag p99 %1 ms").arg(locale.toString(*lag, 'f', 1)) : QString(),
                delay ? tr("schedule delay p99 %1 ms").arg(locale.toString(*delay, 'f', 1)) : QString());
    const auto count = static_cast<int>(reports.size());
    m_verdict->setVerdict(suspect > 0           ? VerdictChip::Kind::Suspect
                          : result.isComplete() ? VerdictChip::Kind::Valid
                                                : VerdictChip::Kind::Errors,
                          suspect == 0 && count > 1 && result.isComplete() ? tr("%1 of %1 VALID").arg(count)
                                                                           : verdictText(suspect, count, result));
    m_verdict->show();
}

} // namespace interleave
