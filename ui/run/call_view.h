// One call of a run, live: what it is doing, its rates, its phases, and its reply as it arrives. advance() is cheap enough
// for every frame. A tab of the inspector; GUI thread.
#pragma once

#include "core/price_table.h"
#include "core/scenario.h"
#include "trace/trace.h"

#include <QWidget>

class QLabel;

namespace interleave {

class Chip;
class LabeledValue;
class PhaseTable;
class PhaseTableModel;
class ReplyText;

class CallView : public QWidget
{
    Q_OBJECT
public:
    explicit CallView(QWidget *parent = nullptr);

    void setScenario(const Scenario &scenario);
    void setPrices(const PriceTable &prices) { m_prices = prices; }
    /// Another trace, or another call of it.
    void show(const TracePtr &trace, int call, qint64 now);
    /// The same trace, grown.
    void advance(const TracePtr &trace, qint64 now);
    int call() const { return m_call; }

private:
    QWidget *makeHead();
    QWidget *makeFigures();
    QWidget *makePhases();
    void showHead(const CallRecord &call);
    void showFigures(const CallRecord &call);
    void showAttempts(const CallRecord &call);
    void showReply(const CallRecord &call);

    TracePtr m_trace;
    int m_call = -1;
    qint64 m_now = 0;
    QString m_endpoint;
    QLabel *m_title = nullptr;
    Chip *m_phase = nullptr;
    Chip *m_attempt = nullptr;
    Chip *m_endpointChip = nullptr;
    LabeledValue *m_firstToken = nullptr;
    LabeledValue *m_streamRate = nullptr;
    LabeledValue *m_callRate = nullptr;
    PhaseTableModel *m_phases;
    PhaseTable *m_table;
    QLabel *m_attempts;
    PriceTable m_prices;
    size_t m_attemptsShown = 0;
    QLabel *m_replySize;
    QLabel *m_error;
    ReplyText *m_reply;
    QLabel *m_analysis;
};

} // namespace interleave
