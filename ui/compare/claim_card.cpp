#include "ui/compare/claim_card.h"

#include "ui/widgets/verdict_chip.h"

#include <QHBoxLayout>
#include <QLabel>

namespace interleave {

static VerdictChip::Kind chipOf(ClaimVerdict::Kind kind)
{
    switch (kind) {
    case ClaimVerdict::Kind::Reproduced:
        return VerdictChip::Kind::Valid;
    case ClaimVerdict::Kind::OnlyIf:
        return VerdictChip::Kind::Suspect;
    case ClaimVerdict::Kind::NotReproduced:
        return VerdictChip::Kind::Errors;
    case ClaimVerdict::Kind::None:
        break;
    }
    return VerdictChip::Kind::Neutral;
}

ClaimCard::ClaimCard(const ClaimVerdict &verdict, QWidget *parent)
    : QFrame(parent)
    , m_rows(new QVBoxLayout(this))
{
    setAccessibleName(tr("Verdict about a published claim"));
    m_rows->setContentsMargins(0, 0, 0, metrics::groupGap);
    m_rows->setSpacing(4);
    addVerdict(verdict);
    addText(verdict.claim.text, TextRole::Body, false);
    addText(verdict.claim.number + QStringLiteral(" \u00b7 ") + verdict.claim.source, TextRole::Small, true);
    if (verdict.headline() != verdict.shortHeadline())
        addText(verdict.headline(), TextRole::BodyStrong, false);
    addTests(verdict);
    for (const QString &remark : verdict.remarks())
        addText(remark, TextRole::Small, true);
}

void ClaimCard::addVerdict(const ClaimVerdict &verdict)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    auto *title = new QLabel(tr("The claim"), this);
    title->setFont(themeFont(TextRole::BodyStrong));
    auto *chip = new VerdictChip(this);
    chip->setFocusPolicy(Qt::NoFocus); // nothing to press
    chip->setCursor(Qt::ArrowCursor);
    chip->setVerdict(chipOf(verdict.kind()), verdict.shortHeadline());
    row->addWidget(title);
    row->addWidget(chip);
    row->addStretch(1);
    m_rows->addLayout(row);
}

void ClaimCard::addTests(const ClaimVerdict &verdict)
{
    const QStringList sentences = verdict.findings();
    for (qsizetype i = 0; i < sentences.size(); ++i) {
        const ClaimTestVerdict &test = verdict.tests[static_cast<size_t>(i)];
        const QChar sign = !test.measured ? QChar(u'–') : test.isMet() ? QChar(0x2713) : QChar(0x2717);
        addText(sign + QStringLiteral("  ") + sentences[i], TextRole::Dense, false);
    }
}

QLabel *ClaimCard::addText(const QString &text, TextRole role, bool isQuiet)
{
    auto *label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setFont(themeFont(role));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (isQuiet)
        label->setProperty("tone", QStringLiteral("quiet"));
    m_rows->addWidget(label);
    return label;
}

} // namespace interleave
