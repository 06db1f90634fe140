// A scroll area that is as high as what it holds where there is room for that, and scrolls where there is not. GUI thread.
#pragma once

#include <QEvent>
#include <QScrollArea>

namespace interleave {

class ShrinkingArea : public QScrollArea
{
public:
    /// `least`: its height however little room there is, px.
    ShrinkingArea(QWidget *content, int least, QWidget *parent)
        : QScrollArea(parent)
        , m_least(least)
    {
        setWidgetResizable(true);
        setFrameStyle(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
        setWidget(content);
    }
    QSize sizeHint() const override { return {widget()->sizeHint().width(), contentHeight()}; }
    QSize minimumSizeHint() const override { return {0, qMin(m_least, contentHeight())}; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }

private:
    int contentHeight() const
    {
        const int byWidth = widget()->heightForWidth(viewport()->width());
        return byWidth > 0 ? byWidth : widget()->sizeHint().height();
    }

    int m_least;
};

} // namespace interleave
