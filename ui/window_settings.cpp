#include "ui/window_settings.h"

#include "core/private_file.h"
#include "ui/widgets/theme_manager.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QMainWindow>
#include <QScreen>
#include <QSettings>
#include <QSplitter>

#include <nlohmann/json.hpp>

namespace interleave::window_settings {

/// ~/.config/interleave/interleave.conf and its like. The program sets no organization: its data lie in a folder of its own name.
class Store : public QSettings
{
public:
    Store()
        : QSettings(QStringLiteral("interleave"), QStringLiteral("interleave"))
    {
    }
    /// The last scenario is in it, with its prompts.
    ~Store() override
    {
        sync();
        if (QFile::exists(fileName()) && makePrivateFolder(QFileInfo(fileName()).path()))
            QFile::setPermissions(fileName(), ownerOnly);
    }
};

static constexpr int layoutVersion = 1; // raise it when docks or splitters change
static constexpr int mostRecentFiles = 10;

void saveLayout(const QMainWindow &window)
{
    Store settings;
    settings.setValue(QStringLiteral("window/geometry"), window.saveGeometry());
    settings.setValue(QStringLiteral("window/state"), window.saveState(layoutVersion));
    const auto splitters = window.findChildren<QSplitter *>();
    for (const QSplitter *splitter : splitters) {
        if (!splitter->objectName().isEmpty())
            settings.setValue(QStringLiteral("window/splitters/") + splitter->objectName(), splitter->saveState());
    }
}

void restoreSplitters(const QMainWindow &window)
{
    const Store settings;
    const auto splitters = window.findChildren<QSplitter *>();
    for (QSplitter *splitter : splitters)
        splitter->restoreState(settings.value(QStringLiteral("window/splitters/") + splitter->objectName()).toByteArray());
}

bool restoreLayout(QMainWindow &window)
{
    const Store settings;
    restoreSplitters(window);
    if (!window.restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        return false;
    window.restoreState(settings.value(QStringLiteral("window/state")).toByteArray(), layoutVersion);
    return QGuiApplication::screenAt(window.geometry().center()) != nullptr;
}

ThemeMode themeMode() { return static_cast<ThemeMode>(Store().value(QStringLiteral("view/theme"), 0).toInt()); }
void setThemeMode(ThemeMode mode) { Store().setValue(QStringLiteral("view/theme"), static_cast<int>(mode)); }

QStringList recentFiles() { return Store().value(QStringLiteral("files/recent")).toStringList(); }

void addRecentFile(const QString &path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    Store().setValue(QStringLiteral("files/recent"), files.mid(0, mostRecentFiles));
}

void clearRecentFiles() { Store().remove(QStringLiteral("files/recent")); }

std::optional<LastScenario> lastScenario()
{
    const Store settings;
    const QByteArray json = settings.value(QStringLiteral("scenario/last")).toByteArray();
    if (json.isEmpty())
        return std::nullopt;
    Result<Scenario> scenario = scenarioFromJson(json, QStringLiteral("last scenario"));
    if (!scenario)
        return std::nullopt; // of another version: begin with the built-in one
    return LastScenario{std::move(*scenario), settings.value(QStringLiteral("scenario/path")).toString(),
                        settings.value(QStringLiteral("scenario/builtIn")).toString()};
}

void setLastScenario(const LastScenario &last)
{
    Store settings;
    settings.setValue(QStringLiteral("scenario/last"), compact(toJson(last.scenario)));
    settings.setValue(QStringLiteral("scenario/path"), last.path);
    settings.setValue(QStringLiteral("scenario/builtIn"), last.builtIn);
}

QByteArray endpointsJson() { return Store().value(QStringLiteral("endpoints/list")).toByteArray(); }

QString setEndpointsJson(const QByteArray &json)
{
    Store settings;
    settings.setValue(QStringLiteral("endpoints/list"), json);
    settings.sync();
    return settings.status() == QSettings::NoError
               ? QString()
               : settings.fileName() +
                     QStringLiteral(": cannot be written, so the endpoints are forgotten when the window closes; free some "
                                    "space, or make it writable");
}

bool hasRunBefore() { return Store().value(QStringLiteral("view/hasRun"), false).toBool(); }
void setHasRunBefore() { Store().setValue(QStringLiteral("view/hasRun"), true); }

} // namespace interleave::window_settings
