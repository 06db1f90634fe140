#include "ui/widgets/interleave_style.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme_manager.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QFocusFrame>
#include <QHeaderView>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionComplex>

namespace interleave {

namespace {

constexpr int spinButtonWidth = 21;
constexpr int comboArrowWidth = 28;
constexpr int ringMargin = 4; // 2 px gap and 2 px ring

/// A chevron or a check mark as a polyline, 1.4 px wide like the icons.
void drawStroke(QPainter *painter, const QColor &colour, const QPolygonF &points, double width = 1.4)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(points);
    painter->restore();
}

void drawChevron(QPainter *painter, const QColor &colour, const QRect &rect, bool down, double half = 3.5)
{
    const QPointF c = QRectF(rect).center();
    const double tip = (down ? 1 : -1) * half / 2;
    drawStroke(painter, colour, {c + QPointF(-half, -tip), c + QPointF(0, tip), c + QPointF(half, -tip)});
}

void drawBox(QPainter *painter, const QRectF &rect, double radius, const QColor &fill, const QColor &border, double width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->setPen(QPen(border, width));
    const double inner = width / 2;
    painter->drawRoundedRect(rect.adjusted(inner, inner, -inner, -inner), radius - inner, radius - inner);
    painter->restore();
}

/// Frame of a field: rest, hover, focus (2 px accent), error (2 px red), disabled.
void drawField(QPainter *painter, const QStyleOption *option, const QWidget *widget)
{
    const Theme &t = currentTheme();
    const QStyle::State state = option->state;
    if (!(state & QStyle::State_Enabled))
        return drawBox(painter, option->rect, metrics::radiusField, t.window, t.border, 1);
    if (widget && widget->property("error").toBool())
        return drawBox(painter, option->rect, metrics::radiusField, t.panel, t.error, 2);
    if (state & QStyle::State_HasFocus)
        return drawBox(painter, option->rect, metrics::radiusField, t.panel, t.accent, 2);
    drawBox(painter, option->rect, metrics::radiusField, t.panel, state & QStyle::State_MouseOver ? t.controlStrong : t.control, 1);
}

void drawSpinBox(const QStyle *style, const QStyleOptionSpinBox *option, QPainter *painter, const QWidget *widget)
{
    const Theme &t = currentTheme();
    drawField(painter, option, widget);
    if (option->buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const bool enabled = option->state & QStyle::State_Enabled;
    const QRect up = style->subControlRect(QStyle::CC_SpinBox, option, QStyle::SC_SpinBoxUp, widget);
    const QRect down = style->subControlRect(QStyle::CC_SpinBox, option, QStyle::SC_SpinBoxDown, widget);
    painter->fillRect(QRect(up.left(), option->rect.top() + 2, 1, option->rect.height() - 4), t.border);
    for (const auto &[part, rect, step] : {std::tuple(QStyle::SC_SpinBoxUp, up, QAbstractSpinBox::StepUpEnabled),
                                           std::tuple(QStyle::SC_SpinBoxDown, down, QAbstractSpinBox::StepDownEnabled)}) {
        const bool usable = enabled && (option->stepEnabled & step);
        const bool active = usable && option->activeSubControls == part && (option->state & QStyle::State_MouseOver);
        if (active)
            painter->fillRect(rect.adjusted(1, 0, 0, 0), option->state & QStyle::State_Sunken ? t.sunken : t.hover);
        const bool isDown = part == QStyle::SC_SpinBoxDown;
        const QColor colour = !usable ? withAlpha(t.text3, 0.5) : active ? t.text : t.text2;
        drawChevron(painter, colour, rect.adjusted(1, isDown ? -2 : 2, 0, isDown ? -2 : 2), isDown, 3);
    }
}

void drawComboBox(const QStyle *style, const QStyleOptionComboBox *option, QPainter *painter, const QWidget *widget)
{
    const Theme &t = currentTheme();
    drawField(painter, option, widget);
    const QRect arrow = style->subControlRect(QStyle::CC_ComboBox, option, QStyle::SC_ComboBoxArrow, widget);
    drawChevron(painter, option->state & QStyle::State_Enabled ? t.text2 : t.text3, arrow, true);
}

void drawCheckBox(const QStyleOption *option, QPainter *painter)
{
    const Theme &t = currentTheme();
    const bool enabled = option->state & QStyle::State_Enabled;
    const QRectF box(option->rect);
    if (!(option->state & (QStyle::State_On | QStyle::State_NoChange))) {
        drawBox(painter, box, metrics::radiusChip, enabled ? t.panel : t.window,
                !enabled                                  ? t.border
                : option->state & QStyle::State_MouseOver ? t.text2
                                                          : t.controlStrong,
                1);
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!enabled)
        painter->setOpacity(0.5);
    painter->setPen(Qt::NoPen);
    painter->setBrush(option->state & QStyle::State_MouseOver ? t.accentHover : t.accent);
    painter->drawRoundedRect(box, metrics::radiusChip, metrics::radiusChip);
    const QPointF o = box.topLeft();
    if (option->state & QStyle::State_NoChange)
        drawStroke(painter, t.onAccent, {o + QPointF(4.5, 8), o + QPointF(11.5, 8)}, 1.6);
    else
        drawStroke(painter, t.onAccent, {o + QPointF(4.2, 8.4), o + QPointF(6.9, 11), o + QPointF(11.8, 5.4)}, 1.6);
    painter->restore();
}

void drawRadio(const QStyleOption *option, QPainter *painter)
{
    const Theme &t = currentTheme();
    const bool on = option->state & QStyle::State_On;
    drawBox(painter, option->rect, option->rect.height() / 2.0, t.panel, on ? t.accent : t.controlStrong, on ? 5 : 1);
}

/// The ring lies 2 px outside of what it marks; a check box is marked at its box only.
void drawFocusRing(const QStyleOption *option, QPainter *painter, const QWidget *frame)
{
    const auto *ring = qobject_cast<const QFocusFrame *>(frame);
    const QWidget *marked = ring ? ring->widget() : nullptr;
    QRectF rect(option->rect);
    double radius = metrics::radiusButton + 3;
    if (const auto *button = qobject_cast<const QAbstractButton *>(marked); button && button->inherits("QCheckBox")) {
        QStyleOptionButton box;
        box.initFrom(button);
        rect = button->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &box, button);
        rect = rect.adjusted(0, 0, 2 * ringMargin, 2 * ringMargin);
        radius = metrics::radiusChip + 3;
    }
    drawBox(painter, rect, radius, QColor(), currentTheme().accent, 2);
}

} // namespace

InterleaveStyle::InterleaveStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void InterleaveStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractSpinBox *>(widget) || qobject_cast<QComboBox *>(widget) || qobject_cast<QAbstractButton *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto *header = qobject_cast<QHeaderView *>(widget))
        header->setHighlightSections(false); // no bold title over the column of the selection
}

int InterleaveStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return metrics::checkBox;
    case PM_CheckBoxLabelSpacing:
        return metrics::gap;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return ringMargin;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
        return 16;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int InterleaveStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
    case SH_ComboBox_Popup: // a list below the field, not a menu over it
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 250;
    case SH_FocusFrame_AboveWidget:
        return 1;
    case SH_FocusFrame_Mask:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QIcon InterleaveStyle::standardIcon(StandardPixmap name, const QStyleOption *option, const QWidget *widget) const
{
    // Every tool bar asks for it when it is made; Fusion would load six pictures, and for them every image plugin there is.
    if (name == SP_ToolBarHorizontalExtensionButton)
        return themeIcon(QStringLiteral("chevron-right"));
    return QProxyStyle::standardIcon(name, option, widget);
}

QSize InterleaveStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_SpinBox || type == CT_ComboBox)
        result.setHeight(qMax(metrics::field, option->fontMetrics.height() + 8));
    if (type == CT_ComboBox)
        result.setWidth(size.width() + comboArrowWidth + 12);
    return result;
}

QRect InterleaveStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                      const QWidget *widget) const
{
    const QRect r = option->rect;
    QRect result;
    if (control == CC_SpinBox) {
        const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option);
        const int buttons = spin && spin->buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : spinButtonWidth;
        const int half = r.height() / 2;
        if (part == SC_SpinBoxUp)
            result = {r.right() - buttons, r.top() + 2, buttons - 1, half - 2};
        else if (part == SC_SpinBoxDown)
            result = {r.right() - buttons, r.top() + half, buttons - 1, half - 2};
        else if (part == SC_SpinBoxEditField)
            result = {r.left() + 8, r.top() + 2, r.width() - buttons - 12, r.height() - 4};
        else
            result = r;
    } else if (control == CC_ComboBox) {
        if (part == SC_ComboBoxArrow)
            result = {r.right() - comboArrowWidth + 1, r.top(), comboArrowWidth, r.height()};
        else if (part == SC_ComboBoxEditField)
            result = {r.left() + 9, r.top() + 2, r.width() - comboArrowWidth - 9, r.height() - 4};
        else
            result = r;
    } else {
        return QProxyStyle::subControlRect(control, option, part, widget);
    }
    return visualRect(option->direction, r, result);
}

void InterleaveStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Theme &t = currentTheme();
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheckBox(option, painter);
    case PE_IndicatorRadioButton:
        return drawRadio(option, painter);
    case PE_IndicatorMenuCheckMark:
        if (option->state & State_On) {
            const QPointF c = QRectF(option->rect).center();
            drawStroke(painter, t.accentText, {c + QPointF(-4, 0.5), c + QPointF(-1.2, 3.2), c + QPointF(4, -3)}, 1.6);
        }
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorButtonDropDown:
        return drawChevron(painter, t.text2, option->rect, true);
    case PE_IndicatorArrowUp:
        return drawChevron(painter, t.text2, option->rect, false);
    case PE_IndicatorArrowRight: {
        const QPointF c = QRectF(option->rect).center();
        return drawStroke(painter, t.text2, {c + QPointF(-1.75, -3.5), c + QPointF(1.75, 0), c + QPointF(-1.75, 3.5)});
    }
    case PE_FrameFocusRect: // the ring is drawn outside of the control by FocusRing, rows show their selection
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void InterleaveStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (element == CE_FocusFrame)
        return drawFocusRing(option, painter, widget);
    QProxyStyle::drawControl(element, option, painter, widget);
}

void InterleaveStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                         const QWidget *widget) const
{
    if (const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(option); control == CC_SpinBox && spin)
        return drawSpinBox(proxy(), spin, painter, widget);
    if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option); control == CC_ComboBox && combo)
        return drawComboBox(proxy(), combo, painter, widget);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace interleave
