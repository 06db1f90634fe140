// Chooses between the light and the dark theme and applies it to the whole program: Fusion underneath, one palette, one
// style sheet. Widgets that paint themselves ask currentTheme() in their paintEvent; a change repaints them through the
// palette. What caches pixmaps or owns charts listens to changed(). GUI thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QObject>
#include <QVariant>

namespace interleave {

enum class ThemeMode { System, Light, Dark };

class ThemeManager : public QObject
{
    Q_OBJECT
public:
    /// The one of the program; made, and the look applied, at the first call. Needs a QApplication, which owns it.
    static ThemeManager &instance();

    const Theme &current() const { return *m_theme; }
    ThemeMode mode() const { return m_mode; }
    void setMode(ThemeMode mode);

Q_SIGNALS:
    void changed(const interleave::Theme &theme);

private:
    ThemeManager();
    bool systemIsDark() const;
    void start();
    void use(const Theme &theme);

    const Theme *m_theme;
    ThemeMode m_mode = ThemeMode::System;
    bool m_startedDark = false; ///< luminance of the palette the desktop gave us, before we set our own
};

/// The theme in use.
const Theme &currentTheme();
/// Sets a property that the style sheet reads and applies it at once.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);
/// Marks a field as wrong (2 px red border) or right again.
void setFieldError(QWidget *field, bool wrong);

} // namespace interleave
