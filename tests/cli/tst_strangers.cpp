// What strangers' files and servers can do to the person's terminal, files and children: nothing. The program itself, as it is run.
#include "cli/program.h"
#include "core/visible_text.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QSignalSpy>

#include <sys/stat.h>
#include <unistd.h>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

/// Clears the screen, writes to the clipboard, a C1 control sequence, turns letters around.
const QString trick = u"\u001b[2J\u001b]52;c;Y2F0\u0007\u009b31m\u202egpj\u2066\u200b"_s;

bool isHarmless(const QByteArray &output)
{
    const QString text = QString::fromUtf8(output);
    return visibleText(text) == text;
}

constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

} // namespace

class StrangersTest : public QObject
{
    Q_OBJECT

    static QProcessEnvironment environmentIn(const QTemporaryDir &home)
    {
        QProcessEnvironment environment = programEnvironment();
        for (const char *folder : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(QString::fromLatin1(folder), home.path());
        return environment;
    }
    static QByteArray json(const QString &text)
    {
        return QJsonDocument(QJsonObject{{u"t"_s, text}}).toJson(QJsonDocument::Compact).sliced(5).chopped(1);
    }
    static QByteArray scenarioNamed(const QString &name, const QByteArray &more = {})
    {
        return "{\"schema\":\"interleave.scenario/1\",\"name\":" + json(name) + ",\"prompts\":[\"hi\"],\"models\":[\"concurrent\"]" + more +
               '}';
    }
    static ProgramResult runIn(const QTemporaryDir &home, const QStringList &arguments, const QString &folder = {})
    {
        QProcess process;
        process.setProcessEnvironment(environmentIn(home));
        process.setStandardInputFile(QProcess::nullDevice());
        process.setWorkingDirectory(folder);
        QSignalSpy ended(&process, &QProcess::finished);
        process.start(QStringLiteral(INTERLEAVE_PROGRAM), arguments);
        ended.wait(60'000);
        return resultOf(process);
    }

private Q_SLOTS:
    void nothingOfAFileReachesTheTerminalRaw_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("unknown key") << scenarioNamed(u"s"_s, ',' + json(u"k"_s + trick) + ":1");
        QTest::newRow("unknown model") << scenarioNamed(u"s"_s, ",\"analyzers\":[" + json(trick) + ']');
        QTest::newRow("base URL") << scenarioNamed(u"s"_s, ",\"endpoint\":{\"base_url\":" + json(u"http://a.example/"_s + trick) + '}');
        QTest::newRow("arrival") << scenarioNamed(u"s"_s, ",\"arrival\":{\"schedule\":" + json(trick) + '}');
        QTest::newRow("key variable") << scenarioNamed(
            u"s"_s, ",\"endpoint\":{\"base_url\":\"http://127.0.0.1:1\",\"api_key_env\":" + json(trick) + '}');
        QTest::newRow("certificate") << scenarioNamed(
            u"s"_s, ",\"endpoint\":{\"base_url\":\"https://127.0.0.1:1\",\"certificate_file\":" + json(trick) + '}');
        QTest::newRow("profile") << scenarioNamed(u"s"_s, ",\"endpoint\":{\"profile\":" + json(trick) + '}');
        QTest::newRow("name") << scenarioNamed(u"s"_s + trick + u"\nforged line"_s, ",\"time_scale\":0.001");
        QTest::newRow("variant") << scenarioNamed(u"s"_s,
                                                  ",\"time_scale\":0.001,\"variants\":[{\"name\":" + json(trick) + ",\"changes\":{}}]");
    }
    void nothingOfAFileReachesTheTerminalRaw()
    {
        QFETCH(QByteArray, content);
        const QTemporaryDir home;
        const QString file = fileWith(home, u"a"_s + trick + u".interleave.json"_s, content);
        for (const QStringList &more : {QStringList(), QStringList{u"--json"_s}}) {
            const ProgramResult result = runIn(home, QStringList{u"compare"_s, file} + more);
            QVERIFY2(isHarmless(result.err) && isHarmless(result.out),
                     QByteArray(result.err + result.out).toPercentEncoding(" \n").constData());
            QVERIFY(!result.out.contains("\nforged line"));
            QVERIFY(!result.out.isEmpty() || !result.err.isEmpty());
        }
    }
    void nothingOfAServerReachesTheTerminalRaw()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            const QByteArray body = "{\"error\":{\"message\":" + json(u"no"_s + trick) + ",\"type\":" + json(trick) + "}}";
            server.reply(request, ScriptedServer::response(body, QByteArray("500 " + trick.toUtf8()).constData()));
        });
        const QTemporaryDir home;
        for (const char *transport : {"qnam", "curl"}) {
            const ProgramResult result = runIn(home, {u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--provider"_s, u"openai"_s,
                                                      u"--endpoint"_s, server.baseUrl(), u"--transport"_s, QString::fromLatin1(transport)});
            QCOMPARE(result.status, 1);
            QVERIFY2(isHarmless(result.err) && isHarmless(result.out),
                     QByteArray(result.err + result.out).toPercentEncoding(" \n").constData());
        }
    }
    void nothingOfAnArgumentReachesTheTerminalRaw()
    {
        for (const QStringList &arguments :
             {QStringList{trick}, QStringList{u"run"_s, trick, u"--model"_s, u"hybrid"_s}, QStringList{u"list"_s, trick},
              QStringList{u"compare"_s, u"article"_s, u"--endpoint"_s, trick}, QStringList{u"run"_s, u"--"_s + trick}}) {
            const ProgramResult result = runProgram(arguments);
            QCOMPARE(result.status, 2);
            QVERIFY2(isHarmless(result.err) && result.complainsInOneLine(), result.err.toPercentEncoding(" \n").constData());
        }
    }

    void runsAreTheOwnersAlone()
    {
        const QTemporaryDir home;
        QCOMPARE(mkdir(QFile::encodeName(home.filePath(u"interleave"_s)).constData(), 0755), 0); // as earlier versions made it
        QCOMPARE(mkdir(QFile::encodeName(home.filePath(u"interleave/runs"_s)).constData(), 0755), 0);
        QCOMPARE(runIn(home, {u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--time-scale"_s, u"0.001"_s, u"--cache"_s}).status,
                 0);
        QVERIFY(!(QFileInfo(home.filePath(u"interleave/runs"_s)).permissions() & others));
        int files = 0;
        QDirIterator all(home.path(), QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QFileInfo file(all.next());
            ++files;
            QVERIFY2(!(file.permissions() & others), qPrintable(file.filePath()));
        }
        QVERIFY(files >= 2); // a run and the cache
    }

    void childrenGetNoKeyInTheirEnvironment()
    {
        QByteArray heads;
        QProcess process;
        int children = 0;
        QByteArray environments;
        const auto lookAtChildren = [&] {
            const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
            for (const QString &id : processes) {
                QFile status(u"/proc/"_s + id + u"/stat"_s);
                if (!status.open(QIODevice::ReadOnly))
                    continue;
                const QByteArray line = status.readAll();
                if (line.sliced(line.lastIndexOf(')') + 2).split(' ').value(1).toLongLong() != process.processId())
                    continue;
                ++children;
                QFile environment(u"/proc/"_s + id + u"/environ"_s); // nobody but root may, which is as well
                if (environment.open(QIODevice::ReadOnly))
                    environments += environment.readAll();
            }
        };
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            heads += request.head;
            if (children == 0)
                lookAtChildren();
            server.reply(request,
                         ScriptedServer::response("{\"choices\":[{\"message\":{\"content\":\"OK\"},\"finish_reason\":\"stop\"}]}"));
        });
        const QTemporaryDir home;
        QProcessEnvironment environment = environmentIn(home);
        environment.insert(u"MY_KEY"_s, u"planted-0123456789"_s);
        environment.insert(u"ANOTHER_SECRET"_s, u"unwanted-0123456789"_s);
        process.setProcessEnvironment(environment);
        QSignalSpy ended(&process, &QProcess::finished);
        process.start(QStringLiteral(INTERLEAVE_PROGRAM),
                      {u"run"_s, u"article"_s, u"--model"_s, u"parallel_processes"_s, u"--provider"_s, u"openai"_s, u"--endpoint"_s,
                       server.baseUrl(), u"--api-key-env"_s, u"MY_KEY"_s, u"--quiet"_s});
        QVERIFY(ended.wait(60'000));
        QVERIFY(children > 0);
        QCOMPARE(heads.count("planted-0123456789"), 5); // they had it
        QVERIFY(!environments.contains("planted") && !environments.contains("unwanted"));
    }

    void aFileNamedLikeAVerbDoesNotHideIt()
    {
        const QTemporaryDir folder;
        for (const char *verb : {"list", "run", "serve"})
            QVERIFY(!fileWith(folder, QString::fromLatin1(verb), "{}").isEmpty());
        const ProgramResult result = runIn(folder, {u"list"_s, u"models"_s}, folder.path());
        QCOMPARE(result.status, 0);
        QVERIFY(result.out.contains("hybrid"));
    }

    void devicesAndPipesThatAFileNamesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("profile") << QByteArray("\"endpoint\":{\"profile\":\"FILE\"}");
        QTest::newRow("replay") << QByteArray("\"arrival\":{\"schedule\":\"replay:FILE\"}");
        QTest::newRow("profile of a variant") << QByteArray(
            "\"variants\":[{\"name\":\"v\",\"changes\":{\"endpoint\":{\"profile\":\"FILE\"}}}]");
    }
    void devicesAndPipesThatAFileNamesAreRefused()
    {
        QFETCH(QByteArray, part);
        const QTemporaryDir home;
        const QString pipe = home.filePath(u"pipe"_s);
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        for (const QString &path : {u"/dev/zero"_s, pipe}) {
            QByteArray named = part;
            named.replace("FILE", path.toUtf8());
            const QString file = fileWith(home, u"s.interleave.json"_s, scenarioNamed(u"s"_s, ',' + named));
            const ProgramResult result = runIn(home, {u"compare"_s, file, u"--quiet"_s});
            QVERIFY2(result.status == 2 || result.status == 3, result.err.constData());
            QVERIFY2(result.err.contains(path.toUtf8()), result.err.constData());
        }
    }

    void filesThatAFileNamesLieWithIt()
    {
        const QTemporaryDir home, elsewhere;
        QFile builtIn(u":/profiles/instant.json"_s);
        QVERIFY(builtIn.open(QIODevice::ReadOnly));
        const QByteArray profile = builtIn.readAll();
        const QString far = fileWith(elsewhere, u"p.json"_s, profile);
        const QString near = fileWith(home, u"p.json"_s, profile);
        const auto naming = [&](const QString &path) {
            return fileWith(home, u"s.interleave.json"_s, scenarioNamed(u"s"_s, ",\"endpoint\":{\"profile\":" + json(path) + '}'));
        };
        const ProgramResult refused = runIn(home, {u"compare"_s, naming(far)});
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.sentence().contains(far) && refused.sentence().contains(u"--profile"_s), refused.err.constData());
        QCOMPARE(runIn(home, {u"compare"_s, naming(near), u"--quiet"_s}).status, 0);
        QCOMPARE(runIn(home, {u"compare"_s, naming(far), u"--profile"_s, far, u"--quiet"_s}).status, 0); // the person named it
        const QString link = home.filePath(u"link.json"_s);
        QVERIFY(QFile::link(far, link));
        QCOMPARE(runIn(home, {u"compare"_s, naming(link)}).status, 2);
    }

    void theSimulatorIsOpenToOthersOnlyWithAToken()
    {
        for (const char *address : {"0.0.0.0", "::"}) {
            const ProgramResult refused = runProgram({u"serve"_s, u"--bind"_s, QString::fromLatin1(address)});
            QCOMPARE(refused.status, 2);
            QVERIFY2(refused.sentence().contains(u"--token"_s), refused.err.constData());
        }
        QCOMPARE(runProgram({u"serve"_s, u"--bind"_s, u"0.0.0.0"_s, u"--token"_s, u"short"_s}).status, 2);
        ServedSimulator open({u"--bind"_s, u"0.0.0.0"_s, u"--token"_s, u"open-sesame"_s});
        QVERIFY(open.port() > 0);
        const ProgramResult ended = open.stop();
        QVERIFY2(ended.sentence().contains(u"other computers"_s), ended.err.constData());
    }

    /// The variable is for services, whose command line others on the machine can read. A run's own simulator does not take it for its own.
    void aTokenMayComeFromTheEnvironment()
    {
        const QTemporaryDir home;
        QProcessEnvironment environment = environmentIn(home);
        environment.insert(u"INTERLEAVE_TOKEN"_s, u"short"_s);
        QProcess refused;
        refused.setProcessEnvironment(environment);
        refused.start(QStringLiteral(INTERLEAVE_PROGRAM), {u"serve"_s});
        const ProgramResult result = resultOf(refused);
        QCOMPARE(result.status, 2);
        QVERIFY2(result.sentence().contains(u"INTERLEAVE_TOKEN"_s), result.err.constData());

        environment.insert(u"INTERLEAVE_TOKEN"_s, u"open-sesame"_s);
        QProcess run;
        run.setProcessEnvironment(environment);
        run.start(QStringLiteral(INTERLEAVE_PROGRAM),
                  {u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--time-scale"_s, u"0.01"_s, u"--quiet"_s});
        QCOMPARE(resultOf(run).status, 0);

        QProcess served;
        served.setProcessEnvironment(environment);
        served.start(QStringLiteral(INTERLEAVE_PROGRAM), {u"serve"_s});
        while (!served.canReadLine() && served.waitForReadyRead(10'000)) {
        }
        const QString url = QJsonDocument::fromJson(served.readLine()).object()[u"base_url"_s].toString() + u"/v1"_s;
        const QStringList calls{u"run"_s, u"article"_s,    u"--model"_s,    u"concurrent"_s, u"--endpoint"_s,
                                url,      u"--provider"_s, u"openai"_s,     u"--json"_s,     u"--model-name"_s,
                                u"sim"_s, u"--quiet"_s,    u"--requests"_s, u"1"_s};
        QCOMPARE(runProgram(calls).json()[u"runs"_s][0][u"calls"_s][u"http_error"_s].toInt(), 1); // no key, no answer
        served.terminate();
        QVERIFY(served.waitForFinished(10'000));
    }

    void aPlantedLinkIsNotFollowed()
    {
        const QTemporaryDir folder;
        const QString precious = fileWith(folder, u"precious"_s, "mine");
        const QString link = folder.filePath(u"certificate.pem"_s);
        QVERIFY(QFile::link(precious, link));
        const QString report = folder.filePath(u"report.json"_s);
        for (const QString &target : {precious, folder.filePath(u"not there yet"_s)}) {
            QFile::remove(report);
            QVERIFY(QFile::link(target, report));
            const ProgramResult kept = runProgram({u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--out"_s, folder.path()});
            QCOMPARE(kept.status, 2);
            QVERIFY2(kept.sentence().contains(u"report.json in it is a symbolic link"_s), kept.err.constData());
            QVERIFY(!QFileInfo::exists(folder.filePath(u"not there yet"_s)));
        }
        const ProgramResult refused = runProgram({u"serve"_s, u"--tls"_s, u"--certificate"_s, link});
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.sentence().contains(u"symbolic link"_s), refused.err.constData());
        QFile file(precious);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "mine");
    }
};

INTERLEAVE_TEST_MAIN(StrangersTest)
#include "tst_strangers.moc"
