// Files that somebody else may have named: regular ones, of a size that their kind can need; devices and pipes are not opened.
#include "core/bounded_file.h"
#include "core/private_file.h"
#include "simulator/llm/profile.h"
#include "support/test_main.h"
#include "trace/trace_file.h"
#include "transport/http_settings.h"
#include "json/scenario_json.h"

#include <QFileInfo>
#include <QTemporaryDir>

#include <functional>
#include <sys/stat.h>

using namespace interleave;
using namespace Qt::StringLiterals;

class BoundedFileTest : public QObject
{
    Q_OBJECT

    using Reader = std::function<QString(const QString &)>;

    template<typename T> static QString errorOf(const Result<T> &result) { return result ? QString() : result.error(); }

private Q_SLOTS:
    void everyReaderRefusesWhatIsNoRegularFile_data()
    {
        QTest::addColumn<Reader>("read");
        QTest::newRow("scenario") << Reader([](const QString &path) { return errorOf(readScenario(path)); });
        QTest::newRow("run") << Reader([](const QString &path) { return errorOf(readTrace(path)); });
        QTest::newRow("profile") << Reader([](const QString &path) { return errorOf(loadProfile(path)); });
        QTest::newRow("certificate") << Reader([](const QString &path) {
            Endpoint endpoint;
            endpoint.certificateFile = path;
            return errorOf(httpSettingsOf(endpoint));
        });
    }
    void everyReaderRefusesWhatIsNoRegularFile()
    {
        QFETCH(Reader, read);
        const QTemporaryDir folder;
        const QString pipe = folder.filePath(u"pipe"_s);
        QCOMPARE(mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        for (const QString &path : {u"/dev/zero"_s, pipe, folder.path()}) {
            const QString error = read(path); // and does not wait for the pipe's other end
            QVERIFY2(error.contains(path) && error.contains(u"is not a regular file"_s), qPrintable(error));
        }
    }
    void aLargerFileIsRefused()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"large"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(3'000'001)); // of holes: it takes no room
        QCOMPARE(readBounded(file.fileName(), 3'000'000).error(), u"is larger than 3 MB; name a smaller file"_s);
        QCOMPARE(readBounded(file.fileName(), 3'000'001)->size(), 3'000'001);
        QVERIFY(readBounded(folder.filePath(u"none"_s), 10).error().contains(u"cannot be read"_s));
    }
    void aRunNamesNoMoreCallsThanItHasLines()
    {
        const QByteArray start = traceFileHeader() + "{\"kind\":\"executor\",\"ns\":1,\"text\":\"network loop\"}\n";
        const auto calling = [&](int call) {
            return QByteArray(start + "{\"kind\":\"planned\",\"ns\":2,\"call\":" + QByteArray::number(call) + ",\"text\":\"a\"}\n");
        };
        QVERIFY(parseTrace(calling(1), u"run"_s));
        const Result<TracePtr> far = parseTrace(calling(1'000'000), u"run"_s);
        QVERIFY(!far);
        QVERIFY2(far.error().startsWith(u"run, line 3: names job 1000000"_s), qPrintable(far.error()));
    }
    void aFolderBecomesTheOwnersAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"a"_s);
        QCOMPARE(mkdir(QFile::encodeName(path).constData(), 0755), 0);
        QVERIFY(makePrivateFolder(path));
        constexpr auto others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFileInfo(path).permissions() & others));
        QVERIFY(!makePrivateFolder(u"/proc/none"_s));
    }
};

INTERLEAVE_TEST_MAIN(BoundedFileTest)
#include "tst_bounded_file.moc"
