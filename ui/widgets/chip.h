// A word in a small frame, with the sample of a phase before it where it names one. GUI thread.
#pragma once

#include "core/phase.h"

#include <QWidget>

#include <optional>

namespace interleave {

class Chip : public QWidget
{
    Q_OBJECT
public:
    explicit Chip(QWidget *parent = nullptr);

    void show(const QString &text, std::optional<Phase> phase = {});
    /// The one chip of a row that gives way where there is no room.
    void setElides(bool elides);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    std::optional<Phase> m_phase;
    bool m_elides = false;
};

} // namespace interleave
