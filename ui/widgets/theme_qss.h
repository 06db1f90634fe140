// The style sheet of the window, made from a theme. Used by ThemeManager only. Spin boxes, combo boxes and check boxes are drawn by
// InterleaveStyle instead: a rule for them here would switch that off. GUI thread.
//
// Properties that widgets set to choose a look (setStyleProperty, or setProperty before the widget is shown):
//   QPushButton  role = primary, large (36 px, neutral), flat, link; small = true (24 px); none: neutral, 32 px
//   QToolButton  role = segment, chooser (with a menu); small = true
//   QFrame       role = panel, header, card, well, track, hairline
//   QLabel       role = secondary, hint, warn, error, accent
//   QPlainTextEdit, QTextEdit  role = field (with a border); error = true on every kind of field (setFieldError)
#pragma once

#include <QString>

namespace interleave {

struct Theme;

QString themeStyleSheet(const Theme &theme);

} // namespace interleave
