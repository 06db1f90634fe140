// Chooses window or command line; the only file that sees both app/ and ui/.
#include "cli/cli.h"
#include "cli/log_options.h"
#include "ui/charts/charts.h"
#include "ui/compare/result_pictures.h"
#include "ui/window_entry.h"

#include <QApplication>
#include <QFileInfo>
#include <QIcon>
#include <QTemporaryDir>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <fcntl.h>
#include <langinfo.h>
#include <pwd.h>
#include <unistd.h>

using namespace interleave;
using namespace Qt::StringLiterals;

/// Qt switches to UTF-8 by itself, but says so on standard error, where scripts expect one sentence at most.
static void useUtf8()
{
    std::setlocale(LC_ALL, "");
    if (qstrcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        qputenv("LC_ALL", "C.UTF-8");
}

/// GLib's event loop walks along all of its sockets whenever one comes or goes: a quarter of the engine's time with ten
/// thousand of them. Qt's own does not. The window's thread stays with GLib, as desktops expect.
static void useQtsLoopInThreads()
{
    if (!qEnvironmentVariableIsSet("QT_NO_THREADED_GLIB"))
        qputenv("QT_NO_THREADED_GLIB", "1");
}

static void setIdentity()
{
    QCoreApplication::setApplicationName(u"interleave"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(INTERLEAVE_VERSION));
}

/// Without HOME (services, some containers) Qt would write a person's files below the root folder.
static void findHome()
{
    if (!qEnvironmentVariableIsEmpty("HOME"))
        return;
    const passwd *person = getpwuid(getuid());
    if (person && person->pw_dir && *person->pw_dir)
        qputenv("HOME", person->pw_dir);
}

/// Where standard output is closed, the next file that is opened would get its number, and its content.
static void holdStandardStreams()
{
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) < 0)
            (void)!open("/dev/null", O_RDONLY); // takes the lowest free number; writing to it fails, as it should
    }
}

/// One of Qt's own options, such as -style, which say how a window looks.
static bool isOfQt(const QString &argument)
{
    static const QStringList names{u"style"_s,
                                   u"stylesheet"_s,
                                   u"platform"_s,
                                   u"platformpluginpath"_s,
                                   u"platformtheme"_s,
                                   u"plugin"_s,
                                   u"qwindowgeometry"_s,
                                   u"qwindowicon"_s,
                                   u"qwindowtitle"_s,
                                   u"reverse"_s,
                                   u"session"_s,
                                   u"display"_s,
                                   u"geometry"_s,
                                   u"fontengine"_s,
                                   u"dialogs"_s,
                                   u"icon"_s,
                                   u"title"_s,
                                   u"widgetcount"_s,
                                   u"name"_s,
                                   u"dpi"_s,
                                   u"nograb"_s,
                                   u"sync"_s};
    return argument.startsWith(u'-') && names.contains(argument.mid(1).section(u'=', 0, 0));
}

/// No verb, but a file of a scenario or of runs, or options of Qt's own, such as -style.
static bool opensWindow(const QStringList &arguments)
{
    const QString first = arguments.value(0);
    if (cli::isVerb(first))
        return false;
    return first.isEmpty() || QFileInfo(first).isFile() || isOfQt(first);
}

static bool hasDisplay()
{
    const auto names = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
    return std::any_of(names.begin(), names.end(), [](const char *name) { return !qEnvironmentVariableIsEmpty(name); });
}

/// Scenarios and runs that are named before any option.
static QStringList filesIn(const QStringList &arguments)
{
    const auto end =
        std::find_if(arguments.begin(), arguments.end(), [](const QString &argument) { return !QFileInfo(argument).isFile(); });
    return arguments.mid(0, end - arguments.begin());
}

static int openWindow(int &argc, char **argv, const QStringList &arguments)
{
    const QStringList files = filesIn(arguments);
    if (!hasDisplay() && arguments.size() == files.size()) {
        std::fputs("interleave: there is no display for the window; \"interleave --help\" lists what it does without one\n", stderr);
        return cli::CouldNotStart;
    }
    QGuiApplication::setDesktopFileName(u"io.github.interleave.Interleave"_s); // its icon, where the desktop knows the program
    QApplication application(argc, argv);
    setIdentity();
    QApplication::setWindowIcon(QIcon(u":/desktop/io.github.interleave.Interleave.svg"_s));
    return runWindow(files);
}

/// Pictures look the same with and without a display, and a broken display cannot stop them.
static int runDrawing(int &argc, char **argv, const QStringList &arguments, const cli::WindowServices &window)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QTemporaryDir runtime; // Qt wants such a folder, and complains where a container has none
    if (!qEnvironmentVariableIsSet("XDG_RUNTIME_DIR"))
        qputenv("XDG_RUNTIME_DIR", runtime.path().toLocal8Bit());
    const QApplication application(argc, argv);
    setIdentity();
    return cli::runCommandLine(arguments, window);
}

int main(int argc, char **argv)
{
    holdStandardStreams();
    useUtf8();
    findHome();
    useQtsLoopInThreads();
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    if (const QString problem = cli::startLog(arguments); !problem.isEmpty()) {
        std::fprintf(stderr, "interleave: %s\n", qPrintable(problem));
        return problem.contains(" cannot be written "_L1) ? cli::CouldNotStart : cli::BadInput;
    }
    if (opensWindow(arguments))
        return openWindow(argc, argv, arguments);
    const cli::WindowServices window{writePictures, catalogOfCharts};
    if (cli::asksForPictures(arguments))
        return runDrawing(argc, argv, arguments, window);
    const QCoreApplication application(argc, argv);
    setIdentity();
    return cli::runCommandLine(arguments, window);
}
