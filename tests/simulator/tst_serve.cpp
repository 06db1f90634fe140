#include "http_client.h"
#include "simulator/service/serve.h"
#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QTemporaryDir>

#include <array>
#include <csignal>
#include <cstdio>
#include <future>
#include <unistd.h>

using namespace interleave;
using namespace interleave::test;

namespace {

/// Puts a pipe in the place of a standard descriptor for as long as it lives.
class PipeInPlaceOf
{
public:
    PipeInPlaceOf(int descriptor, int end)
        : m_descriptor(descriptor)
        , m_saved(dup(descriptor))
    {
        if (pipe(m_ends.data()) != 0)
            qFatal("no pipe");
        dup2(m_ends[static_cast<size_t>(end)], descriptor);
        ::close(m_ends[static_cast<size_t>(end)]);
        m_other = m_ends[static_cast<size_t>(1 - end)];
    }
    ~PipeInPlaceOf()
    {
        std::fflush(stdout);
        dup2(m_saved, m_descriptor);
        ::close(m_saved);
        closeOther();
    }
    Q_DISABLE_COPY_MOVE(PipeInPlaceOf)

    void closeOther()
    {
        if (m_other >= 0)
            ::close(m_other);
        m_other = -1;
    }

    QByteArray readLine() const
    {
        QByteArray line;
        char c = 0;
        while (!line.endsWith('\n') && ::read(m_other, &c, 1) == 1)
            line += c;
        return line;
    }

private:
    int m_descriptor;
    int m_saved;
    std::array<int, 2> m_ends{};
    int m_other = -1;
};

QString announcedUrl(const QByteArray &line)
{
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    const QString url = json[QStringLiteral("base_url")].toString();
    return url == QStringLiteral("http://127.0.0.1:%1").arg(json[QStringLiteral("port")].toInt()) ? url : QString();
}

} // namespace

class ServeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itAnnouncesItselfServesAndEndsCleanlyOnASignal_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void itAnnouncesItselfServesAndEndsCleanlyOnASignal()
    {
        QFETCH(int, signal);
        std::future<int> status;
        QByteArray line;
        {
            const PipeInPlaceOf output(STDOUT_FILENO, 1);
            status = std::async(std::launch::async, [] { return serveUntilSignal(optionsWith(instantProfile()), false); });
            line = output.readLine();
        }
        const QString url = announcedUrl(line);
        QVERIFY2(!url.isEmpty(), line.constData());
        QCOMPARE(HttpClient(url).get("/health").status, 200);
        kill(getpid(), signal);
        QCOMPARE(status.get(), 0);
    }

    void itEndsWithItsParentWhenAsked()
    {
        std::future<int> status;
        QByteArray line;
        PipeInPlaceOf input(STDIN_FILENO, 0);
        {
            const PipeInPlaceOf output(STDOUT_FILENO, 1);
            status = std::async(std::launch::async, [] { return serveUntilSignal(optionsWith(instantProfile()), true); });
            line = output.readLine();
        }
        QVERIFY(!announcedUrl(line).isEmpty());
        input.closeOther();
        QCOMPARE(status.get(), 0);
    }

    void withTlsItTellsItsCertificate_data()
    {
        QTest::addColumn<bool>("inFile");
        QTest::newRow("in the ready line") << false;
        QTest::newRow("in a file") << true;
    }
    void withTlsItTellsItsCertificate()
    {
        QFETCH(bool, inFile);
        const QTemporaryDir folder;
        const QString path = inFile ? folder.filePath(QStringLiteral("a \"certificate\".pem")) : QString();
        SimulatorOptions options = optionsWith(instantProfile());
        options.tls = true;
        std::future<int> status;
        QByteArray line;
        {
            const PipeInPlaceOf output(STDOUT_FILENO, 1);
            status = std::async(std::launch::async, [&] { return serveUntilSignal(options, false, path); });
            line = output.readLine();
        }
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        QVERIFY(json[QStringLiteral("base_url")].toString().startsWith(QStringLiteral("https://127.0.0.1:")));
        QByteArray pem = json[QStringLiteral("certificate")].toString().toUtf8();
        if (inFile) {
            QCOMPARE(QString::fromUtf8(pem), path);
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            pem = file.readAll();
        }
        QVERIFY(pem.startsWith("-----BEGIN CERTIFICATE-----\n"));
        kill(getpid(), SIGTERM);
        QCOMPARE(status.get(), 0);
    }

    void aCertificateThatCannotBeWrittenIsStatus3AndOneSentence()
    {
        SimulatorOptions options = optionsWith(instantProfile());
        options.tls = true;
        const PipeInPlaceOf error(STDERR_FILENO, 1);
        QCOMPARE(serveUntilSignal(options, false, QStringLiteral("/nowhere/certificate.pem")), 3);
        QVERIFY(error.readLine().startsWith("The certificate cannot be written to /nowhere/certificate.pem: "));
    }

    void aTakenPortIsStatus3AndOneSentence()
    {
        InProcessSimulator first(optionsWith(instantProfile()));
        SimulatorOptions options = optionsWith(instantProfile());
        options.port = QUrl(first.baseUrl()).port();
        const PipeInPlaceOf error(STDERR_FILENO, 1);
        QCOMPARE(serveUntilSignal(options, false), 3);
        const QByteArray sentence = "Port " + QByteArray::number(options.port) + " of 127.0.0.1 is already in use: ";
        QVERIFY(error.readLine().startsWith(sentence));
    }
};

INTERLEAVE_TEST_MAIN(ServeTest)
#include "tst_serve.moc"
