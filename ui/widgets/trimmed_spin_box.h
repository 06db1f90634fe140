// Spin boxes of the set-up: no needless zeros ("0.1", "250"), and the wheel changes one only while it has the focus, so
// that scrolling the panel cannot. GUI thread.
#pragma once

#include <QDoubleSpinBox>
#include <QWheelEvent>

namespace interleave {

class TrimmedSpinBox : public QDoubleSpinBox
{
public:
    explicit TrimmedSpinBox(QWidget *parent = nullptr)
        : QDoubleSpinBox(parent)
    {
        setFocusPolicy(Qt::StrongFocus);
        setAccelerated(true);
        setCorrectionMode(CorrectToNearestValue);
    }

    QString textFromValue(double value) const override
    {
        QString text = locale().toString(value, 'f', decimals());
        if (decimals() > 0) {
            while (text.endsWith(u'0'))
                text.chop(1);
            if (!text.back().isDigit())
                text.chop(1);
        }
        return text;
    }

protected:
    void wheelEvent(QWheelEvent *event) override
    {
        if (hasFocus())
            QDoubleSpinBox::wheelEvent(event);
        else
            event->ignore();
    }
};

} // namespace interleave
