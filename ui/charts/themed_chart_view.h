// A chart view in the look of the program: no legend, no animation, no margins of its own. It follows the program's theme,
// or keeps one that was given (exported pictures use the light theme whatever the window shows). GUI thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QtCharts/QChartView>

class QValueAxis;

namespace interleave {

class ThemedChartView : public QChartView
{
    Q_OBJECT
public:
    /// `fixed`: the theme to keep; null: that of the program.
    explicit ThemedChartView(QWidget *parent = nullptr, const Theme *fixed = nullptr);

    const Theme &theme() const;

protected:
    /// Colours everything that the subclass put into the chart. Called on every change of theme; call it once when set up.
    virtual void applyTheme();
    /// Labels and grid of a value axis that is shown.
    void styleAxis(QValueAxis *axis) const;

private:
    const Theme *m_fixed;
};

/// Step of an axis with about so many intervals: 1, 2 or 5 times a power of ten.
double niceStep(double range, int intervals);
/// Colour of text on this ground: the theme's text or its opposite, whichever contrasts more.
QColor readableOn(const QColor &ground, const Theme &theme);

} // namespace interleave
