// Includes go one way (layers.cpp has the table): that keeps a model free of HTTP and the window free of the engine's insides.
#include "layers.h"
#include "support/test_main.h"

using namespace interleave::test;

class LayeringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyIncludeOfTheProgramIsAllowed()
    {
        const QList<SourceFile> files =
            readSources({QStringLiteral("app"), QStringLiteral("ui")}, {QStringLiteral(".h"), QStringLiteral(".cpp")});
        QVERIFY(files.size() > 30);
        QStringList complaints;
        for (const SourceFile &file : files)
            complaints += layeringComplaints(file);
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void aForbiddenIncludeIsFound_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("line");
        const auto row = [](const char *path, const char *line) {
            QTest::newRow(qPrintable(QLatin1StringView(path) + QLatin1StringView(" ") + QLatin1StringView(line)))
                << QString::fromLatin1(path) << QString::fromLatin1(line);
        };
        row("app/core/phase.h", "#include \"trace/trace.h\"");
        row("app/core/phase.h", "#include <QNetworkReply>");
        row("app/execution/hybrid.cpp", "#include \"environment/live_environment.h\"");
        row("app/execution/hybrid.cpp", "#include \"transport/http_client.h\"");
        row("app/trace/trace.cpp", "#include \"run/run_controller.h\"");
        row("app/run/run_store.cpp", "#include \"cli/options.h\"");
        row("app/run/run_store.cpp", "#include \"ui/main_window.h\"");
        row("app/export/png.cpp", "#include <QImage>");
        row("app/export/png.cpp", "#include <QtGui/QImage>");
        row("app/setup/catalog.cpp", "#  include <QWidget>");
        row("app/setup/catalog.cpp", "#include <QChart>");
        row("app/setup/catalog.cpp", "#include \"../ui/main_window.h\"");
        row("app/somewhere/else.cpp", "#include <QString>");
        row("ui/edit/run_panel.cpp", "#include \"transport/http_client.h\"");
        row("ui/edit/run_panel.cpp", "#include \"providers/gemini.h\"");
        row("ui/main_window.cpp", "#include \"environment/environment.h\"");
        row("ui/main_window.cpp", "#include <QNetworkAccessManager>");
        row("ui/timeline/time_scale.h", "#include \"ui/charts/charts.h\"");
        row("ui/charts/charts.h", "#include \"ui/itemmodels/call_table.h\"");
        row("ui/itemmodels/call_table.h", "#include \"ui/timeline/time_scale.h\"");
        row("ui/widgets/theme.h", "#include \"ui/edit/run_panel.h\"");
        row("ui/timeline/timeline_view.cpp", "#include <QChartView>");
        row("ui/edit/run_panel.cpp", "#include \"unknown/thing.h\"");
    }

    void aForbiddenIncludeIsFound()
    {
        QFETCH(QString, path);
        QFETCH(QString, line);
        const QString text = QStringLiteral("// A planted violation.\n") + line + QStringLiteral("\n#include <vector>\n");
        QCOMPARE(layeringComplaints(sourceFile(path, text)).size(), 1);
    }

    void whatTheTableAllowsPasses_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("line");
        QTest::newRow("own folder") << QStringLiteral("app/core/phase.cpp") << QStringLiteral("#include \"core/phase.h\"");
        QTest::newRow("moc") << QStringLiteral("app/core/phase.cpp") << QStringLiteral("#include \"phase.moc\"");
        QTest::newRow("one header of a layer") << QStringLiteral("app/execution/hybrid.cpp")
                                               << QStringLiteral("#include \"environment/environment.h\"");
        QTest::newRow("facade") << QStringLiteral("ui/main_window.cpp") << QStringLiteral("#include \"run/run_controller.h\"");
        QTest::newRow("panels") << QStringLiteral("ui/edit/run_panel.cpp") << QStringLiteral("#include \"ui/timeline/timeline_view.h\"");
        QTest::newRow("main sees both") << QStringLiteral("app/main.cpp") << QStringLiteral("#include \"ui/main_window.h\"");
        QTest::newRow("standard library") << QStringLiteral("app/core/phase.cpp") << QStringLiteral("#include <sys/resource.h>");
    }

    void whatTheTableAllowsPasses()
    {
        QFETCH(QString, path);
        QFETCH(QString, line);
        QCOMPARE(layeringComplaints(sourceFile(path, line)), QStringList());
    }

    void qtHeadersAreFoundWhereQtIsInstalled()
    {
        QCOMPARE(qtModuleOf(QStringLiteral("QString")), QStringLiteral("QtCore"));
        QCOMPARE(qtModuleOf(QStringLiteral("QPixmap")), QStringLiteral("QtGui"));
        QCOMPARE(qtModuleOf(QStringLiteral("QChartView")), QStringLiteral("QtCharts"));
        QCOMPARE(qtModuleOf(QStringLiteral("vector")), QString());
    }
};

INTERLEAVE_TEST_MAIN(LayeringTest)
#include "tst_layering.moc"
