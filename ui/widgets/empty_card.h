// The card that a free area shows before there is anything to draw: what will appear here, in one title and a few words,
// with one optional widget below (a picture, a button). 400 px wide. GUI thread.
#pragma once

#include <QFrame>

namespace interleave {

class EmptyCard : public QFrame
{
    Q_OBJECT
public:
    EmptyCard(const QString &title, const QString &sentence, QWidget *parent = nullptr);

    void addWidget(QWidget *widget);
};

/// The strip that teaches the four families of phases: limiter, waiting, streaming, analyze.
class PhaseStrip : public QWidget
{
    Q_OBJECT
public:
    explicit PhaseStrip(QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace interleave
