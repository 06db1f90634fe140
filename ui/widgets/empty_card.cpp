#include "ui/widgets/empty_card.h"

#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme_manager.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace interleave {

EmptyCard::EmptyCard(const QString &title, const QString &sentence, QWidget *parent)
    : QFrame(parent)
{
    setProperty("role", QStringLiteral("card"));
    setFixedWidth(400);
    auto *heading = new QLabel(title, this);
    heading->setFont(themeFont(TextRole::Section));
    auto *words = new QLabel(sentence, this);
    words->setProperty("role", QStringLiteral("secondary"));
    words->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 18);
    column->setSpacing(6);
    column->addWidget(heading);
    column->addWidget(words);
}

void EmptyCard::addWidget(QWidget *widget) { layout()->addWidget(widget); }

PhaseStrip::PhaseStrip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFont(themeFont(TextRole::Caption));
}

QSize PhaseStrip::sizeHint() const { return {360, 38}; }

void PhaseStrip::paintEvent(QPaintEvent *)
{
    struct Part {
        Phase phase;
        double from, to; // share of the width
        bool named;
    };
    static constexpr Part parts[] = {{Phase::Limiter, 0, 0.11, true},
                                     {Phase::Connect, 0.11, 0.14, false},
                                     {Phase::Ttft, 0.14, 0.39, true},
                                     {Phase::Stream, 0.39, 0.83, true},
                                     {Phase::Analyze, 0.83, 1, true}};
    const Theme &t = currentTheme();
    QPainter painter(this);
    painter.setFont(font());
    for (const Part &part : parts) {
        const QRectF bar(part.from * width(), 6, (part.to - part.from) * width(), 14);
        paintSpan(painter, t, bar, part.phase);
        if (part.phase == Phase::Stream) {
            std::vector<double> ticks;
            for (double x = bar.left() + 17; x < bar.right() - 8; x += 20)
                ticks.push_back(x);
            paintChunkTicks(painter, t, bar, ticks);
        }
        if (!part.named)
            continue;
        painter.setPen(t.text2);
        painter.drawText(bar.adjusted(-20, 16, 20, 20), Qt::AlignHCenter | Qt::AlignTop, phaseTitle(part.phase));
    }
}

} // namespace interleave
