// The lower half of the Edit workspace: the timelines that the scenario is expected to have, in virtual time, dashed. The run
// is drawn over them in the Run workspace. GUI thread.
#pragma once

#include "ui/timeline/timeline_content.h"

#include <QWidget>

namespace interleave {

class PanelHeader;
class TimelineView;

class PredictionPanel : public QWidget
{
    Q_OBJECT
public:
    explicit PredictionPanel(QWidget *parent = nullptr);

    /// In the order of the models; a null trace is a model that cannot be predicted. `caveat`: what they leave out, in one sentence.
    void setPredictions(const QList<NamedTrace> &predictions, const QString &caveat);
    /// The card that explains an empty timeline: until the first run ever.
    void setCardShown(bool shown);

private:
    PanelHeader *m_header;
    TimelineView *m_timeline;
};

} // namespace interleave
