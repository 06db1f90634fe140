// The response cache as the loop uses it: one on disk never holds the loop up, answers in order, and forgets who was cancelled.
#include "async/qt_loop.h"
#include "support/test_main.h"
#include "traffic/cache_desk.h"

#include <QTemporaryDir>

using namespace interleave;
using namespace Qt::StringLiterals;

static Prompt promptOf(const QString &text)
{
    Prompt prompt;
    prompt.text = text;
    return prompt;
}

static Reply replyOf(const QString &text)
{
    Reply reply;
    reply.outcome = Outcome::Ok;
    reply.text = text;
    return reply;
}

class TestCacheDesk : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::unique_ptr<ResponseCache> onDisk() const
    {
        return std::make_unique<ResponseCache>(m_folder.filePath(u"replies.sqlite"_s), u"space"_s, 1'000'000);
    }
    static Task<void> look(CacheDesk &desk, const Prompt &prompt, std::shared_ptr<const Reply> &found, int &answers)
    {
        static const Endpoint endpoint;
        found = co_await desk.find(endpoint, prompt);
        ++answers;
    }

private Q_SLOTS:
    void init() { QFile::remove(m_folder.filePath(u"replies.sqlite"_s)); }

    void one_in_memory_answers_at_once()
    {
        QtLoop loop;
        CacheDesk desk(std::make_unique<ResponseCache>(QString(), QString(), 1'000'000));
        desk.keep({}, promptOf(u"a"_s), replyOf(u"one"_s));
        const Prompt prompt = promptOf(u"a"_s);
        std::shared_ptr<const Reply> found;
        int answers = 0;
        Task<void> task = look(desk, prompt, found, answers);
        loop.enter([&] { task.start(); });
        QCOMPARE(answers, 1);
        QVERIFY(found && found->text == "one"_L1);
    }

    void one_on_disk_lets_the_loop_go_on_and_finds_what_was_kept_before()
    {
        QtLoop loop;
        CacheDesk desk(onDisk());
        QCOMPARE(desk.problem(), QString());
        desk.keep({}, promptOf(u"a"_s), replyOf(u"one"_s));
        const Prompt prompt = promptOf(u"a"_s), other = promptOf(u"b"_s);
        std::shared_ptr<const Reply> found, none;
        int answers = 0;
        Task<void> first = look(desk, prompt, found, answers), second = look(desk, other, none, answers);
        loop.enter([&] {
            first.start();
            second.start();
        });
        QCOMPARE(answers, 0); // nobody waited for the disk
        QTRY_COMPARE(answers, 2);
        QVERIFY(found && found->text == "one"_L1);
        QCOMPARE(found->outcome, Outcome::CacheHit);
        QVERIFY(!none);
    }

    void who_is_cancelled_hears_nothing()
    {
        QtLoop loop;
        CacheDesk desk(onDisk());
        const Prompt prompt = promptOf(u"a"_s);
        std::shared_ptr<const Reply> found;
        int answers = 0, after = 0;
        {
            Task<void> task = look(desk, prompt, found, answers);
            loop.enter([&] { task.start(); });
        }
        Task<void> last = look(desk, prompt, found, after);
        loop.enter([&] { last.start(); });
        QTRY_COMPARE(after, 1); // answered in order: the one before it was, too
        QCOMPARE(answers, 0);
    }

    void what_was_given_to_keep_is_kept_when_it_ends()
    {
        {
            CacheDesk desk(onDisk());
            for (int i = 0; i < 50; ++i)
                desk.keep({}, promptOf(QString::number(i)), replyOf(u"reply"_s));
        }
        const std::unique_ptr<ResponseCache> again = onDisk();
        for (int i = 0; i < 50; ++i)
            QVERIFY(again->find({}, promptOf(QString::number(i))));
    }
};

INTERLEAVE_TEST_MAIN(TestCacheDesk)
#include "tst_cache_desk.moc"
