// A line of one pixel between two parts of a panel. GUI thread.
#pragma once

#include <QFrame>

namespace interleave {

class Hairline : public QFrame
{
public:
    explicit Hairline(QWidget *parent = nullptr)
        : QFrame(parent)
    {
        setProperty("role", QStringLiteral("hairline"));
        setFixedHeight(1);
    }
};

} // namespace interleave
