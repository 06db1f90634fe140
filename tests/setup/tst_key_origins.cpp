// A key is received by its own origin alone, over every way in which endpoints are merged: by a file's own endpoint, variants, rules,
// fallbacks, the cheapest of several, options, a recorded run; in the engine, in worker threads and in worker processes. Two servers log
// what they are sent: the person's own, and a stranger's.
#include "cli/program.h"
#include "core/origin.h"
#include "setup/keys/endpoint_secrets.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "json/scenario_json.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QSignalSpy>

#include <fcntl.h>
#include <unistd.h>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *planted = "planted-0123456789";
constexpr const char *stolen = "stolen-0123456789";

/// Answers every call, or refuses every call, and counts the keys that it was sent.
class LoggingServer
{
public:
    explicit LoggingServer(bool refuses = false)
        : m_server([this, refuses](const ScriptedServer::Request &request) {
            m_planted += request.head.contains(planted);
            m_stolen += request.head.contains(stolen);
            m_server.reply(request, refuses ? ScriptedServer::response("{}", "500 Oops")
                                            : ScriptedServer::response("{\"choices\":[{\"message\":{\"content\":\"OK\"},"
                                                                       "\"finish_reason\":\"stop\"}],\"usage\":{}}"));
        })
    {
    }
    QString url() const { return m_server.baseUrl() + u"/v1"_s; }
    QString origin() const { return m_server.baseUrl(); }
    int requests() const { return m_server.requests(); }
    int planteds() const { return m_planted; }
    int stolens() const { return m_stolen; }

private:
    int m_planted = 0;
    int m_stolen = 0;
    ScriptedServer m_server;
};

} // namespace

class KeyOriginsTest : public QObject
{
    Q_OBJECT

    static QProcessEnvironment environmentIn(const QTemporaryDir &home)
    {
        QProcessEnvironment environment = programEnvironment();
        environment.insert(u"MY_KEY"_s, QString::fromLatin1(planted));
        environment.insert(u"STOLEN"_s, QString::fromLatin1(stolen));
        for (const char *folder : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(QString::fromLatin1(folder), home.path());
        return environment;
    }
    /// The servers live in this thread: it must not block.
    static ProgramResult runIn(const QTemporaryDir &home, const QStringList &arguments)
    {
        QProcess process;
        process.setProcessEnvironment(environmentIn(home));
        process.setStandardInputFile(QProcess::nullDevice());
        QSignalSpy ended(&process, &QProcess::finished);
        process.start(QStringLiteral(INTERLEAVE_PROGRAM), arguments);
        ended.wait(60'000);
        return resultOf(process);
    }
    static QByteArray scenarioWith(QByteArray part, const LoggingServer &own, const LoggingServer &stranger)
    {
        part.replace("OWN", own.url().toLatin1()).replace("STRANGER", stranger.url().toLatin1());
        return "{\"schema\":\"interleave.scenario/1\",\"name\":\"s\",\"prompts\":[\"hi\"],\"workers\":2,"
               "\"models\":[\"concurrent\",\"parallel_threads\",\"parallel_processes\"]" +
               (part.isEmpty() ? QByteArray() : ',' + part) + '}';
    }
    static QStringList ownEndpoint(const LoggingServer &own)
    {
        return {u"--provider"_s, u"openai"_s, u"--endpoint"_s, own.url(), u"--api-key-env"_s, u"MY_KEY"_s};
    }
    static QString recordedRunIn(const QTemporaryDir &home)
    {
        QDirIterator files(home.path(), {u"*.itrace"_s}, QDir::Files, QDirIterator::Subdirectories);
        return files.hasNext() ? files.next() : QString();
    }

private Q_SLOTS:
    void origins_data()
    {
        QTest::addColumn<QString>("origin");
        QTest::newRow("https://API.example.com/v1") << u"https://api.example.com"_s;
        QTest::newRow("https://api.example.com:443") << u"https://api.example.com"_s;
        QTest::newRow("http://api.example.com:443") << u"http://api.example.com:443"_s;
        QTest::newRow("http://127.0.0.1:8080/a?b=c") << u"http://127.0.0.1:8080"_s;
        QTest::newRow("http://[::1]:8080") << u"http://[::1]:8080"_s;
        QTest::newRow("") << QString();
    }
    void origins()
    {
        QFETCH(QString, origin);
        QCOMPARE(originOf(QString::fromLatin1(QTest::currentDataTag())), origin);
    }

    void theOwnOriginGetsItFromEveryWorker()
    {
        LoggingServer own, stranger;
        const QTemporaryDir home;
        const QString file = fileWith(home, u"s.interleave.json"_s, scenarioWith({}, own, stranger));
        const ProgramResult result = runIn(home, QStringList{u"compare"_s, file} + ownEndpoint(own));
        QCOMPARE(result.status, 0);
        QCOMPARE(own.planteds(), 3);
    }

    // The person names their own server and key, and the file leads elsewhere without naming a key: it goes there without one.
    void anotherOriginGoesWithout_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::addColumn<bool>("ownRefuses");
        const QByteArray elsewhere = "{\"base_url\":\"STRANGER\"}";
        QTest::newRow("variant") << "\"variants\":[{\"name\":\"v\",\"changes\":{\"endpoint\":" + elsewhere + "}}]" << false;
        QTest::newRow("variant that names a provider, too")
            << QByteArray("\"variants\":[{\"name\":\"v\",\"changes\":{\"endpoint\":{\"provider\":\"openai\",\"base_url\":\"STRANGER\"}}}]")
            << false;
        QTest::newRow("rule") << "\"traffic\":{\"routing\":{\"rules\":[{\"prompt_chars_at_least\":1,\"to\":" + elsewhere + "}]}}" << false;
        QTest::newRow("fallback") << "\"traffic\":{\"routing\":{\"fallbacks\":[" + elsewhere + "]}}" << true;
        QTest::newRow("cheapest of") << "\"traffic\":{\"routing\":{\"cheapest_of\":[" + elsewhere + "]}}" << false;
        QTest::newRow("fallback of a variant") << "\"variants\":[{\"name\":\"v\",\"changes\":{\"traffic\":{\"routing\":{\"fallbacks\":[" +
                                                      elsewhere + "]}}}}]"
                                               << true;
    }
    void anotherOriginGoesWithout()
    {
        QFETCH(QByteArray, part);
        QFETCH(bool, ownRefuses);
        LoggingServer own(ownRefuses), stranger;
        const QTemporaryDir home;
        const QString file = fileWith(home, u"s.interleave.json"_s, scenarioWith(part, own, stranger));
        const ProgramResult result = runIn(home, QStringList{u"compare"_s, file} + ownEndpoint(own));
        QVERIFY2(result.status == 0, result.err.constData());
        QCOMPARE(stranger.requests(), 3);
        QCOMPARE(stranger.planteds(), 0);
        QCOMPARE(own.planteds(), own.requests());
    }

    // The file asks for a key by name: nothing at all is sent before somebody has said yes.
    void whatAFileAsksForIsRefusedWithoutATerminal_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<bool>("isOwnNamed");
        QTest::addColumn<bool>("atOwn"); ///< the key would go to the person's server
        const QByteArray theft = "{\"base_url\":\"STRANGER\",\"api_key_env\":\"STOLEN\"}";
        const QByteArray endpoint = "\"endpoint\":{\"provider\":\"openai\",\"model_name\":\"m\",";
        QTest::newRow("endpoint") << endpoint + "\"base_url\":\"STRANGER\",\"api_key_env\":\"STOLEN\"}" << u"STOLEN"_s << false << false;
        QTest::newRow("variant") << "\"variants\":[{\"name\":\"v\",\"changes\":{\"endpoint\":" + theft + "}}]" << u"STOLEN"_s << true
                                 << false;
        QTest::newRow("variant with the person's variable")
            << QByteArray(
                   "\"variants\":[{\"name\":\"v\",\"changes\":{\"endpoint\":{\"base_url\":\"STRANGER\",\"api_key_env\":\"MY_KEY\"}}}]")
            << u"MY_KEY"_s << true << false;
        QTest::newRow("variant at the person's server")
            << QByteArray("\"variants\":[{\"name\":\"v\",\"changes\":{\"endpoint\":{\"api_key_env\":\"STOLEN\"}}}]") << u"STOLEN"_s << true
            << true;
        QTest::newRow("second of two variants")
            << "\"variants\":[{\"name\":\"v\",\"changes\":{}},{\"name\":\"w\",\"changes\":{\"endpoint\":" + theft + "}}]" << u"STOLEN"_s
            << true << false;
        QTest::newRow("rule") << "\"traffic\":{\"routing\":{\"rules\":[{\"prompt_chars_at_least\":1,\"to\":" + theft + "}]}}" << u"STOLEN"_s
                              << true << false;
        QTest::newRow("fallback") << "\"traffic\":{\"routing\":{\"fallbacks\":[" + theft + "]}}" << u"STOLEN"_s << true << false;
        QTest::newRow("cheapest of") << "\"traffic\":{\"routing\":{\"cheapest_of\":[" + theft + "]}}" << u"STOLEN"_s << true << false;
        QTest::newRow("a route's key at the person's server")
            << QByteArray("\"traffic\":{\"routing\":{\"fallbacks\":[{\"api_key_env\":\"STOLEN\"}]}}") << u"STOLEN"_s << true << true;
    }
    void whatAFileAsksForIsRefusedWithoutATerminal()
    {
        QFETCH(QByteArray, part);
        QFETCH(QString, variable);
        QFETCH(bool, isOwnNamed);
        QFETCH(bool, atOwn);
        LoggingServer own, stranger;
        const QTemporaryDir home;
        const QString file = fileWith(home, u"s.interleave.json"_s, scenarioWith(part, own, stranger));
        const QString trust = variable + u'@' + (atOwn ? own.origin() : stranger.origin());
        const QStringList arguments = QStringList{u"compare"_s, file, u"--quiet"_s} + (isOwnNamed ? ownEndpoint(own) : QStringList());
        const ProgramResult refused = runIn(home, arguments);
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.complainsInOneLine() && refused.sentence().contains(u"--trust "_s + trust), refused.err.constData());
        QCOMPARE(own.requests() + stranger.requests(), 0);

        // Allowed for this once, it runs; and it was for this once.
        const ProgramResult allowed = runIn(home, arguments + QStringList{u"--trust"_s, trust});
        QVERIFY2(allowed.status == 0, allowed.err.constData());
        QVERIFY(own.requests() + stranger.requests() > 0);
        QCOMPARE(runIn(home, arguments).status, 2);
    }

    // The person gives a key and leaves the address to the file.
    void aTypedVariableDoesNotVouchForAFilesAddress()
    {
        LoggingServer own, stranger;
        const QTemporaryDir home;
        const QString file = fileWith(home, u"s.interleave.json"_s,
                                      scenarioWith("\"endpoint\":{\"provider\":\"openai\",\"base_url\":\"STRANGER\"}", own, stranger));
        QCOMPARE(runIn(home, {u"compare"_s, file, u"--api-key-env"_s, u"MY_KEY"_s}).status, 2);
        QCOMPARE(stranger.requests(), 0);
    }

    // The file gives a key for its own server, and the person another server.
    void aFilesKeyDoesNotFollowToATypedAddress()
    {
        LoggingServer own, stranger;
        const QTemporaryDir home;
        const QString file = fileWith(
            home, u"s.interleave.json"_s,
            scenarioWith("\"endpoint\":{\"provider\":\"openai\",\"base_url\":\"STRANGER\",\"api_key_env\":\"STOLEN\"}", own, stranger));
        QCOMPARE(runIn(home, {u"compare"_s, file, u"--endpoint"_s, own.url()}).status, 0);
        QCOMPARE(own.requests(), 3);
        QCOMPARE(own.stolens(), 0);
    }

    void aRecordedRunIsAFile()
    {
        LoggingServer own, stranger;
        const QTemporaryDir home;
        const QString file = fileWith(
            home, u"s.interleave.json"_s,
            scenarioWith("\"endpoint\":{\"provider\":\"openai\",\"base_url\":\"STRANGER\",\"api_key_env\":\"STOLEN\"}", own, stranger));
        QCOMPARE(runIn(home, {u"compare"_s, file, u"--trust"_s, u"STOLEN@"_s + stranger.origin()}).status, 0);
        const QString run = recordedRunIn(home);
        QVERIFY(!run.isEmpty());
        const int before = stranger.requests();
        const QTemporaryDir other;
        QCOMPARE(runIn(other, {u"run"_s, run, u"--model"_s, u"concurrent"_s}).status, 2);
        QCOMPARE(stranger.requests(), before);
    }

    void aCertificateIsAskedForLikeAKey()
    {
        LoggingServer own, stranger;
        const QTemporaryDir home;
        const QString file = fileWith(home, u"s.interleave.json"_s,
                                      scenarioWith("\"endpoint\":{\"provider\":\"openai\",\"base_url\":\"https://127.0.0.1:1\","
                                                   "\"certificate_file\":\"ca.pem\"}",
                                                   own, stranger));
        const ProgramResult refused = runIn(home, {u"compare"_s, file});
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.sentence().contains(u"--trust ca.pem@https://127.0.0.1:1"_s), refused.err.constData());
        const ProgramResult typed = runIn(home, {u"compare"_s, file, u"--certificate"_s, u"ca.pem"_s});
        QCOMPARE(typed.status, 2); // allowed, and there is none
        QVERIFY2(typed.sentence().contains(u"cannot be read"_s), typed.err.constData());
    }

    void aNameCannotForgeTheQuestion()
    {
        const SecretUse use{SecretUse::Kind::Certificate, u"ours.pem for https://api.openai.com.\n\nAll is well\u202e."_s,
                            u"https://evil.example"_s};
        QVERIFY(use.sentence().startsWith(u"trust for https://evil.example "_s));
        QVERIFY(!use.sentence().contains(u'\n') && !use.sentence().contains(QChar(0x202e)));
        const SecretUse longName{SecretUse::Kind::Certificate, QString(100'000, u'a'), u"https://evil.example"_s};
        QVERIFY(longName.sentence().size() < 300);
        const QTemporaryDir home;
        LoggingServer own, stranger;
        const QString file =
            fileWith(home, u"s.interleave.json"_s,
                     scenarioWith("\"endpoint\":{\"base_url\":\"STRANGER\",\"api_key_env\":\"sk-a-pasted-key\"}", own, stranger));
        const ProgramResult refused = runIn(home, {u"compare"_s, file});
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.err.contains("api_key_env") && !refused.err.contains("pasted"), refused.err.constData());
    }

    void aProvidersOwnKeyAtItsOwnOriginNeedsNoQuestion()
    {
        QVERIFY(key_trust::isAllowed({SecretUse::Kind::Key, u"OPENAI_API_KEY"_s, u"https://api.openai.com"_s}));
        QVERIFY(!key_trust::isAllowed({SecretUse::Kind::Key, u"OPENAI_API_KEY"_s, u"http://api.openai.com"_s}));
        QVERIFY(!key_trust::isAllowed({SecretUse::Kind::Key, u"OPENAI_API_KEY"_s, u"https://api.anthropic.com"_s}));
        QVERIFY(!key_trust::isAllowed({SecretUse::Kind::Key, u"MY_KEY"_s, u"https://api.openai.com"_s}));
    }

    void onATerminalItIsAskedOnceAndRemembered()
    {
        LoggingServer own, stranger;
        const QTemporaryDir home;
        const QString file = fileWith(
            home, u"s.interleave.json"_s,
            scenarioWith("\"endpoint\":{\"provider\":\"openai\",\"base_url\":\"STRANGER\",\"api_key_env\":\"STOLEN\"}", own, stranger));
        const auto runOnTerminal = [&](const QByteArray &answer) {
            const int master = posix_openpt(O_RDWR | O_NOCTTY);
            grantpt(master);
            unlockpt(master);
            const QByteArray name = ptsname(master);
            [[maybe_unused]] const ssize_t written = write(master, answer.constData(), static_cast<size_t>(answer.size()));
            QProcess process;
            process.setProcessEnvironment(environmentIn(home));
            process.setChildProcessModifier([name] {
                const int terminal = open(name.constData(), O_RDWR | O_NOCTTY);
                dup2(terminal, STDIN_FILENO);
                dup2(terminal, STDERR_FILENO);
            });
            QSignalSpy ended(&process, &QProcess::finished);
            process.start(QStringLiteral(INTERLEAVE_PROGRAM), {u"compare"_s, file, u"--quiet"_s});
            ended.wait(60'000);
            QByteArray shown;
            char piece[4096];
            // to its end: what was written last may come a moment after who wrote it has ended
            for (ssize_t count = 0; (count = read(master, piece, sizeof piece)) > 0;)
                shown.append(piece, count);
            close(master);
            return std::pair(process.exitCode(), shown);
        };
        for (const char *no : {"n\n", "\n", "yes please\n"}) {
            const auto [status, shown] = runOnTerminal(no);
            QCOMPARE(status, 2);
            QVERIFY2(shown.contains("STOLEN") && shown.contains(stranger.origin().toLatin1()) && shown.contains("[y/N]"),
                     shown.constData());
            QCOMPARE(stranger.requests(), 0);
        }
        QCOMPARE(runOnTerminal("y\n").first, 0);
        QCOMPARE(stranger.stolens(), 3);
        QVERIFY(!runOnTerminal({}).second.contains("[y/N]"));
        QCOMPARE(stranger.stolens(), 6);
        QCOMPARE(runIn(home, {u"compare"_s, file}).status, 0); // known now, without a terminal, too
        const QFileInfo kept(home.filePath(u"interleave/trusted-keys.json"_s));
        QVERIFY(kept.isFile());
        QVERIFY((kept.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)) == 0);
    }

    void theOptionNamesWhatItNeeds()
    {
        for (const char *wrong : {"MY_KEY", "@https://a.example", "MY_KEY@", "MY_KEY@ftp://a.example"}) {
            const ProgramResult refused = runProgram({u"compare"_s, u"article"_s, u"--trust"_s, QString::fromLatin1(wrong)});
            QCOMPARE(refused.status, 2);
            QVERIFY2(refused.sentence().contains(u"--trust"_s), refused.err.constData());
        }
    }
};

INTERLEAVE_TEST_MAIN(KeyOriginsTest)
#include "tst_key_origins.moc"
