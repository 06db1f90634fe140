#include "ui/timeline/start_card.h"

#include "ui/widgets/empty_card.h"

#include <algorithm>

namespace interleave {

StartCard::StartCard(QWidget *parent)
    : QObject(parent)
    , m_parent(parent)
{
}

/// In the middle of the lanes, or beside what is predicted: right of the shorter ones, below the longest.
static QPoint placeOfCard(const TimelineFrame &frame, QSize size)
{
    const TimelineContent &content = *frame.content;
    const QPoint middle = frame.lanesRect().toAlignedRect().center();
    if (content.isEmpty())
        return {middle.x() - size.width() / 2, middle.y() - size.height() / 2};
    int longest = 0;
    for (int i = 1; content.isStacked && i < static_cast<int>(content.runs.size()); ++i) {
        if (content.index(i).contentEnd(0) > content.index(longest).contentEnd(0))
            longest = i;
    }
    const LaneRow &row = frame.layout->rows()[content.isStacked ? longest : 0];
    return {frame.size.width() * 62 / 100, frame.rowTop(row) + row.height + 22};
}

void StartCard::place(const TimelineFrame &frame, bool isWanted)
{
    const std::vector<TimelineRun> &runs = frame.content->runs;
    const bool hasRun = std::any_of(runs.begin(), runs.end(), [](const TimelineRun &run) { return !run.isGhost && !run.index.isEmpty(); });
    if (!isWanted || hasRun) {
        if (m_card)
            m_card->hide();
        return;
    }
    if (!m_card) {
        auto *card =
            new EmptyCard(tr("Nothing has run yet"),
                          tr("Every call and every analysis appears here while it happens. Read along a row to see one call wait, stream "
                             "and be analyzed."),
                          m_parent);
        card->addWidget(new PhaseStrip);
        m_card = card;
    }
    const QSize size(400, m_card->hasHeightForWidth() ? m_card->heightForWidth(400) : m_card->sizeHint().height());
    const QPoint place = placeOfCard(frame, size);
    const bool fits = place.x() + size.width() + 20 <= m_parent->width() && place.y() + size.height() + 8 <= m_parent->height() &&
                      place.y() >= frame.lanesRect().toAlignedRect().top();
    m_card->setGeometry(QRect(place, size));
    m_card->setVisible(fits);
}

} // namespace interleave
