// A file is written whole or not at all, wherever its disk fills up; what went wrong is one sentence with the remedy.
#include "core/safe_file.h"
#include "support/test_main.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QIODevice>
#include <QTemporaryDir>

#include <cerrno>
#include <csignal>

#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

/// No file of this process grows beyond so many bytes, while this exists: a disk that fills up, for anyone.
class SmallDisk
{
public:
    explicit SmallDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &m_before); }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

private:
    rlimit m_before{};
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

QStringList namesIn(const QString &folder) { return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot); }

} // namespace

class SafeFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void a_new_and_an_old_file_are_written_whole()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.json"_s);
        for (const QByteArray &content : {QByteArray("one"), QByteArray(1'000'000, 'x'), QByteArray()}) {
            QCOMPARE(writeWhole(path, content), QString());
            QCOMPARE(contentOf(path), content);
        }
        QCOMPARE(namesIn(folder.path()), QStringList{u"x.json"_s});
    }

    void a_disk_that_fills_up_anywhere_leaves_the_old_file_data()
    {
        QTest::addColumn<int>("room");
        for (const int room : {0, 1, 4096, 262'143, 262'144, 300'000, 599'999})
            QTest::newRow(qPrintable(QString::number(room))) << room;
    }
    void a_disk_that_fills_up_anywhere_leaves_the_old_file()
    {
        QFETCH(int, room);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.csv"_s);
        QCOMPARE(writeWhole(path, "old"), QString());
        QString problem;
        {
            const SmallDisk disk(static_cast<rlim_t>(room));
            problem = writeWhole(path, [](QIODevice &device) { // as exporters do: many small writes, none of them looked at
                for (int i = 0; i < 60'000; ++i)
                    device.write("0123456789");
                return QString();
            });
        }
        QVERIFY2(problem.startsWith(path + u": cannot be written ("_s) && problem.contains(u"free some space"_s), qPrintable(problem));
        QCOMPARE(contentOf(path), QByteArray("old"));
        QCOMPARE(namesIn(folder.path()), QStringList{u"x.csv"_s}); // nothing half-written beside it
    }

    void a_full_file_system_leaves_the_old_file()
    {
        const QTemporaryDir folder;
        const QByteArray place = QFile::encodeName(folder.path());
        if (::mount("none", place.constData(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("only root can make a small file system");
        const QString path = folder.filePath(u"x.csv"_s);
        const QString before = writeWhole(path, QByteArray(20'000, 'o'));
        const QString problem = writeWhole(path, QByteArray(60'000, 'n'));
        const QByteArray kept = contentOf(path);
        ::umount2(place.constData(), MNT_DETACH);
        QCOMPARE(before, QString());
        QVERIFY2(problem.contains(u"No space left on device"_s), qPrintable(problem));
        QCOMPARE(kept, QByteArray(20'000, 'o'));
    }

    void a_device_is_written_into_and_stays_a_device()
    {
        QCOMPARE(writeWhole(u"/dev/null"_s, "x"), QString());
        const QString problem = writeWhole(u"/dev/full"_s, "x");
        QVERIFY2(problem.contains(u"/dev/full"_s) && problem.contains(u"No space left"_s), qPrintable(problem));
        QVERIFY(!QFileInfo(u"/dev/full"_s).isFile() && !QFileInfo(u"/dev/null"_s).isFile());
    }

    void what_cannot_be_written_names_the_file_and_the_remedy_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("no folder") << u"/no/such/folder/x"_s << u"make its folder first"_s;
        QTest::newRow("a file as folder") << u"/dev/null/x"_s << u"make its folder first"_s;
        QTest::newRow("a folder") << u"/tmp"_s << u"name a file"_s;
        QTest::newRow("too long a name") << u"/tmp/"_s + QString(300, u'x') << u"shorter name"_s;
    }
    void what_cannot_be_written_names_the_file_and_the_remedy()
    {
        QFETCH(QString, path);
        QFETCH(QString, remedy);
        const QString problem = writeWhole(path, "x");
        QVERIFY2(problem.startsWith(path + u": cannot be written ("_s) && problem.contains(remedy), qPrintable(problem));
    }

    void a_folder_that_vanishes_meanwhile_is_told()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"x"_s);
        const QString problem = writeWhole(path, [&folder](QIODevice &device) {
            device.write("x");
            folder.remove();
            return QString();
        });
        QVERIFY2(problem.contains(u"make its folder first"_s), qPrintable(problem));
    }

    void a_read_only_folder_is_told()
    {
        if (::geteuid() == 0)
            QSKIP("root may write everywhere");
        const QTemporaryDir folder;
        QVERIFY(QFile::setPermissions(folder.path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner));
        QVERIFY(writeWhole(folder.filePath(u"x"_s), "x").contains(u"that you may write to"_s));
        QFile::setPermissions(folder.path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }

    void a_writer_that_gives_up_leaves_the_old_file()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x"_s);
        QCOMPARE(writeWhole(path, "old"), QString());
        QCOMPARE(writeWhole(path,
                            [](QIODevice &device) {
                                device.write("half");
                                return u"the run was not saved"_s;
                            }),
                 path + u": the run was not saved"_s);
        QCOMPARE(contentOf(path), QByteArray("old"));
    }

    void a_link_stays_a_link_and_permissions_stay()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"real"_s), link = folder.filePath(u"link"_s);
        QCOMPARE(writeWhole(path, "old"), QString());
        QVERIFY(QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner));
        const auto permissions = QFileInfo(path).permissions();
        QVERIFY(QFile::link(path, link));
        QCOMPARE(writeWhole(link, "new"), QString());
        QVERIFY(QFileInfo(link).isSymLink());
        QCOMPARE(contentOf(path), QByteArray("new"));
        QCOMPARE(QFileInfo(path).permissions(), permissions);
    }

    void the_longest_name_is_written()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QString(255, u'n'));
        QCOMPARE(writeWhole(path, "x"), QString());
        QCOMPARE(contentOf(path), QByteArray("x"));
    }
};

INTERLEAVE_TEST_MAIN(SafeFileTest)
#include "tst_safe_file.moc"
