// A key is planted in the environment, or given for the session, and every call fails against a server that repeats the whole
// request's head in its error. Afterwards the key is in nothing that was written: runs, exports, outputs. That the server saw it
// in every call shows that it was there to be leaked, in worker processes too.
#include "cli/program.h"
#include "export/exporters.h"
#include "run/program_path.h"
#include "run/run_controller.h"
#include "setup/keys/endpoint_secrets.h"
#include "setup/keys/key_store.h"
#include "setup/keys/memory_guard.h"
#include "setup/keys/session_keys.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class KeysStaySecretTest : public QObject
{
    Q_OBJECT

    static constexpr const char *variable = "INTERLEAVE_TEST_PLANTED_KEY";
    const QByteArray m_key = "sk-planted-0123456789abcdefghijklmnopqrstuvwxyz";
    int m_seen = 0;   ///< requests with the key
    int m_unseen = 0; ///< and without
    QTemporaryDir m_home;

    /// Refuses everything, and tells in the message all that it was sent.
    ScriptedServer::Answer echo(ScriptedServer *&server)
    {
        return [this, &server](const ScriptedServer::Request &request) {
            ++(request.head.contains(m_key) ? m_seen : m_unseen);
            const QJsonObject error{{u"message"_s, QString::fromUtf8("refused " + m_key + " of " + request.head)}, {u"type"_s, u"bad"_s}};
            const QByteArray body = QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson();
            server->reply(request,
                          ScriptedServer::response(body, request.number % 2 ? "500 Oops" : "429 Slow down", "X-Echo: " + m_key + "\r\n"));
        };
    }
    QStringList filesWithKey(const QString &folder) const
    {
        QStringList found;
        QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(m_key))
                found.append(file.fileName());
        }
        return found;
    }
    Endpoint endpointAt(const QString &baseUrl) const
    {
        Endpoint endpoint;
        endpoint.provider = u"openai"_s;
        endpoint.baseUrl = baseUrl;
        endpoint.modelName = u"m"_s;
        endpoint.apiKeyEnv = QString::fromLatin1(variable);
        return endpoint;
    }

private Q_SLOTS:
    void initTestCase()
    {
        useProgram(QStringLiteral(INTERLEAVE_PROGRAM));
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        qputenv("XDG_CACHE_HOME", m_home.path().toUtf8());
    }
    void init() { m_seen = m_unseen = 0; }

    void aKeyOfTheEnvironmentIsInNothingThatIsWritten()
    {
        ScriptedServer *server = nullptr;
        ScriptedServer made(echo(server));
        server = &made;
        const QTemporaryDir out;
        QProcessEnvironment environment = programEnvironment();
        environment.insert(QString::fromLatin1(variable), QString::fromUtf8(m_key));
        environment.insert(u"XDG_DATA_HOME"_s, m_home.path());
        const QString log = m_home.filePath(u"log"_s);
        environment.insert(u"INTERLEAVE_LOG"_s, log);
        environment.insert(u"INTERLEAVE_LOG_LEVEL"_s, u"debug"_s);
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(INTERLEAVE_PROGRAM),
                      {u"compare"_s, u"article"_s, u"--endpoint"_s, made.baseUrl(), u"--provider"_s, u"openai"_s, u"--api-key-env"_s,
                       QString::fromLatin1(variable), u"--models"_s, u"sequential,parallel_threads,parallel_processes"_s, u"--retries"_s,
                       u"1"_s, u"--out"_s, out.path()});
        QSignalSpy ended(&process, &QProcess::finished);
        QVERIFY(ended.wait(60'000));
        const QByteArray text = process.readAllStandardOutput() + process.readAllStandardError();
        QVERIFY2(m_seen >= 15, text.constData()); // three models, five prompts each
        QCOMPARE(m_unseen, 0);
        QVERIFY2(text.contains("failed"), text.constData());
        QVERIFY2(!text.contains(m_key), text.constData());
        QVERIFY(!QDir(out.path()).isEmpty());
        QCOMPARE(filesWithKey(out.path()), QStringList());
        QCOMPARE(filesWithKey(m_home.path()), QStringList());
        QFile logged(log); // has what a maintainer needs, from this process and from its workers
        QVERIFY(logged.open(QIODevice::ReadOnly));
        const QByteArray lines = logged.readAll();
        for (const char *needed : {"info program: interleave", "; compare", "; worker", "info run: run 1 of 3 starts",
                                   "attempt 2: rate_limited", "HTTP status 500", "ended after"})
            QVERIFY2(lines.contains(needed), needed);
        QVERIFY(lines.contains(made.baseUrl().toUtf8()));
    }

    void aKeyOfTheSessionReachesEveryWorkerAndNothingElse()
    {
        ScriptedServer *server = nullptr;
        ScriptedServer made(echo(server));
        server = &made;
        Scenario scenario;
        scenario.name = u"secret"_s;
        for (const auto *text : {"one", "two", "three"})
            scenario.prompts.emplaceBack().text = QString::fromLatin1(text);
        scenario.endpoint = endpointAt(made.baseUrl());
        scenario.models = {u"concurrent"_s, u"parallel_threads"_s, u"parallel_processes"_s};
        RunController controller;
        QSignalSpy failed(&controller, &RunController::failed);
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenario);
        QCOMPARE(failed.size(), 1); // no key yet: the sentence names the variable
        QVERIFY(failed[0][0].toString().contains(QString::fromLatin1(variable)));

        session_keys::set(scenario.endpoint, m_key + '\n');
        finished.clear();
        controller.start(scenario);
        QVERIFY(finished.wait(60'000));
        QCOMPARE(controller.finishedRuns().size(), 3);
        QCOMPARE(m_unseen, 0);
        QCOMPARE(m_seen, 9);
        for (const FinishedRun &run : controller.finishedRuns()) {
            QCOMPARE(run.report.failed(), 3);
            for (const CallRecord &call : run.trace->calls())
                QVERIFY2(!call.message.contains(QString::fromUtf8(m_key)), qPrintable(call.message));
        }
        const QTemporaryDir out;
        for (const Exporter &exporter : exporters()) {
            const QList<FinishedRun> runs = exporter.oneRun ? controller.finishedRuns().first(1) : controller.finishedRuns();
            const Result<QStringList> files = exportTo(exporter, {scenario, runs}, out.filePath(exporter.fileName));
            QVERIFY2(bool(files), files ? "" : qPrintable(files.error()));
        }
        QCOMPARE(filesWithKey(out.path()), QStringList());
        QCOMPARE(filesWithKey(m_home.path()), QStringList());
        QVERIFY(!qEnvironmentVariableIsSet(variable));
        session_keys::set(scenario.endpoint, {});
    }

    void aKeyGoesToItsOwnAddressOnly()
    {
        const Endpoint own = endpointAt(u"https://a.example"_s);
        session_keys::set(own, m_key);
        QCOMPARE(session_keys::of(own), m_key);
#ifdef Q_OS_LINUX
        if (canProtectMemory())
            QCOMPARE(prctl(PR_GET_DUMPABLE), 0); // no core dump, no debugger, no /proc/PID/environ
#endif
        QCOMPARE(session_keys::of(endpointAt(u"https://b.example"_s)), QByteArray());
        Endpoint other = own;
        other.apiKeyEnv = u"ANOTHER"_s;
        QCOMPARE(session_keys::of(other), QByteArray());
        const QJsonObject keys = secretsForWorker({own, other})[u"keys"_s].toObject();
        QCOMPARE(keys.size(), 1);
        QVERIFY(!keys.begin().key().contains(QString::fromLatin1(variable)));
        QCOMPARE(QByteArray::fromBase64(keys.begin()->toString().toUtf8()), m_key);
        session_keys::set(own, {});
        QCOMPARE(session_keys::of(own), QByteArray());
    }

    void withoutAKeychainOneSentenceSaysWhatToDo()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        KeyStore store;
        QSignalSpy failed(&store, &KeyStore::failed);
        QSignalSpy stored(&store, &KeyStore::stored);
        store.write(u"entry"_s, QString::fromUtf8(m_key));
        QVERIFY(failed.wait(30'000));
        QCOMPARE(stored.size(), 0);
        QVERIFY2(failed[0][1].toString().contains(u"session"_s), qPrintable(failed[0][1].toString()));
        QVERIFY(!failed[0][1].toString().contains(QString::fromUtf8(m_key)));
        QCOMPARE(filesWithKey(m_home.path()), QStringList());
    }
};

INTERLEAVE_TEST_MAIN(KeysStaySecretTest)
#include "tst_keys_stay_secret.moc"
