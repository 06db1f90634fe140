// Prompts files: what is accepted, and what each refusal says.
#include "setup/prompts/prompts_file.h"
#include "support/test_main.h"

#include <QTemporaryDir>

#include <sys/stat.h>

using namespace interleave;

class TestPromptsFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTexts_data();
    void readsTexts();
    void refusesWithPlaceAndRemedy_data();
    void refusesWithPlaceAndRemedy();
    void readsParametersFromJsonLines();
    void readsParametersFromCsv();
    void saysThatAFileIsMissing();
    void readsAFileFromDisk();
    void namedFilesStayInTheirFolder();
    void linksOutOfAFolderOfPromptsAreRefused();
    void namesWithPercentSignsStayWhole();
    void aFormatThatIsAskedForDecides();
    void aPromptOfATableHasTheValuesOfItsRow();
};

void TestPromptsFile::readsTexts_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QStringList>("texts");

    const QStringList ab{QStringLiteral("a"), QStringLiteral("b")};
    QTest::newRow("text, one a line") << "p.txt" << QByteArray("a\nb\n") << ab;
    QTest::newRow("text without a last line end, Windows line ends, blank lines") << "p.txt" << QByteArray("\r\na\r\n\r\n  b  ") << ab;
    QTest::newRow("byte order mark") << "p.txt"
                                     << QByteArray("\xEF\xBB\xBF"
                                                   "a\nb")
                                     << ab;
    QTest::newRow("standard input") << "standard input" << QByteArray("a\nb") << ab;
    QTest::newRow("suffix in capitals") << "P.TXT" << QByteArray("a\nb") << ab;
    QTest::newRow("not ASCII") << "p.txt" << QByteArray("Gr\xC3\xBC\xC3\x9F\x65") << QStringList{QStringLiteral("Grüße")};
    QTest::newRow("JSON strings and objects") << "p.jsonl" << QByteArray("\"a\"\n\n{\"prompt\": \"b\", \"id\": 7}\n") << ab;
    QTest::newRow("JSON field text") << "p.jsonl" << QByteArray("{\"text\": \"a\"}\r\n{\"prompt\": \"b\", \"text\": \"c\"}") << ab;
    QTest::newRow("JSON escapes stay one prompt") << "p.jsonl" << QByteArray("\"a\\nb\"") << QStringList{QStringLiteral("a\nb")};
    QTest::newRow("CSV column prompt") << "p.csv" << QByteArray("id,Prompt\n1,a\n2,b\n") << ab;
    QTest::newRow("CSV column text") << "p.csv" << QByteArray("text,id\r\na,1\r\nb,2\r\n") << ab;
    QTest::newRow("CSV only column, no header") << "p.csv" << QByteArray("a\nb\n") << ab;
    QTest::newRow("CSV byte order mark before the header") << "p.csv" << QByteArray("\xEF\xBB\xBFprompt,id\na,1\nb,2") << ab;
    QTest::newRow("CSV quotes, commas and line breaks in quotes")
        << "p.csv" << QByteArray("prompt,id\n\"say \"\"hi\"\", please\",1\n\"two\nlines\",2\n")
        << QStringList{QStringLiteral("say \"hi\", please"), QStringLiteral("two\nlines")};
    QTest::newRow("CSV blank lines are skipped") << "p.csv" << QByteArray("prompt\n\na\n\nb\n\n") << ab;
}

void TestPromptsFile::readsTexts()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QStringList, texts);
    const auto prompts = parsePrompts(content, name);
    QVERIFY2(bool(prompts), prompts ? "" : qPrintable(prompts.error()));
    QStringList read;
    for (const Prompt &prompt : prompts->prompts)
        read.append(prompt.text);
    QCOMPARE(read, texts);
}

void TestPromptsFile::refusesWithPlaceAndRemedy_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("remedy");

    QTest::newRow("empty text") << "p.txt" << QByteArray() << "p.txt: " << "write one a line";
    QTest::newRow("only blank lines") << "p.txt" << QByteArray(" \n\n") << "p.txt: " << "write one a line";
    QTest::newRow("only a header") << "p.csv" << QByteArray("prompt\n") << "p.csv: " << "write one a line";
    QTest::newRow("unknown format") << "p.pdf" << QByteArray("%PDF") << "p.pdf: " << "save it as one of these";
    QTest::newRow("UTF-16 that is cut") << "p.txt"
                                        << QByteArray("\xFF\xFE"
                                                      "a\0b",
                                                      5)
                                        << "p.txt: " << "save it as UTF-8";
    QTest::newRow("UTF-8 that is damaged") << "p.txt"
                                           << QByteArray("Gr\xC3\xBC\xC3\x9F\x65\nGr\xFC\xDF"
                                                         "e\n")
                                           << "p.txt, line 2: " << "save the file as UTF-8";
    QTest::newRow("neither UTF-8 nor Windows-1252")
        << "p.txt" << QByteArray("a\n\x81\x8D\n") << "p.txt, line 2: " << "save the file as UTF-8";
    QTest::newRow("cut in the middle of a character") << "p.txt" << QByteArray("a\nb\n\xC3") << "p.txt, line 3: " << "UTF-8";
    QTest::newRow("binary") << "p.txt" << QByteArray("a\nb\0c", 5) << "p.txt, line 2: " << "text files";
    QTest::newRow("JSON syntax") << "p.jsonl" << QByteArray("\"a\"\n{\"prompt\": }\n") << "p.jsonl, line 2: " << "string or an object";
    QTest::newRow("two JSON values on a line") << "p.jsonl" << QByteArray("\"a\", \"b\"\n") << "p.jsonl, line 1: " << "on each line";
    QTest::newRow("JSON number") << "p.jsonl" << QByteArray("\n7\n") << "p.jsonl, line 2: " << "{\"prompt\":";
    QTest::newRow("JSON object without a prompt") << "p.jsonl" << QByteArray("{\"id\": 1}") << "line 1: " << "\"prompt\" nor \"text\"";
    QTest::newRow("JSON prompt of the wrong type") << "p.jsonl" << QByteArray("{\"prompt\": 1}") << "line 1: " << "field \"prompt\"";
    QTest::newRow("JSON empty prompt") << "p.jsonl" << QByteArray("{\"text\": \" \"}") << "line 1: " << "field \"text\"";
    QTest::newRow("JSON system") << "p.jsonl" << QByteArray("{\"text\": \"a\", \"system\": 1}") << "line 1: " << "field \"system\"";
    QTest::newRow("JSON temperature") << "p.jsonl" << QByteArray("{\"text\": \"a\", \"temperature\": 3}") << "line 1: "
                                      << "field \"temperature\"";
    QTest::newRow("JSON temperature in quotes")
        << "p.jsonl" << QByteArray("{\"text\": \"a\", \"temperature\": \"1\"}") << "line 1: " << "a number between 0 and 2";
    QTest::newRow("JSON max_output_tokens") << "p.jsonl" << QByteArray("{\"text\": \"a\", \"max_output_tokens\": 1.5}")
                                            << "line 1: " << "field \"max_output_tokens\"";
    QTest::newRow("CSV without the column") << "p.csv" << QByteArray("\nid,question\n1,a\n") << "p.csv, line 2: " << "name the column";
    QTest::newRow("CSV unquoted comma") << "p.csv" << QByteArray("id,prompt\n1,a\n2,b, c\n") << "p.csv, line 3: " << "quotes";
    QTest::newRow("CSV line after a text of two lines")
        << "p.csv" << QByteArray("id,prompt\n1,\"a\nb\"\n2\n") << "p.csv, line 4: " << "has 1 fields";
    QTest::newRow("CSV quote never closed") << "p.csv" << QByteArray("prompt\na\n\"b\nc\n") << "p.csv, line 3: " << "close it";
    QTest::newRow("CSV text after a quote") << "p.csv" << QByteArray("prompt\n\"a\"b\n") << "p.csv, line 2: " << "double the quotes";
    QTest::newRow("CSV empty prompt") << "p.csv" << QByteArray("prompt,id\n,1\n") << "p.csv, line 2: " << "remove the line";
    QTest::newRow("limits that contradict each other")
        << "p.jsonl" << QByteArray(R"({"prompt": "a", "max_tokens": 5, "output_tokens": 6})") << "line 1: " << "leave one of them out";
    QTest::newRow("a limit that is none") << "p.jsonl" << QByteArray(R"({"prompt": "a", "max_completion_tokens": "many"})")
                                          << "field \"max_completion_tokens\"" << "a whole number between 1 and 1000000";
    QTest::newRow("a picture") << "p.jsonl"
                               << QByteArray(R"({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]})")
                               << "line 1: field \"messages\", turn 1" << "only text can be sent";
    QTest::newRow("an unknown role") << "p.jsonl" << QByteArray(R"({"messages": [{"role": "narrator", "content": "x"}]})") << "narrator"
                                     << "user, assistant or tool";
    QTest::newRow("nobody asks") << "p.jsonl" << QByteArray(R"({"messages": [{"role": "assistant", "content": "x"}]})") << "line 1: "
                                 << "no turn of the user";
    QTest::newRow("a request for embeddings") << "p.jsonl"
                                              << QByteArray(
                                                     R"({"custom_id": "1", "url": "/v1/embeddings", "body": {"input": "x", "model": "m"}})")
                                              << "/v1/embeddings" << "leave that line out";
    QTest::newRow("a batch of something else") << "p.jsonl" << QByteArray(R"({"custom_id": "1", "body": {"file": "x"}})")
                                               << "field \"body\""
                                               << "write what is asked";
    QTest::newRow("a scenario") << "p.json" << QByteArray(R"({"schema": "interleave.scenario/1", "prompts": ["x"]})")
                                << "p.json: is a scenario"
                                << "run it";
    QTest::newRow("broken JSON") << "p.json" << QByteArray("[\n{\"prompt\": \"a\",}\n]") << "p.json, line 2: " << "not valid JSON";
    QTest::newRow("broken YAML") << "p.yaml" << QByteArray("prompts:\n  - a\n - b\n") << "p.yaml, line 3: " << "correct it";
    QTest::newRow("YAML that its aliases make endless")
        << "p.yaml"
        << QByteArray(
               "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
               "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
               "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]\n")
        << "p.yaml: " << "JSON Lines";
    QTest::newRow("YAML without a floor") << "p.yaml" << QByteArray(100'000, '[') << "p.yaml" << "YAML";
    QTest::newRow("YAML that contains itself") << "p.yaml" << QByteArray("a: &a\n  b: *a\n") << "p.yaml: " << "JSON Lines";
    QTest::newRow("a variable without a value")
        << "p.yaml" << QByteArray("prompts: ['{{a}} {{b}}']\ntests:\n  - vars: {a: 1}\n") << "p.yaml: test 1 " << "{{b}}";
    QTest::newRow("a filter") << "p.yaml" << QByteArray("prompts: ['{{ a | upper }}']\ntests:\n  - vars: {a: x}\n") << "p.yaml: test 1 "
                              << "write such prompts out";
    QTest::newRow("a program as prompt") << "p.yaml" << QByteArray("prompts: ['file://evil.py']\ntests: []\n")
                                         << "p.yaml: " << "nothing is run";
    QTest::newRow("a trace that goes back in length")
        << "p.jsonl" << QByteArray(R"({"timestamp": 1, "input_length": -5, "output_length": 1})") << "field \"input_length\""
        << "between 1 and";
    QTest::newRow("a trace of endless texts")
        << "p.jsonl" << QByteArray("{\"timestamp\": 1, \"input_length\": 2000000, \"output_length\": 1}\n").repeated(5)
        << "p.jsonl, line 5: " << "take fewer";
    QTest::newRow("a length of a trace that no model takes")
        << "p.jsonl" << QByteArray(R"({"timestamp": 1, "input_length": 8000000, "output_length": 1})") << "p.jsonl, line 1: "
        << "8 million characters; shorten it";
    QTest::newRow("a very long line") << "p.txt" << "a\n" + QByteArray(8'000'001, 'x') << "p.txt, line 2: "
                                      << "8 million characters; shorten it";
    QTest::newRow("turns that repeat all those before them")
        << "p.jsonl" << "\"a\"\n{\"turns\": [\"x\"" + QByteArray(",\"x\"").repeated(20'000) + "]}\n"
        << "p.jsonl, line 2: field \"turns\", turn " << "take fewer entries";
    QTest::newRow("long turns that are repeated")
        << "p.jsonl" << "{\"turns\": [\"" + QByteArray(5'000'000, 'x') + "\"" + QByteArray(",\"x\"").repeated(10) + "]}\n"
        << "p.jsonl, line 1: field \"turns\", turn 7 " << "take fewer entries";
    QTest::newRow("a history that tests repeat")
        << "p.yaml"
        << "prompts:\n  - raw: '[{\"role\":\"user\",\"content\":\"" + QByteArray(500'000, 'x') +
               "\"},{\"role\":\"user\",\"content\":\"{{a}}\"}]'\ntests:\n  - vars: {a: [" + QByteArray("1,").repeated(99) + "1]}\n"
        << "p.yaml: test 1 " << "take fewer entries";
    QTest::newRow("variables that multiply a text")
        << "p.yaml" << "prompts: ['" + QByteArray("{{a}}").repeated(8) + "']\ntests:\n  - vars: {a: " + QByteArray(7'000'000, 'x') + "}\n"
        << "p.yaml: test 1 " << "with the values of its variables; shorten them";
    QTest::newRow("columns that multiply a text")
        << "p.csv" << "prompt,a\n" + QByteArray("{{a}}").repeated(8) + "," + QByteArray(7'000'000, 'x') + "\n"
        << "p.csv, line 2: "
        << "8 million characters; shorten it";
    QTest::newRow("a program as variable") << "p.yaml" << QByteArray("prompts: ['{{a}}']\ntests:\n  - vars: {a: 'file://evil.py'}\n")
                                           << "p.yaml: test 1 "
                                           << "nothing is run";
    QTest::newRow("very many prompts") << "p.txt" << QByteArray("a\n").repeated(200'001) << "p.txt, line 200001: " << "take fewer entries";
    QTest::newRow("very many rows") << "p.csv" << "prompt\n" + QByteArray("a\n").repeated(200'001)
                                    << "p.csv, line 200002: " << "take fewer";
    QTest::newRow("very many columns") << "p.csv" << "prompt" + QByteArray(",a").repeated(1000) << "p.csv, line 1: " << "leave out";
    QTest::newRow("very many values") << "p.json" << "[" + QByteArray("1,").repeated(1'000'001) + "1]" << "p.json: " << "JSON Lines";
    QTest::newRow("very many values on a line") << "p.jsonl" << "[" + QByteArray("1,").repeated(1'000'001) + "1]" << "p.jsonl, line 1: "
                                                << "an entry on each line";
    QTest::newRow("very many nodes of YAML") << "p.yaml" << QByteArray("- a\n").repeated(200'000) << "p.yaml: " << "JSON Lines";
    QTest::newRow("a product of variables") << "p.yaml"
                                            << "prompts: [a]\ntests:\n  - vars: {a: &a [" + QByteArray("1,").repeated(1000) +
                                                   "1], b: *a, c: *a}\n"
                                            << "p.yaml: test 1 "
                                            << "take fewer entries";
    QTest::newRow("CSV temperature") << "p.csv" << QByteArray("prompt,temperature\na,hot\n") << "line 2: " << "field \"temperature\"";
}

void TestPromptsFile::refusesWithPlaceAndRemedy()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, place);
    QFETCH(QString, remedy);
    const auto prompts = parsePrompts(content, name);
    QVERIFY(!prompts);
    QVERIFY2(prompts.error().contains(place), qPrintable(prompts.error()));
    QVERIFY2(prompts.error().contains(remedy), qPrintable(prompts.error()));
    QVERIFY2(prompts.error().endsWith(u'.') && !prompts.error().contains(u'\n'), "one sentence");
}

void TestPromptsFile::readsParametersFromJsonLines()
{
    const auto prompts = parsePrompts(R"({"prompt": "a", "system": "Be brief.", "temperature": 0.5, "max_output_tokens": 64}
{"prompt": "b", "system": null, "temperature": null})",
                                      QStringLiteral("p.jsonl"));
    QVERIFY(bool(prompts));
    QCOMPARE(prompts->prompts.size(), 2);
    QCOMPARE(prompts->prompts.at(0).system, QStringLiteral("Be brief."));
    QCOMPARE(prompts->prompts.at(0).temperature, 0.5);
    QCOMPARE(prompts->prompts.at(0).maxOutputTokens, 64);
    QVERIFY(!prompts->prompts.at(1).temperature && !prompts->prompts.at(1).maxOutputTokens && prompts->prompts.at(1).system.isEmpty());
}

void TestPromptsFile::readsParametersFromCsv()
{
    const auto prompts = parsePrompts("max_output_tokens,prompt,temperature,system\n64,a,1,Be brief.\n,b,,\n", QStringLiteral("p.csv"));
    QVERIFY(bool(prompts));
    Prompt a;
    a.text = QStringLiteral("a");
    a.system = QStringLiteral("Be brief.");
    a.temperature = 1.0;
    a.maxOutputTokens = 64;
    Prompt b;
    b.text = QStringLiteral("b");
    QCOMPARE(prompts->prompts.at(0), a);
    QCOMPARE(prompts->prompts.at(1), b);
}

void TestPromptsFile::saysThatAFileIsMissing()
{
    const auto prompts = readPrompts(QStringLiteral("/nowhere/p.txt"));
    QVERIFY(!prompts);
    QVERIFY2(prompts.error().startsWith(QLatin1StringView("/nowhere/p.txt: cannot be read")), qPrintable(prompts.error()));
}

void TestPromptsFile::readsAFileFromDisk()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("p.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("prompt\n\"a, b\"\n");
    file.close();
    const auto prompts = readPrompts(file.fileName());
    QVERIFY(bool(prompts));
    QCOMPARE(prompts->prompts.first().text, QStringLiteral("a, b"));
}

void TestPromptsFile::namedFilesStayInTheirFolder()
{
    QTemporaryDir outside, inside;
    for (const auto &[folder, name] : {std::pair{&outside, "secret.txt"}, {&inside, "own.txt"}}) {
        QFile file(folder->filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("content");
    }
    QVERIFY(QFile::link(outside.filePath(QStringLiteral("secret.txt")), inside.filePath(QStringLiteral("planted.txt"))));
    const auto configuration = [&](const QString &reference) {
        QFile file(inside.filePath(QStringLiteral("p.yaml")));
        if (!file.open(QIODevice::WriteOnly))
            return readPrompts(QString());
        file.write("prompts: ['file://" + reference.toUtf8() + "']\ntests: []\n");
        file.close();
        return readPrompts(file.fileName());
    };
    const auto variable = [&](const QString &reference) {
        QFile file(inside.filePath(QStringLiteral("v.yaml")));
        if (!file.open(QIODevice::WriteOnly))
            return readPrompts(QString());
        file.write("prompts: ['Say {{a}}']\ntests:\n  - vars: {a: ['file://" + reference.toUtf8() + "', plain]}\n");
        file.close();
        return readPrompts(file.fileName());
    };
    const auto ownVariable = variable(QStringLiteral("own.txt"));
    QVERIFY2(bool(ownVariable), ownVariable ? "" : qPrintable(ownVariable.error()));
    QCOMPARE(ownVariable->prompts.size(), 2);
    QCOMPARE(ownVariable->prompts.first().text, QStringLiteral("Say content"));
    QCOMPARE(ownVariable->prompts.last().text, QStringLiteral("Say plain"));
    const auto own = configuration(QStringLiteral("own.txt"));
    QVERIFY2(bool(own), own ? "" : qPrintable(own.error()));
    QCOMPARE(own->prompts.first().text, QStringLiteral("content"));
    const QString up = QStringLiteral("../") + outside.path().section(u'/', -1) + QStringLiteral("/secret.txt");
    for (const QString &reference : {outside.filePath(QStringLiteral("secret.txt")), up, QStringLiteral("planted.txt")}) {
        for (const auto &refused : {configuration(reference), variable(reference)})
            QVERIFY2(!refused && refused.error().contains(QStringLiteral("its own folder")), qPrintable(reference));
    }
    for (const char *device : {"/dev/zero", "no-such.txt"})
        QVERIFY2(!configuration(QString::fromLatin1(device)), device);
}

void TestPromptsFile::linksOutOfAFolderOfPromptsAreRefused()
{
    QTemporaryDir outside, inside;
    for (const QString &path : {outside.filePath(QStringLiteral("secret.txt")), inside.filePath(QStringLiteral("a.txt"))}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("content");
    }
    QVERIFY(QFile::link(inside.filePath(QStringLiteral("a.txt")), inside.filePath(QStringLiteral("b.txt"))));
    QCOMPARE(::mkfifo(QFile::encodeName(inside.filePath(QStringLiteral("c.txt"))).constData(), 0600), 0);
    QVERIFY(QFile::link(QStringLiteral("/dev/zero"), inside.filePath(QStringLiteral("d.txt"))));
    const auto own = readPrompts(inside.path());
    QVERIFY2(bool(own), own ? "" : qPrintable(own.error()));
    QCOMPARE(own->prompts.size(), 2);
    QVERIFY2(own->notes.join(u' ').contains(QStringLiteral("2 pipes, devices")), qPrintable(own->notes.join(u' ')));
    QVERIFY(QFile::link(outside.filePath(QStringLiteral("secret.txt")), inside.filePath(QStringLiteral("l.txt"))));
    const auto refused = readPrompts(inside.path());
    QVERIFY(!refused);
    QVERIFY2(refused.error().contains(QStringLiteral("l.txt: ")) && refused.error().contains(QStringLiteral("its own folder")),
             qPrintable(refused.error()));
}

void TestPromptsFile::namesWithPercentSignsStayWhole()
{
    for (const char *content : {"caf\xE9\n", "{\"prompt\": \"a\", \"%1%2%3\": 1}\n", "\n{\"x\": 1}\n", "a\0b"}) {
        const QString name = QStringLiteral("100%2 of %1%3");
        const auto prompts = parsePrompts(content, name);
        for (const QString &sentence : prompts ? prompts->notes : QStringList{prompts.error()})
            QVERIFY2(sentence.startsWith(name), qPrintable(sentence));
    }
}

void TestPromptsFile::aFormatThatIsAskedForDecides()
{
    const QByteArray lines("{\"prompt\": \"a\"}\n");
    const auto asText = parsePrompts(lines, QStringLiteral("p.jsonl"), {QStringLiteral("lines")});
    QVERIFY(bool(asText));
    QCOMPARE(asText->prompts.first().text, QStringLiteral("{\"prompt\": \"a\"}"));
    const auto unknownSuffix = parsePrompts(lines, QStringLiteral("p.dat"), {QStringLiteral("jsonl")});
    QVERIFY(bool(unknownSuffix));
    QCOMPARE(unknownSuffix->prompts.first().text, QStringLiteral("a"));
    const auto otherShape = parsePrompts(lines, QStringLiteral("p.jsonl"), {QStringLiteral("alpaca")});
    QVERIFY(!otherShape);
    QVERIFY2(otherShape.error().contains(QStringLiteral("\"alpaca\"")), qPrintable(otherShape.error()));
    const auto noSuchFormat = parsePrompts(lines, QStringLiteral("p.jsonl"), {QStringLiteral("word")});
    QVERIFY(!noSuchFormat);
    QVERIFY2(noSuchFormat.error().contains(QStringLiteral("--prompts-format word")), qPrintable(noSuchFormat.error()));
}

void TestPromptsFile::aPromptOfATableHasTheValuesOfItsRow()
{
    const auto prompts = parsePrompts("prompt,city,id\nWeather in {{city}}?,Paris,1\nWhat is {{this}}?,Rome,2\n", QStringLiteral("p.csv"));
    QVERIFY2(bool(prompts), prompts ? "" : qPrintable(prompts.error()));
    QCOMPARE(prompts->prompts.at(0).text, QStringLiteral("Weather in Paris?"));
    QCOMPARE(prompts->prompts.at(1).text, QStringLiteral("What is {{this}}?")); // no column of that name
}

INTERLEAVE_TEST_MAIN(TestPromptsFile)
#include "tst_prompts_file.moc"
