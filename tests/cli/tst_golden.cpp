// The command lines in tests/data/golden give the reports that they gave: predictions and exports of a recorded run to the last figure,
// live runs in all that is not measured. After a wanted change INTERLEAVE_GOLDEN=write writes the files anew, and their difference in the
// version control is what has changed.
#include "golden.h"
#include "program.h"
#include "support/test_main.h"

#include <QDir>

using namespace interleave::test;
using namespace Qt::StringLiterals;

static const QString folder = QStringLiteral(INTERLEAVE_SOURCE_DIR "/tests/data/golden");

class GoldenTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void the_same_command_line_gives_the_same_report_data()
    {
        QTest::addColumn<QString>("path");
        const QStringList names = QDir(folder).entryList({u"*.golden"_s}, QDir::Files, QDir::Name);
        QVERIFY(names.size() >= 20);
        for (const QString &name : names)
            QTest::newRow(qPrintable(QFileInfo(name).completeBaseName())) << folder + u'/' + name;
    }
    void the_same_command_line_gives_the_same_report()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
        QList<QByteArray> lines = file.readAll().split('\n');
        file.close();
        const QByteArray commandLine = lines.takeFirst();
        QStringList arguments = QString::fromUtf8(commandLine).split(u' ');
        QCOMPARE(arguments.takeFirst(), u"interleave"_s);
        for (QString &argument : arguments)
            argument.replace(u"GOLDEN"_s, folder);
        const bool isLive = QStringList{u"run"_s, u"compare"_s, u"sweep"_s}.contains(arguments[0]);
        const QString version = QString::fromUtf8(runProgram({u"--version"_s}).out).trimmed().section(u' ', -1);

        const ProgramResult result = runProgram(arguments);
        QCOMPARE(result.status, 0);
        const Leaves now = leavesOf(result.out, isLive, version);
        QVERIFY(!now.isEmpty());
        if (qgetenv("INTERLEAVE_GOLDEN") == "write") {
            QByteArray text = commandLine + '\n';
            for (auto it = now.begin(); it != now.end(); ++it)
                text += lineOf(it.key(), *it) + '\n';
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(text), text.size());
            return;
        }
        const QStringList changed = differences(leavesOfGolden(lines), now);
        QVERIFY2(changed.isEmpty(), qPrintable(u"%1 differences\n  "_s.arg(changed.size()) +
                                               changed.first(std::min<qsizetype>(20, changed.size())).join(u"\n  "_s)));
    }
};

INTERLEAVE_TEST_MAIN(GoldenTest)
#include "tst_golden.moc"
