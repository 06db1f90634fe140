// The log: lines that a maintainer can use, one for each message whatever is in it, and never a key.
#include "core/log.h"
#include "support/test_main.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <thread>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestLog : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

    QStringList lines() const
    {
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts) : QStringList();
    }

private Q_SLOTS:
    void init()
    {
        m_file = m_folder.filePath(u"log"_s);
        QFile::remove(m_file);
    }
    void cleanup() { logging::stop(); }

    void nothing_is_logged_unless_asked_for()
    {
        QVERIFY(!logRun().isInfoEnabled());
        QVERIFY(!logCall().isDebugEnabled());
        QVERIFY(logProgram().isWarningEnabled());
    }

    void a_line_has_time_process_level_and_place()
    {
        QCOMPARE(logging::start(m_file, u"info"_s), QString());
        qCInfo(logRun) << "starts";
        const QStringList written = lines();
        QCOMPARE(written.size(), 1);
        const QRegularExpression form(u"^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z \\d+ info run: starts$"_s);
        QVERIFY2(form.match(written[0]).hasMatch(), qPrintable(written[0]));
    }

    void levels_are_kept_data()
    {
        QTest::addColumn<QString>("level");
        QTest::addColumn<int>("count");
        QTest::newRow("debug") << u"debug"_s << 2;
        QTest::newRow("info") << u"info"_s << 1;
        QTest::newRow("warning") << u"warning"_s << 0;
    }
    void levels_are_kept()
    {
        QFETCH(QString, level);
        QFETCH(int, count);
        QCOMPARE(logging::start(m_file, level), QString());
        qCDebug(logCall) << "detail";
        qCInfo(logCall) << "what happened";
        QCOMPARE(lines().size(), count);
    }

    void a_known_key_is_in_no_line()
    {
        logging::keepSecret("sk-planted-31415926");
        QCOMPARE(logging::start(m_file, u"debug"_s), QString());
        qCInfo(logCall).noquote() << "the server said: key sk-planted-31415926 is wrong, sk-planted-31415926!";
        qCInfo(logRun) << QByteArray("Bearer sk-planted-31415926");
        QCOMPARE(lines().size(), 2);
        QVERIFY(!lines().join(u' ').contains("31415926"_L1));
        QCOMPARE(lines().join(u' ').count("[key]"_L1), 3);
    }

    void what_a_server_says_cannot_forge_a_line()
    {
        QCOMPARE(logging::start(m_file, u"info"_s), QString());
        qCInfo(logCall).noquote() << u"bad\n2026-01-01T00:00:00.000Z 1 info run: forged\r\u2028\u001b[2J"_s;
        QCOMPARE(lines().size(), 1);
        QVERIFY(!lines()[0].contains(QChar(0x1b)));
        qCInfo(logCall).noquote() << QString(1'000'000, u'x');
        QVERIFY(lines()[1].size() < 5'000);
    }

    void only_the_owner_reads_it()
    {
        QCOMPARE(logging::start(m_file, u"info"_s), QString());
        QVERIFY(!(QFileInfo(m_file).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)));
    }

    void it_goes_on_where_it_was()
    {
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(logging::start(m_file, u"info"_s), QString());
            qCInfo(logRun) << "again";
            logging::stop();
        }
        QCOMPARE(lines().size(), 2);
    }

    void what_cannot_be_written_or_is_unknown_is_said()
    {
        QVERIFY(logging::start(m_folder.filePath(u"no/such/folder"_s), u"info"_s).contains("no/such/folder"_L1));
        QVERIFY(logging::start(m_file, u"loud"_s).contains("loud"_L1));
        QVERIFY(!logRun().isInfoEnabled());
    }

    void lines_of_threads_do_not_mix()
    {
        QCOMPARE(logging::start(m_file, u"info"_s), QString());
        const QString text(300, u'y');
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    for (int n = 0; n < 200; ++n)
                        qCInfo(logRun).noquote() << text;
                });
            }
        }
        QCOMPARE(lines().size(), 800);
        for (const QString &line : lines())
            QVERIFY2(line.endsWith(u"info run: "_s + text), qPrintable(line));
    }
};

INTERLEAVE_TEST_MAIN(TestLog)
#include "tst_log.moc"
