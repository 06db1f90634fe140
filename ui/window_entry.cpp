#include "ui/window_entry.h"

#include "ui/main_window.h"
#include "ui/widgets/theme_manager.h"
#include "ui/window_settings.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>

namespace interleave {

namespace {

/// Ends the program when the window it watches has been painted for the first time.
class FirstPaint : public QObject
{
public:
    using QObject::QObject;
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            QTimer::singleShot(0, qApp, &QCoreApplication::quit);
        return false;
    }
};

} // namespace

int runWindow(const QString &scenario)
{
    ThemeManager::instance().setMode(window_settings::themeMode());
    MainWindow window;
    if (!scenario.isEmpty())
        window.openScenario(scenario);
    if (qEnvironmentVariableIsSet("INTERLEAVE_EXIT_AFTER_FIRST_PAINT"))
        window.installEventFilter(new FirstPaint(&window));
    window.show();
    return QApplication::exec();
}

} // namespace interleave
