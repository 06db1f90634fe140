// The program's icons: line drawings on a 16 px grid (resources/icons), coloured by the theme at the moment of painting, so
// that they follow a change of theme and of state without being made again. GUI thread.
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

namespace interleave {

/// What an icon's colour says. Normal: text2 at rest, text under the mouse, text3 disabled.
enum class IconTone : quint8 { Normal, OnAccent, Accent, Warn, Error };

/// `name` is the file's name without its ending: "play", "chevron-down".
QIcon themeIcon(const QString &name, IconTone tone = IconTone::Normal);
QPixmap themeIconPixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio);

} // namespace interleave
