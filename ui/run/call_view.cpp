#include "ui/run/call_view.h"

#include "core/prompt.h"
#include "ui/itemmodels/endpoint_list.h"
#include "ui/itemmodels/phase_table_model.h"
#include "ui/run/analysis_text.h"
#include "ui/run/attempt_text.h"
#include "ui/run/phase_table.h"
#include "ui/run/reply_text.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/hairline.h"
#include "ui/widgets/labeled_value.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/shrinking_area.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wait_text.h"

#include <QHBoxLayout>

#include <limits>

namespace interleave {

static constexpr int charactersPerToken = 4; // of English, until the server has counted

static constexpr size_t noneShown = std::numeric_limits<size_t>::max();

CallView::CallView(QWidget *parent)
    : QWidget(parent)
    , m_phases(new PhaseTableModel(this))
    , m_table(new PhaseTable(*m_phases, this))
    , m_attempts(new QLabel(this))
    , m_replySize(new QLabel(this))
    , m_error(new QLabel(this))
    , m_reply(new ReplyText(this))
    , m_analysis(new QLabel(this))
{
    m_replySize->setFont(tabularFont(TextRole::Small));
    m_replySize->setProperty("role", QStringLiteral("hint"));
    auto *replyHeader = new PanelHeader(tr("Reply"), this);
    replyHeader->addRight(m_replySize);
    for (QLabel *label : {m_error, m_analysis, m_attempts}) {
        label->setFont(themeFont(TextRole::Small));
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setContentsMargins(metrics::inset, 8, metrics::inset, 8);
        label->hide();
    }
    m_error->setProperty("role", QStringLiteral("error"));
    m_attempts->setProperty("role", QStringLiteral("secondary"));
    m_analysis->setProperty("role", QStringLiteral("secondary"));
    m_analysis->setFrameStyle(QFrame::NoFrame);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(new Hairline(this));
    column->addWidget(makeFigures());
    column->addWidget(new Hairline(this));
    column->addWidget(makePhases()); // of many attempts it is long: then it scrolls, and the reply keeps its place
    column->addWidget(replyHeader);
    column->addWidget(m_error);
    column->addWidget(m_reply, 1);
    column->addWidget(m_analysis);
    connect(m_reply, &ReplyText::failed, this, [this](const QString &sentence) {
        m_error->setText(sentence);
        m_error->show();
    });
}

QWidget *CallView::makeHead()
{
    auto *head = new QWidget(this);
    m_title = new ElidedLabel(head);
    m_title->setFont(themeFont(TextRole::Section));
    m_phase = new Chip(head);
    m_attempt = new Chip(head);
    m_endpointChip = new Chip(head);
    m_endpointChip->setElides(true);
    auto *chips = new QHBoxLayout;
    chips->setSpacing(metrics::gap);
    chips->addWidget(m_phase);
    chips->addWidget(m_attempt);
    chips->addWidget(m_endpointChip);
    chips->addStretch(1);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(metrics::inset, 14, metrics::inset, 12);
    column->setSpacing(metrics::gap);
    column->addWidget(m_title);
    column->addLayout(chips);
    return head;
}

QWidget *CallView::makePhases()
{
    constexpr int leastRows = 5;
    auto *phases = new QWidget(this);
    auto *column = new QVBoxLayout(phases);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table);
    column->addWidget(m_attempts);
    column->addStretch(1);
    return new ShrinkingArea(phases, leastRows * metrics::denseRow, this);
}

QWidget *CallView::makeFigures()
{
    auto *figures = new QWidget(this);
    m_firstToken = new LabeledValue(tr("First token"), figures);
    m_streamRate = new LabeledValue(tr("Tokens/s, streaming"), figures);
    m_callRate = new LabeledValue(tr("Tokens/s, whole call"), figures);
    m_firstToken->setToolTip(tr("From the request's first byte to the first content of the reply"));
    m_streamRate->setToolTip(
        tr("Output tokens after the first, divided by the time from first to last chunk; ≈ until the server has counted"));
    m_callRate->setToolTip(tr("Output tokens divided by the time from planned to done"));
    auto *row = new QHBoxLayout(figures);
    row->setContentsMargins(metrics::inset, 12, metrics::inset, 12);
    row->setSpacing(14);
    for (LabeledValue *value : {m_firstToken, m_streamRate, m_callRate})
        row->addWidget(value);
    row->addStretch(1);
    return figures;
}

void CallView::setScenario(const Scenario &scenario) { m_endpoint = endpointTitle(scenario.endpoint); }

void CallView::show(const TracePtr &trace, int call, qint64 now)
{
    if (trace != m_trace || call != m_call) {
        m_reply->startAnew();
        m_attemptsShown = noneShown;
    }
    m_call = call;
    advance(trace, now);
}

void CallView::advance(const TracePtr &trace, qint64 now)
{
    m_trace = trace;
    m_now = now;
    m_phases->update(trace.get(), m_call, now);
    if (!trace || m_call < 0 || static_cast<size_t>(m_call) >= trace->calls().size())
        return;
    const CallRecord &call = trace->calls()[static_cast<size_t>(m_call)];
    showHead(call);
    showFigures(call);
    showAttempts(call);
    showReply(call);
}

void CallView::showHead(const CallRecord &call)
{
    m_title->setText(tr("%1  %2").arg(m_call + 1).arg(call.label));
    const Span *last = call.spans.empty() ? nullptr : &m_trace->spans()[static_cast<size_t>(call.spans.back())];
    if (last && last->end == Trace::open)
        m_phase->show(phaseTitle(last->phase), last->phase);
    else if (call.finished)
        m_phase->show(outcomeTitle(call.outcome));
    else
        m_phase->show(last ? tr("between phases") : tr("not started"));
    m_attempt->setVisible(call.attempts > 0);
    m_attempt->show(tr("attempt %1").arg(call.attempts));
    m_endpointChip->show(m_endpoint);
}

void CallView::showFigures(const CallRecord &call)
{
    const QString pending = call.finished ? tr("none") : tr("not yet");
    m_firstToken->setValue(call.firstChunk >= 0 && call.lastSent >= 0 ? timeText(call.firstChunk - call.lastSent) : pending);

    const bool isCounted = call.usage.output.has_value();
    const double tokens = isCounted ? *call.usage.output : static_cast<double>(call.text.size()) / charactersPerToken;
    const auto rate = [&](double count, qint64 ns) {
        const QString number = ns > 0 && count > 0 ? numberText(count / (static_cast<double>(ns) / 1e9), 0) : QString();
        return number.isEmpty() ? pending : isCounted ? number : tr("≈ %1").arg(number);
    };
    if (call.finished && call.chunks.size() < 2)
        m_streamRate->setValue(call.chunks.empty() ? tr("none") : tr("not streamed"));
    else
        m_streamRate->setValue(rate(tokens - 1, call.lastChunk - call.firstChunk));
    m_callRate->setValue(call.firstChunk < 0 ? pending : rate(tokens, (call.finished ? call.done : m_now) - call.planned));
}

/// Written anew when one more has ended or a wait began, not with every frame.
void CallView::showAttempts(const CallRecord &call)
{
    if (call.attemptEnds.size() + call.spans.size() == m_attemptsShown)
        return;
    m_attemptsShown = call.attemptEnds.size() + call.spans.size();
    const QString waits = waitsText(*m_trace, call);
    const QString attempts = attemptText(call, m_prices);
    m_attempts->setText(waits.isEmpty() ? attempts : attempts + u'\n' + waits);
    m_attempts->setVisible(!call.attemptEnds.empty());
}

void CallView::showReply(const CallRecord &call)
{
    const auto chunks = static_cast<int>(call.chunks.size());
    QStringList size;
    if (chunks > 0)
        size.append(chunks == 1 ? tr("1 chunk") : tr("%1 chunks").arg(chunks));
    if (call.usage.output)
        size.append(*call.usage.output == 1 ? tr("1 token") : tr("%1 tokens").arg(*call.usage.output));
    else if (call.finished && call.outcome == Outcome::Ok)
        size.append(tr("tokens not told, ≈ %1").arg(estimatedTokens(call.text.size())));
    m_replySize->setText(size.join(QStringLiteral(", ")));
    m_reply->showText(call.text, !call.finished && chunks > 0);

    const bool isError = call.finished && !isSuccess(call.outcome) && !call.message.isEmpty();
    if (m_error->isVisibleTo(this) != isError || (isError && m_error->text() != call.message)) {
        m_error->setText(isError ? call.message : QString());
        m_error->setVisible(isError);
    }
    const QString analysis = m_trace->analysisOf(call);
    if (m_analysis->property("json").toString() != analysis || m_analysis->isVisibleTo(this) == analysis.isEmpty()) {
        m_analysis->setProperty("json", analysis);
        m_analysis->setText(analysisText(analysis));
        m_analysis->setVisible(!m_analysis->text().isEmpty());
    }
}

} // namespace interleave
