// What the window remembers from one time to the next: geometry, splitters, theme, recent files, and the scenario as it was
// last edited. In QSettings and a file beside it; never a key. GUI thread; a read-only home is no error, only forgetful.
#pragma once

#include "core/scenario.h"

#include <QStringList>

QT_BEGIN_NAMESPACE
class QMainWindow;
class QSplitter;
QT_END_NAMESPACE

namespace interleave {

enum class ThemeMode;

namespace window_settings {

void saveLayout(const QMainWindow &window);
/// False: there was nothing, or nothing that fits a present screen.
bool restoreLayout(QMainWindow &window);
/// Of the pages that exist by now.
void restoreSplitters(const QMainWindow &window);

ThemeMode themeMode();
void setThemeMode(ThemeMode mode);

QStringList recentFiles();
void addRecentFile(const QString &path);
void clearRecentFiles();

/// The scenario of the last session, and the file or the built-in one that it came from (empty: none).
struct LastScenario {
    Scenario scenario;
    QString path;
    QString builtIn;
};
std::optional<LastScenario> lastScenario();
void setLastScenario(const LastScenario &last);

/// The saved endpoints (ui/itemmodels/endpoint_list.h), as JSON without a key.
QByteArray endpointsJson();
/// Empty, or one sentence: a person made them, and they are not to be lost in silence.
QString setEndpointsJson(const QByteArray &json);

bool hasRunBefore();
void setHasRunBefore();

} // namespace window_settings
} // namespace interleave
