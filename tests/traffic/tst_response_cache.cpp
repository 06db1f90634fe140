// Exact keys, spaces that do not meet, the size bound, and a file that cannot be had.
#include "support/test_main.h"
#include "traffic/response_cache.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace interleave;

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
    reply.finishReason = QStringLiteral("STOP");
    reply.usage = {10, 0, 20, 0};
    reply.httpStatus = 200;
    reply.toolCalls = {{QStringLiteral("c1"), QStringLiteral("sum"), {{QStringLiteral("a"), 1}}, {}}};
    return reply;
}

class TestResponseCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_kept_reply_comes_back_and_costs_nothing()
    {
        ResponseCache cache({}, {}, 1'000'000);
        QVERIFY(!cache.find({}, promptOf(QStringLiteral("a"))));
        cache.keep({}, promptOf(QStringLiteral("a")), replyOf(QStringLiteral("héllo\n")));
        const std::optional<Reply> found = cache.find({}, promptOf(QStringLiteral("a")));
        QVERIFY(found);
        QCOMPARE(found->outcome, Outcome::CacheHit);
        QCOMPARE(found->text, QStringLiteral("héllo\n"));
        QCOMPARE(found->finishReason, QStringLiteral("STOP"));
        QCOMPARE(found->toolCalls, replyOf({}).toolCalls);
        QCOMPARE(found->usage, Usage());
        QVERIFY(cache.problem().isEmpty());
    }

    void everything_that_changes_the_answer_is_in_the_key()
    {
        const Endpoint endpoint;
        const Prompt prompt = promptOf(QStringLiteral("a"));
        QList<QByteArray> keys{cacheKey(endpoint, prompt)};
        const auto withEndpoint = [&](auto change) {
            Endpoint other = endpoint;
            change(other);
            keys.append(cacheKey(other, prompt));
        };
        const auto withPrompt = [&](auto change) {
            Prompt other = prompt;
            change(other);
            keys.append(cacheKey(endpoint, other));
        };
        withEndpoint([](Endpoint &e) { e.provider = QStringLiteral("openai"); });
        withEndpoint([](Endpoint &e) { e.modelName = QStringLiteral("other"); });
        withEndpoint([](Endpoint &e) { e.profile = QStringLiteral("fast"); });
        withEndpoint([](Endpoint &e) { e.baseUrl = QStringLiteral("http://127.0.0.1:1"); });
        withPrompt([](Prompt &p) { p.text = QStringLiteral("a "); });
        withPrompt([](Prompt &p) { p.system = QStringLiteral("a"); });
        withPrompt([](Prompt &p) { p.temperature = 0; });
        withPrompt([](Prompt &p) { p.temperature = 1; });
        withPrompt([](Prompt &p) { p.maxOutputTokens = 1; });
        withPrompt([](Prompt &p) { p.toolChoice = ToolChoice::Required; });
        withPrompt([](Prompt &p) { p.chosenTool = QStringLiteral("sum"); });
        withPrompt([](Prompt &p) { p.tools = {{QStringLiteral("sum"), {}, {}}}; });
        withPrompt([](Prompt &p) { p.history = {Message{.text = QStringLiteral("b"), .toolCalls = {}, .toolResults = {}}}; });
        for (qsizetype i = 0; i < keys.size(); ++i)
            QCOMPARE(keys.indexOf(keys[i]), i);
        Prompt sameAnswer = prompt;
        sameAnswer.callClass = QStringLiteral("only for routing");
        QCOMPARE(cacheKey(endpoint, sameAnswer), keys.front());
    }

    void lives_on_in_its_file_and_spaces_do_not_meet()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("deep/er/replies.sqlite"));
        ResponseCache(file, QStringLiteral("one"), 1'000'000).keep({}, promptOf(QStringLiteral("a")), replyOf(QStringLiteral("x")));
        QVERIFY(ResponseCache(file, QStringLiteral("one"), 1'000'000).find({}, promptOf(QStringLiteral("a"))));
        QVERIFY(!ResponseCache(file, QStringLiteral("two"), 1'000'000).find({}, promptOf(QStringLiteral("a"))));
    }

    void the_least_recently_used_go_first()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("replies.sqlite"));
        const QString big(1000, u'x');
        {
            ResponseCache cache(file, {}, 4500); // three such replies
            for (const QString &name : {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")})
                cache.keep({}, promptOf(name), replyOf(big));
            QVERIFY(cache.find({}, promptOf(QStringLiteral("a"))));
        }
        ResponseCache cache(file, {}, 4500);
        cache.keep({}, promptOf(QStringLiteral("d")), replyOf(big));
        QVERIFY(cache.find({}, promptOf(QStringLiteral("a"))));
        QVERIFY(!cache.find({}, promptOf(QStringLiteral("b"))));
        QVERIFY(cache.find({}, promptOf(QStringLiteral("c"))));
        QVERIFY(cache.find({}, promptOf(QStringLiteral("d"))));
        cache.keep({}, promptOf(QStringLiteral("larger than all")), replyOf(QString(5000, u'x')));
        QVERIFY(cache.find({}, promptOf(QStringLiteral("a"))));
    }

    void a_small_limit_does_not_empty_what_earlier_runs_kept()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("replies.sqlite"));
        const QString big(1000, u'x');
        for (const QString &name : {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")})
            ResponseCache(file, {}, 1'000'000).keep({}, promptOf(name), replyOf(big));
        {
            ResponseCache stranger(file, QStringLiteral("other"), 1500); // one such reply
            for (const QString &name : {QStringLiteral("e"), QStringLiteral("f"), QStringLiteral("g")})
                stranger.keep({}, promptOf(name), replyOf(big));
            QVERIFY(stranger.find({}, promptOf(QStringLiteral("e"))));
            QVERIFY(!stranger.find({}, promptOf(QStringLiteral("f"))));
        }
        ResponseCache cache(file, {}, 1'000'000);
        for (const QString &name : {QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")})
            QVERIFY(cache.find({}, promptOf(name)));
    }

    void its_file_and_folder_are_the_owners_alone()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("cache/replies.sqlite"));
        ResponseCache cache(file, {}, 1'000'000);
        cache.keep({}, promptOf(QStringLiteral("a")), replyOf(QStringLiteral("x")));
        constexpr auto others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFileInfo(folder.filePath(QStringLiteral("cache"))).permissions() & others));
        const QFileInfoList files = QDir(folder.filePath(QStringLiteral("cache"))).entryInfoList(QDir::Files);
        QVERIFY(!files.isEmpty());
        for (const QFileInfo &each : files)
            QVERIFY2(!(each.permissions() & others), qPrintable(each.filePath()));
    }

    void a_file_that_cannot_be_had_is_told_and_memory_serves()
    {
        QTemporaryDir folder;
        QFile garbage(folder.filePath(QStringLiteral("replies.sqlite")));
        QVERIFY(garbage.open(QIODevice::WriteOnly));
        garbage.write(QByteArray(10'000, 'x'));
        garbage.close();
        for (const QString &file : {garbage.fileName(), QStringLiteral("/proc/no/replies.sqlite")}) {
            ResponseCache cache(file, {}, 1'000'000);
            QVERIFY(cache.problem().contains(file));
            cache.keep({}, promptOf(QStringLiteral("a")), replyOf(QStringLiteral("x")));
            QVERIFY(cache.find({}, promptOf(QStringLiteral("a"))));
        }
    }
};

INTERLEAVE_TEST_MAIN(TestResponseCache)
#include "tst_response_cache.moc"
