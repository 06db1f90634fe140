// conversationHtml(): an agent's turns, in order, with what its tools gave back and its tokens growing. See ui/run/step_text.h.
#include "ui/run/step_text.h"
#include "ui/run/step_words.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/theme_manager.h"

#include <QCoreApplication>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ConversationText)
};

constexpr qsizetype mostText = 1'200;
constexpr size_t mostSteps = 60;

class Conversation
{
public:
    Conversation(const Trace &trace, qint32 selected, const RunInsight *insight, const QList<Prompt> &prompts)
        : m_trace(trace)
        , m_selected(selected)
        , m_insight(insight)
        , m_job(trace.jobs()[static_cast<size_t>(at(selected).id.job)])
        , m_prompt(prompts.value(m_job.promptIndex))
    {
        const bool isGroup = at(selected).kind == StepKind::Group;
        m_group = isGroup ? at(selected).id.step : at(selected).parent;
        for (const qint32 step : m_job.steps) {
            if (at(step).parent == m_group)
                m_steps.push_back(step);
        }
        for (const qint32 step : m_steps) {
            if (const CallRecord *call = callOf(step)) {
                ++m_turns;
                m_mostTokens = std::max(m_mostTokens, call->usage.input.value_or(0) + call->usage.output.value_or(0));
            }
            m_tools += at(step).kind == StepKind::Tool;
            m_failed += at(step).kind == StepKind::Tool && at(step).finished && isFailure(at(step).outcome);
        }
    }

    QString html()
    {
        QString html = head() + figures();
        if (m_trace.find({at(m_selected).id.job, m_group}) < 0)
            html += beginning();
        // Of very many the ones around the selected one.
        const auto place = static_cast<size_t>(std::find(m_steps.begin(), m_steps.end(), m_selected) - m_steps.begin());
        const size_t first = place < m_steps.size() && place > mostSteps / 2 ? place - mostSteps / 2 : 0;
        for (size_t i = 0; i < m_steps.size(); ++i) {
            m_turn += callOf(m_steps[i]) != nullptr;
            if (i >= first && i < first + mostSteps)
                html += entryOf(m_steps[i]);
        }
        return html;
    }

private:
    /// What the job was given: system text, earlier turns, the task.
    QString beginning() const
    {
        QString html;
        if (!m_prompt.system.isEmpty())
            html += entry(Words::tr("System"), {}, textHtml(m_prompt.system, mostText), false);
        for (const Message &message : m_prompt.history) {
            QStringList parts{message.text};
            for (const ToolCall &call : message.toolCalls)
                parts.append(Words::tr("asks for %1").arg(call.name));
            for (const ToolResult &result : message.toolResults)
                parts.append(Words::tr("%1: %2").arg(result.name, result.output));
            parts.removeAll(QString());
            html += entry(message.role == Message::Role::Model ? Words::tr("Model, earlier") : Words::tr("User, earlier"), {},
                          textHtml(parts.join(u'\n'), mostText), false);
        }
        const QString task = m_prompt.text.isEmpty() ? m_job.label : m_prompt.text;
        return task.isEmpty() ? html : html + entry(Words::tr("Task"), {}, textHtml(task, mostText), false);
    }

    const StepRecord &at(qint32 step) const { return m_trace.steps()[static_cast<size_t>(step)]; }
    const CallRecord *callOf(qint32 step) const
    {
        return at(step).kind == StepKind::Call && at(step).call >= 0 ? &m_trace.calls()[static_cast<size_t>(at(step).call)] : nullptr;
    }
    QString times(qint64 begin, qint64 end) const
    {
        const auto seconds = [&](qint64 ns) { return numberText(static_cast<double>(ns - m_trace.origin()) / 1e9, 2); };
        return Words::tr("%1 to %2 s").arg(seconds(begin), end < 0 ? Words::tr("now") : seconds(end));
    }

    QString head() const
    {
        const qint32 group = m_trace.find({at(m_selected).id.job, m_group});
        const QString name = group >= 0 ? nameOfStep(m_trace, group) : Words::tr("Job %1").arg(at(m_selected).id.job + 1);
        QStringList parts{countText(m_turns, Words::tr("turn"), Words::tr("turns"))};
        if (m_tools > 0)
            parts.append(countText(m_tools, Words::tr("tool"), Words::tr("tools")));
        if (m_failed > 0)
            parts.append(Words::tr("%1 failed").arg(m_failed));
        return u"<p style='font-weight:600; font-size:large; margin:14px 0 0 0'>%1</p><p style='margin:0; color:%2'>%3</p>"_s.arg(
            name.toHtmlEscaped(), currentTheme().text2.name(), parts.join(u", "_s).toHtmlEscaped());
    }

    /// Wall, effort, active and critical: four figures, never one.
    QString figures() const
    {
        if (!m_insight)
            return {};
        std::vector<std::pair<qint64, qint64>> spans;
        qint64 effort = 0, critical = 0, begin = -1, end = -1;
        for (const qint32 step : m_job.steps) {
            if (!isIn(step))
                continue;
            critical += m_insight->critical[static_cast<size_t>(step)];
            begin = begin < 0 ? at(step).begin : std::min(begin, at(step).begin);
            end = std::max(end, at(step).end);
            const std::vector<qint32> &of = callOf(step) ? callOf(step)->spans : at(step).call < 0 ? at(step).spans : m_none;
            for (const qint32 index : of) {
                const Span &span = m_trace.spans()[static_cast<size_t>(index)];
                if (!isClientWait(span.phase))
                    spans.emplace_back(span.begin, Trace::endOr(span, m_trace.last()));
            }
        }
        std::sort(spans.begin(), spans.end());
        qint64 active = 0, coveredTo = 0;
        for (const auto &[from, to] : spans) {
            effort += to - from;
            active += std::max<qint64>(0, to - std::max(from, coveredTo));
            coveredTo = std::max(coveredTo, to);
        }
        const auto cell = [&](const QString &name, qint64 ns) {
            return u"<td style='padding-right:18px'><span style='color:%1'>%2</span><br><b>%3</b></td>"_s.arg(currentTheme().text2.name(),
                                                                                                              name, timeText(ns));
        };
        return u"<table style='margin-top:6px'><tr>"_s + cell(Words::tr("Wall time"), end - begin) + cell(Words::tr("Effort"), effort) +
               cell(Words::tr("Active"), active) + cell(Words::tr("Critical"), critical) + u"</tr></table>"_s;
    }

    bool isIn(qint32 step) const
    {
        qint64 parent = at(step).parent;
        for (int level = 0; level < 8; ++level) {
            if (parent == m_group)
                return true;
            const qint32 index = m_trace.find({at(step).id.job, parent});
            if (index < 0)
                return false;
            parent = at(index).parent;
        }
        return false;
    }

    QString entryOf(qint32 step) const
    {
        const StepRecord &record = at(step);
        if (const CallRecord *call = callOf(step))
            return entry(Words::tr("Turn %1: %2").arg(m_turn).arg(nameOfStep(m_trace, step)), times(record.begin, record.end),
                         turn(step, *call), step == m_selected, step);
        const bool isFailed = record.finished && isFailure(record.outcome);
        QString body;
        if (!record.asked.isEmpty())
            body += u"<p style='margin:0; color:%1'>%2</p>"_s.arg(currentTheme().text2.name(), record.asked.left(300).toHtmlEscaped());
        if (!record.result.isEmpty())
            body += isFailed ? u"<p style='margin:0; color:%1'>%2</p>"_s.arg(currentTheme().error.name(),
                                                                             record.result.left(mostText).toHtmlEscaped())
                             : textHtml(record.result, mostText);
        const QString name = isFailed ? Words::tr("%1 failed").arg(nameOfStep(m_trace, step)) : nameOfStep(m_trace, step);
        return entry(name, record.end < 0 ? Words::tr("goes on") : timeText(record.end - record.begin), body, step == m_selected, step);
    }

    QString turn(qint32 step, const CallRecord &call) const
    {
        QString body;
        if (!at(step).asked.isEmpty())
            body += u"<p style='margin:0 0 4px 0; color:%1'>%2</p>"_s.arg(currentTheme().text2.name(),
                                                                          at(step).asked.left(mostText).toHtmlEscaped());
        if (!call.text.isEmpty())
            body += textHtml(call.text, mostText);
        QStringList tools;
        for (const qint32 other : m_steps) {
            const std::vector<qint64> &causes = at(other).causes;
            if (at(other).kind == StepKind::Tool && std::find(causes.begin(), causes.end(), at(step).id.step) != causes.end())
                tools.append(u"<a style='color:%1' href='step:%2'>%3</a> %4"_s.arg(currentTheme().accentText.name(), QString::number(other),
                                                                                   nameOfStep(m_trace, other).toHtmlEscaped(),
                                                                                   at(other).asked.left(120).toHtmlEscaped()));
        }
        if (!tools.isEmpty())
            body += u"<p style='margin:2px 0 0 0'>%1</p>"_s.arg(tools.join(u"<br>"_s));
        if (call.finished && !isSuccess(call.outcome))
            body += u"<p style='margin:0; color:%1'>%2</p>"_s.arg(currentTheme().error.name(), call.message.toHtmlEscaped());
        return body + tokens(call);
    }

    /// What was sent and what came back, on one scale for all turns.
    QString tokens(const CallRecord &call) const
    {
        if (!call.usage.isTold() || m_mostTokens <= 0)
            return {};
        constexpr int whole = 160;
        const auto width = [&](qint32 count) { return std::max(1, count * whole / m_mostTokens); };
        const qint32 in = call.usage.input.value_or(0), out = call.usage.output.value_or(0);
        const Theme &theme = currentTheme();
        return u"<table cellspacing='0' cellpadding='0' style='margin-top:4px'><tr><td bgcolor='%1' width='%2' height='5'></td><td "
               u"bgcolor='%3' "
               u"width='%4'></td><td style='white-space:nowrap'>&nbsp;&nbsp;%5</td></tr></table>"_s.arg(
                   theme.phase(Phase::Ttft).line.name(), QString::number(width(in)), theme.phase(Phase::Stream).fill.name(),
                   QString::number(width(out)), Words::tr("%1 in, %2 out").arg(in).arg(out));
    }

    static QString entry(const QString &title, const QString &right, const QString &body, bool isSelected, qint32 step = -1)
    {
        const Theme &theme = currentTheme();
        const QString name = step < 0 ? title.toHtmlEscaped()
                                      : u"<a style='color:%1; text-decoration:none' href='step:%2'>%3</a>"_s.arg(
                                            theme.text.name(), QString::number(step), title.toHtmlEscaped());
        return u"<table width='100%' cellspacing='0' cellpadding='4' style='margin-top:8px'><tr><td width='3' bgcolor='%1'></td><td>"
               u"<b>%2</b>&nbsp;&nbsp;<span style='color:%3'>%4</span>%5</td></tr></table>"_s.arg(
                   isSelected ? theme.accent.name() : theme.panel.name(), name, theme.text3.name(), right.toHtmlEscaped(), body);
    }

    const Trace &m_trace;
    const qint32 m_selected;
    const RunInsight *const m_insight;
    const JobRecord &m_job;
    const Prompt m_prompt; // empty: it was not told
    qint64 m_group = 0;
    std::vector<qint32> m_steps; // directly in the group, in order of begin
    const std::vector<qint32> m_none;
    int m_turns = 0, m_tools = 0, m_failed = 0, m_turn = 0;
    qint32 m_mostTokens = 0;
};

} // namespace

QString conversationHtml(const Trace &trace, qint32 step, const RunInsight *insight, const QList<Prompt> &prompts)
{
    return Conversation(trace, step, insight, prompts).html();
}

} // namespace interleave
