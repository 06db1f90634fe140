#include "ui/edit/prediction_panel.h"

#include "ui/timeline/timeline_view.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/panel_header.h"

#include <QVBoxLayout>

namespace interleave {

static constexpr int gutterPx = 152;

PredictionPanel::PredictionPanel(QWidget *parent)
    : QWidget(parent)
{
    m_header = new PanelHeader(tr("Timeline"), this);
    ActionButton *fit = m_header->addButton(QStringLiteral("fit"), tr("Fit all"));
    fit->setKeyHint(QStringLiteral("0"));
    m_timeline = new TimelineView(this);
    m_timeline->setGutterWidth(gutterPx);
    m_timeline->setMinimapShown(false);
    connect(fit, &QPushButton::clicked, m_timeline, &TimelineView::fitAll);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_timeline, 1);
    setMinimumHeight(240);
}

void PredictionPanel::setPredictions(const QList<NamedTrace> &predictions, const QString &caveat)
{
    const bool known = std::all_of(predictions.begin(), predictions.end(), [](const NamedTrace &run) { return bool(run.trace); });
    m_header->setSecondary(!known              ? tr("no prediction for this endpoint")
                           : !caveat.isEmpty() ? tr("predicted in virtual time; %1").arg(caveat)
                                               : tr("predicted in virtual time; your run will be drawn over it"));
    m_header->setToolTip(caveat);
    m_timeline->setRuns(predictions);
    m_timeline->fitAll();
}

void PredictionPanel::setCardShown(bool shown) { m_timeline->setEmptyCardShown(shown); }

} // namespace interleave
