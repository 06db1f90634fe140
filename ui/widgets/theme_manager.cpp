#include "ui/widgets/theme_manager.h"

#include "ui/widgets/focus_ring.h"
#include "ui/widgets/interleave_style.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/theme_qss.h"

#include <QApplication>
#include <QPalette>
#include <QPointer>
#include <QStyle>
#include <QStyleHints>

namespace interleave {

namespace {

QPalette paletteOf(const Theme &t)
{
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::Base, t.panel);
    palette.setColor(QPalette::AlternateBase, t.header);
    palette.setColor(QPalette::Button, t.panel);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::BrightText, t.onAccent);
    palette.setColor(QPalette::PlaceholderText, t.text3);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::Link, t.accentText);
    palette.setColor(QPalette::LinkVisited, t.accentText);
    palette.setColor(QPalette::ToolTipBase, t.header);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::Light, t.panel);
    palette.setColor(QPalette::Midlight, t.border);
    palette.setColor(QPalette::Mid, t.border);
    palette.setColor(QPalette::Dark, t.control);
    palette.setColor(QPalette::Shadow, t.controlStrong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, t.text3);
    palette.setColor(QPalette::Disabled, QPalette::Base, t.window);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, t.border);
    return palette;
}

} // namespace

ThemeManager &ThemeManager::instance()
{
    static QPointer<ThemeManager> manager;
    if (!manager) {
        manager = new ThemeManager;
        manager->setParent(qApp);
        manager->start(); // only now: the style asks for the current theme while it is being set
    }
    return *manager;
}

ThemeManager::ThemeManager()
    : m_theme(&Theme::light())
    , m_startedDark(QApplication::palette().color(QPalette::Window).lightnessF() < 0.5f)
{
}

void ThemeManager::start()
{
    QApplication::setFont(themeFont(TextRole::Body));
    QApplication::setStyle(new InterleaveStyle);
    new FocusRing(this);
    new PlainText(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { setMode(m_mode); });
#endif
    use(systemIsDark() ? Theme::dark() : Theme::light());
}

bool ThemeManager::systemIsDark() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return m_startedDark;
}

void ThemeManager::setMode(ThemeMode mode)
{
    m_mode = mode;
    const bool dark = mode == ThemeMode::Dark || (mode == ThemeMode::System && systemIsDark());
    const Theme &theme = dark ? Theme::dark() : Theme::light();
    if (&theme == m_theme)
        return;
    use(theme);
    Q_EMIT changed(theme);
}

void ThemeManager::use(const Theme &theme)
{
    m_theme = &theme;
    QApplication::setPalette(paletteOf(theme));
    qApp->setStyleSheet(themeStyleSheet(theme));
}

const Theme &currentTheme() { return ThemeManager::instance().current(); }

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->updateGeometry();
    widget->update();
}

void setFieldError(QWidget *field, bool wrong) { setStyleProperty(field, "error", wrong); }

} // namespace interleave
