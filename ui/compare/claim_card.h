// The published claim that a scenario puts to the test, and what the runs say of it: the verdict as a chip, the claim and its source, a
// line for each test, what it costs, and the trap. Stands above the findings of a comparison. GUI thread; the verdict is made elsewhere
// (forecast/claims).
#pragma once

#include "trace/claim_verdict.h"
#include "ui/widgets/theme.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace interleave {

class ClaimCard : public QFrame
{
    Q_OBJECT
public:
    explicit ClaimCard(const ClaimVerdict &verdict, QWidget *parent = nullptr);

private:
    void addVerdict(const ClaimVerdict &verdict);
    void addTests(const ClaimVerdict &verdict);
    QLabel *addText(const QString &text, TextRole role, bool isQuiet);

    QVBoxLayout *m_rows;
};

} // namespace interleave
