#include "ui/run/step_view.h"

#include "ui/widgets/theme.h"

#include <QEvent>
#include <QScrollBar>

namespace interleave {

StepView::StepView(QWidget *parent)
    : QTextBrowser(parent)
{
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setFont(themeFont(TextRole::Small));
    document()->setDocumentMargin(metrics::inset);
    setAccessibleName(tr("Step"));
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        bool isNumber = false;
        const int step = link.path().toInt(&isNumber);
        if (isNumber && link.scheme() == QStringLiteral("step"))
            Q_EMIT stepRequested(step);
    });
}

void StepView::show(const TracePtr &trace, qint32 step, const RunInsightPtr &insight)
{
    const bool isOther = trace != m_trace || step != m_step;
    m_trace = trace;
    m_step = step;
    m_insight = insight;
    write();
    if (isOther)
        verticalScrollBar()->setValue(0);
}

void StepView::advance()
{
    constexpr qint64 pause = 250'000'000; // texts that change faster cannot be read
    if (m_trace && m_step >= 0 && m_written != m_trace->version() && m_trace->last() - m_writtenAt >= pause)
        write();
}

void StepView::write()
{
    const int scroll = verticalScrollBar()->value();
    if (!m_trace || m_step < 0 || static_cast<size_t>(m_step) >= m_trace->steps().size()) {
        setPlainText(tr("Click a span to see its step: what it waited for, what waited for it, and the turns around it."));
        return;
    }
    m_written = m_trace->version();
    m_writtenAt = m_trace->last();
    const RunInsight *insight = m_insight && m_insight->slack.size() == m_trace->steps().size() ? m_insight.get() : nullptr;
    setHtml(stepHtml(*m_trace, m_step, insight) + conversationHtml(*m_trace, m_step, insight, m_prompts));
    verticalScrollBar()->setValue(scroll);
}

void StepView::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_trace)
        write(); // colours are in the mark-up
}

} // namespace interleave
