// The chip that says whether the numbers can be trusted: VALID, SUSPECT, or how many errors. A button, because a click
// opens the reasons. GUI thread.
#pragma once

#include <QAbstractButton>

namespace interleave {

class VerdictChip : public QAbstractButton
{
    Q_OBJECT
public:
    enum class Kind { Valid, Suspect, Errors, Neutral };

    explicit VerdictChip(QWidget *parent = nullptr);

    /// The text is "VALID", "25 of 25 VALID", "2 errors", ...; the sign before it follows from the kind.
    void setVerdict(Kind kind, const QString &text);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Neutral;
};

} // namespace interleave
