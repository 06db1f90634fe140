#include "ui/window_entry.h"

#include "core/stall_watch.h"

#include "ui/main_window.h"
#include "ui/widgets/theme_manager.h"
#include "ui/window_settings.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>

#include <cstdio>

namespace interleave {

namespace {

/// Tells on standard output when the window it watches has been painted for the first time, and ends the program.
class FirstPaint : public QObject
{
public:
    using QObject::QObject;
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(this, &FirstPaint::end, Qt::QueuedConnection); // the event begins the painting
        return false;
    }

private:
    static void end()
    {
        std::puts("painted");
        std::fflush(stdout);
        QCoreApplication::exit(); // without a question
    }
};

} // namespace

int runWindow(const QStringList &files)
{
    ThemeManager::instance().setMode(window_settings::themeMode());
    const std::unique_ptr<StallWatch> watch = StallWatch::isWanted() ? std::make_unique<StallWatch>(QStringLiteral("window's")) : nullptr;
    MainWindow window;
    if (qEnvironmentVariableIsSet("INTERLEAVE_EXIT_AFTER_FIRST_PAINT"))
        window.installEventFilter(new FirstPaint(&window));
    window.show();
    if (!files.isEmpty()) // it may ask what becomes of the last session's changes: over the window
        QTimer::singleShot(0, &window, [&] { window.openFiles(files); });
    return QApplication::exec();
}

} // namespace interleave
