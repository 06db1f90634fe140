// One step of a run in the inspector: what it is, what it waited for, its slack, and the conversation that it is a turn of. Links go to
// other steps. A tab of the inspector; GUI thread.
#pragma once

#include "ui/run/step_text.h"

#include <QTextBrowser>

#include <memory>

namespace interleave {

using RunInsightPtr = std::shared_ptr<const RunInsight>;

class StepView : public QTextBrowser
{
    Q_OBJECT
public:
    explicit StepView(QWidget *parent = nullptr);

    /// What jobs begin with.
    void setPrompts(const QList<Prompt> &prompts) { m_prompts = prompts; }
    /// Another trace, or another step of it; -1: none. `insight`: null while the run goes on.
    void show(const TracePtr &trace, qint32 step, const RunInsightPtr &insight);
    /// The same, grown: written anew when something came, at most a few times a second.
    void advance();

Q_SIGNALS:
    void stepRequested(qint32 step);

protected:
    void changeEvent(QEvent *event) override;
    /// Nothing: whatever the texts, no file and no image is read.
    QVariant loadResource(int, const QUrl &) override { return {}; }

private:
    void write();

    TracePtr m_trace;
    qint32 m_step = -1;
    RunInsightPtr m_insight;
    QList<Prompt> m_prompts;
    quint64 m_written = 0;
    qint64 m_writtenAt = 0;
};

} // namespace interleave
