#include "ui/edit/setup_fold.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme_manager.h"

#include <QPainter>
#include <QVBoxLayout>

#include <utility>

namespace interleave {

static constexpr int lineHeight = 30;
static constexpr int chevronSize = 16;

FoldLine::FoldLine(const QString &name, QWidget *parent)
    : QAbstractButton(parent)
{
    setText(name);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(lineHeight);
}

void FoldLine::setSummary(const QString &summary, bool differs)
{
    m_summary = summary;
    m_differs = differs;
    setToolTip(summary);
    setAccessibleDescription(summary);
    update();
}

QSize FoldLine::sizeHint() const { return {200, lineHeight}; }

void FoldLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = currentTheme();
    QPainter painter(this);
    const QColor colour = underMouse() ? theme.text : theme.text2;
    const QString icon = isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
    painter.drawPixmap(-3, (height() - chevronSize) / 2, themeIconPixmap(icon, colour, chevronSize, devicePixelRatioF()));
    QRect rect = this->rect().adjusted(chevronSize, 0, 0, 0);
    painter.setFont(themeFont(TextRole::Body));
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, text());
    rect.setLeft(128 + metrics::gap); // where the controls of the rows begin
    const QFont font = themeFont(TextRole::Small);
    painter.setFont(font);
    painter.setPen(m_differs ? theme.text : theme.text3);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font).elidedText(m_summary, Qt::ElideRight, rect.width()));
}

SetupFold::SetupFold(const QString &name, std::function<void(QVBoxLayout *)> fill, QWidget *parent)
    : QWidget(parent)
    , m_line(new FoldLine(name, this))
    , m_content(new QWidget(this))
    , m_fill(std::move(fill))
{
    m_content->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_line);
    column->addWidget(m_content);
    connect(m_line, &QAbstractButton::toggled, this, [this](bool isOpen) {
        if (isOpen)
            this->fill();
        m_content->setVisible(isOpen);
        if (isOpen)
            Q_EMIT opened();
    });
}

void SetupFold::fill()
{
    if (!m_fill)
        return;
    auto *rows = new QVBoxLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 6);
    rows->setSpacing(0);
    std::exchange(m_fill, {})(rows);
    // Made last, they would come last with the Tab key as well.
    QWidget *before = m_line;
    for (QWidget *control : m_content->findChildren<QWidget *>()) {
        if (!(control->focusPolicy() & Qt::TabFocus) || control->focusProxy() || control->window() != window())
            continue;
        setTabOrder(before, control);
        before = control;
    }
}

void SetupFold::setOpen(bool open) { m_line->setChecked(open); }

} // namespace interleave
