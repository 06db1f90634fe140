// Each kind of prompts file that people bring, from a fixture of its own: texts, system texts, histories, limits, and what is told.
#include "setup/prompts/length_trace.h"
#include "setup/prompts/prompt_formats.h"
#include "setup/prompts/prompts_file.h"
#include "support/test_main.h"

#include <QFileInfo>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

QString fixture(const QString &name) { return QStringLiteral(INTERLEAVE_SOURCE_DIR "/tests/data/prompts/") + name; }

/// A prompt on one line: "system | user: … / model: … | text | temperature | limit", without what is not there.
QString lineOf(const Prompt &prompt)
{
    QStringList parts;
    if (!prompt.system.isEmpty())
        parts.append(u"system: "_s + prompt.system);
    for (const Message &message : prompt.history) {
        parts.append((message.role == Message::Role::User ? u"user: "_s : u"model: "_s) + message.text);
        for (const ToolCall &call : message.toolCalls)
            parts.append(u"calls %1(%2) as %3"_s.arg(call.name, call.arguments[u"city"_s].toString(), call.id));
        for (const ToolResult &result : message.toolResults)
            parts.append(u"result of %1: %2"_s.arg(result.callId, result.output));
    }
    parts.append(prompt.text);
    if (prompt.temperature)
        parts.append(u"temperature "_s + QString::number(*prompt.temperature));
    if (prompt.maxOutputTokens)
        parts.append(u"limit "_s + QString::number(*prompt.maxOutputTokens));
    return parts.join(u" | "_s);
}

QStringList linesOf(const PromptSet &set)
{
    QStringList lines;
    for (const Prompt &prompt : set.prompts)
        lines.append(lineOf(prompt));
    return lines;
}

} // namespace

class PromptKindsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void a_fixture_of_each_kind_is_read_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QStringList>("prompts");
        QTest::addColumn<QStringList>("told");
        const auto row = [](const char *file, const QStringList &prompts, const QStringList &told = {}) {
            QTest::newRow(file) << QString::fromLatin1(file) << prompts << told;
        };
        const QString rivers = u"Name three rivers."_s, lakes = u"Name three lakes."_s;
        row("lines.txt", {rivers, lakes});
        row("document.md", {u"# Task\n\nSummarise this:\n\n- one\n- two"_s});
        row("entries.jsonl", {rivers, u"system: Be brief. | Name three lakes. | temperature 0.5 | limit 64"_s},
            {u"\"model\" (1)"_s, u"\"top_p\" (1)"_s, u"\"id\" (1)"_s});
        row("entries.ndjson", {rivers + u" | limit 32"_s});
        row("entries.json", {rivers, lakes});
        row("rows.csv", {u"Rivers, three of them | limit 64"_s, u"Lakes"_s}, {u"\"id\" (2)"_s});
        row("semicolons.csv", {u"Flüsse; drei davon | temperature 0.5"_s, u"Seen"_s}, {u"\"id\""_s});
        row("named_separator.csv", {u"Rivers; three, of them"_s}, {u"\"id\""_s});
        row("old_mac.csv", {u"Rivers"_s, u"Lakes"_s}, {u"\"id\""_s});
        row("rows.tsv", {u"Rivers, three"_s, u"Lakes\tthree"_s}, {u"\"id\""_s});
        row("openai_batch.jsonl",
            {u"system: You are a helpful assistant. | Hello world! | limit 1000"_s, u"system: Be brief. | Hello again! | limit 50"_s,
             u"Once upon | limit 5"_s},
            {u"\"model\" (3)"_s});
        row("anthropic_batch.jsonl", {u"system: Be kind. | Hello, world | limit 1024"_s}, {u"\"model\" (1)"_s});
        row("gemini_batch.jsonl", {u"system: Be brief. | user: Hello | model: Hi! | How are you? | temperature 0.7 | limit 99"_s});
        row("messages.jsonl", {u"system: You are terse. | user: What is 2+2? | model: 4 | And 3+3?"_s}, {u"\"score\" (1)"_s});
        row("tools.jsonl", {u"user: Weather in Paris? | model:  | calls weather(Paris) as c1 | user:  | result of c1: 18 C | "_s});
        row("sharegpt.json", {u"user: Hi | model: Hello! | Tell a joke"_s, u"system: Be grim. | Sing"_s});
        row("alpaca.json", {u"Translate to French.\n\nGood morning"_s, u"Name a colour."_s});
        row("dolly.jsonl", {u"When did it begin?\n\nIt began in 1999."_s, u"Why is the sky blue?"_s});
        row("mt_bench.jsonl", {u"Write a travel post."_s, u"user: Write a travel post. | Now begin each sentence with A."_s});
        QStringList translated;
        for (const auto &[text, language] : {std::pair{"Hello", "French"}, {"One", "German"}, {"Two", "German"}}) {
            const QString t = QString::fromLatin1(text), l = QString::fromLatin1(language);
            translated += {u"Translate \"%1\" to %2."_s.arg(t, l), u"Say %1 in %2."_s.arg(t, l), u"Shout %1 in %2!"_s.arg(t, l),
                           u"system: You speak %2. | %1"_s.arg(t, l)};
        }
        row("promptfooconfig.yaml", translated);
        row("utf16.txt", {u"Größe"_s, u"Drei Flüsse"_s}, {u"was UTF-16LE, and has been converted"_s});
        row("utf16_without_mark.txt", {rivers, lakes}, {u"was UTF-16LE"_s});
        row("windows_1252.txt", {rivers, u"Café “quoted” – 5 €"_s}, {u"read as Windows-1252"_s, u"line 2"_s});
        row("packed.jsonl.gz", {u"Packed"_s, u"And more"_s});
        row("packed.tsv.zst", {u"Rivers, three"_s, u"Lakes\tthree"_s}, {u"\"id\""_s});
        row("folder", {u"First\nof two lines"_s, u"# Second"_s}, {u"1 other files"_s});
    }
    void a_fixture_of_each_kind_is_read()
    {
        QFETCH(QString, file);
        QFETCH(QStringList, prompts);
        QFETCH(QStringList, told);
        const Result<PromptSet> set = readPrompts(fixture(file));
        QVERIFY2(bool(set), set ? "" : qPrintable(set.error()));
        QCOMPARE(linesOf(*set), prompts);
        const QString notes = set->notes.join(u'\n');
        for (const QString &part : told)
            QVERIFY2(notes.contains(part), qPrintable(notes));
        QCOMPARE(notes.isEmpty(), told.isEmpty()); // nothing is told where nothing was left out
        QVERIFY(told.isEmpty() || notes.startsWith(fixture(file)));
    }

    void the_same_is_read_by_its_content_alone_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file : {"lines.txt",           "entries.jsonl",   "entries.json",   "rows.csv",           "semicolons.csv",
                                 "named_separator.csv", "old_mac.csv",     "rows.tsv",       "openai_batch.jsonl", "messages.jsonl",
                                 "sharegpt.json",       "alpaca.json",     "dolly.jsonl",    "mt_bench.jsonl",     "utf16.txt",
                                 "windows_1252.txt",    "packed.jsonl.gz", "packed.tsv.zst", "mooncake.jsonl",     "azure.csv"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }
    void the_same_is_read_by_its_content_alone()
    {
        QFETCH(QString, file);
        QFile opened(fixture(file));
        QVERIFY(opened.open(QIODevice::ReadOnly));
        const Result<PromptSet> byContent = parsePrompts(opened.readAll(), u"standard input"_s);
        QVERIFY2(bool(byContent), byContent ? "" : qPrintable(byContent.error()));
        const Result<PromptSet> byName = readPrompts(fixture(file));
        QVERIFY(bool(byName));
        QCOMPARE(linesOf(*byContent), linesOf(*byName));
    }

    void tests_of_promptfoo_fill_the_prompts_of_the_scenario()
    {
        Prompt sentence, plain;
        sentence.text = u"Say {{text}} in {{language}}, call {{call}}."_s;
        sentence.system = u"You speak {{language}}."_s;
        sentence.maxOutputTokens = 9;
        plain.text = u"No variable here, call {{call}}"_s;
        const PromptsRequest request{{}, {sentence, plain}};
        const Result<PromptSet> set = readPrompts(fixture(u"promptfoo_tests.csv"_s), request);
        QVERIFY2(bool(set), set ? "" : qPrintable(set.error()));
        QCOMPARE(linesOf(*set), QStringList({u"system: You speak French. | Say Hello in French, call {{call}}. | limit 9"_s,
                                             u"system: You speak German. | Say Good, morning in German, call {{call}}. | limit 9"_s}));
        const Result<PromptSet> none = readPrompts(fixture(u"promptfoo_tests.csv"_s));
        QVERIFY(!none);
        QVERIFY2(none.error().contains(u"promptfoo"_s), qPrintable(none.error()));
    }

    void lengths_become_texts_of_as_many_tokens_and_equal_hashes_equal_text()
    {
        const Result<PromptSet> set = readPrompts(fixture(u"mooncake.jsonl"_s));
        QVERIFY2(bool(set), set ? "" : qPrintable(set.error()));
        QCOMPARE(set->prompts.size(), 3);
        const auto tokens = [&](int i) { return estimatedTokens(set->prompts[i]); };
        QCOMPARE(QList<int>({tokens(0), tokens(1), tokens(2)}), QList<int>({1030, 1030, 12}));
        QCOMPARE(set->prompts[0].maxOutputTokens, 500);
        const QString a = set->prompts[0].text, b = set->prompts[1].text;
        QCOMPARE(a.left(2 * 512 * 4), b.left(2 * 512 * 4));
        QVERIFY(a != b);
        QCOMPARE(set->notes, QStringList());
        for (const char *table : {"azure.csv", "burstgpt.csv"}) {
            const Result<PromptSet> rows = readPrompts(fixture(QString::fromLatin1(table)));
            QVERIFY2(bool(rows), rows ? table : qPrintable(rows.error()));
            QCOMPARE(rows->prompts.size(), 2);
        }
    }

    void times_of_a_trace_are_replayed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<qint64>>("ms");
        QTest::newRow("milliseconds") << u"mooncake.jsonl"_s << QList<qint64>{0, 250, 3000};
        QTest::newRow("dates") << u"azure.csv"_s << QList<qint64>{0, 4314};
        QTest::newRow("seconds") << u"burstgpt.csv"_s << QList<qint64>{0, 40'000};
    }
    void times_of_a_trace_are_replayed()
    {
        QFETCH(QString, file);
        QFETCH(QList<qint64>, ms);
        const Result<std::vector<qint64>> times = readTimes(fixture(file));
        QVERIFY2(bool(times), times ? "" : qPrintable(times.error()));
        QList<qint64> read;
        for (const qint64 ns : *times)
            read.append(ns / 1'000'000);
        QCOMPARE(read, ms);
    }

    void a_folder_reached_by_a_slash_and_a_configuration_beside_its_files()
    {
        QVERIFY(bool(readPrompts(fixture(u"folder/"_s))));
        QFile config(fixture(u"promptfooconfig.yaml"_s));
        QVERIFY(config.open(QIODevice::ReadOnly));
        const Result<PromptSet> alone = parsePrompts(config.readAll(), u"standard input"_s); // no folder to look in
        QVERIFY(!alone);
        QVERIFY2(alone.error().contains(u"promptfoo_prompt.txt"_s), qPrintable(alone.error()));
    }

    void every_kind_has_an_id_and_a_sentence_of_its_own()
    {
        QStringList ids, sentences;
        for (const PromptKind &kind : promptKinds()) {
            ids.append(kind.id);
            sentences.append(kind.sentence);
            QVERIFY2(kind.sentence.size() > 15, qPrintable(kind.id));
        }
        QCOMPARE(ids.removeDuplicates(), 0);
        QCOMPARE(sentences.removeDuplicates(), 0);
        for (const QString &id : promptFormatIds())
            QVERIFY(ids.contains(id));
    }
};

INTERLEAVE_TEST_MAIN(PromptKindsTest)
#include "tst_prompt_kinds.moc"
