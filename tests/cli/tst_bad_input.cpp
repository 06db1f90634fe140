// Whatever is wrong with what a person gave: one sentence on standard error that names it and says what is allowed, nothing
// on standard output, and the exit status that scripts expect.
#include "program.h"
#include "support/test_main.h"

#include <QTcpServer>

using namespace interleave::test;
using namespace Qt::StringLiterals;

static const QByteArray scenarioStart("{\n  \"schema\": \"interleave.scenario/1\",\n  \"prompts\": [\"Hi\"],\n  ");

class BadInputTest : public QObject
{
    Q_OBJECT

    void refuses(const QStringList &arguments, int status, const QStringList &parts, const QByteArray &input = {})
    {
        const ProgramResult result = runProgram(arguments, input);
        QCOMPARE(result.status, status);
        QVERIFY2(result.complainsInOneLine(), result.err.constData());
        QCOMPARE(result.out, QByteArray());
        for (const QString &part : parts)
            QVERIFY2(result.sentence().contains(part), result.err.constData());
    }

private Q_SLOTS:
    void a_wrong_argument_is_named_with_what_is_allowed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("parts");
        const auto row = [](const char *name, const QString &arguments, const QStringList &parts) {
            QTest::newRow(name) << arguments.split(u' ', Qt::SkipEmptyParts) << parts;
        };
        row("verb", u"fly"_s, {u"fly"_s, u"compare"_s});
        row("an option in place of a verb", u"-x"_s, {u"-x"_s, u"--help"_s});
        row("no such file to open", u"my.interleave.json"_s, {u"my.interleave.json"_s, u"no such file"_s});
        row("an option given twice", u"compare article --seed 1 --seed 2"_s, {u"--seed"_s, u"twice"_s});
        row("option", u"run article --colour red"_s, {u"--colour"_s, u"--help"_s});
        row("option without value", u"run article --model"_s, {u"--model"_s});
        row("no scenario", u"compare"_s, {u"SCENARIO"_s});
        row("two scenarios", u"compare article stream"_s, {u"stream"_s});
        row("unknown scenario", u"compare artcile"_s, {u"artcile"_s, u"article, article-cpu"_s});
        row("no model", u"run article"_s, {u"--model"_s, u"sequential, concurrent"_s});
        row("unknown model", u"run article --model warp"_s, {u"warp"_s, u"sequential, concurrent"_s});
        row("unknown model of several", u"compare article --models hybrid,warp"_s, {u"warp"_s, u"sequential, concurrent"_s});
        row("unknown profile", u"compare article --profile turtle"_s, {u"turtle"_s, u"article"_s});
        row("unknown profile of serve", u"serve --profile turtle"_s, {u"turtle"_s, u"article"_s});
        row("unknown analyzer", u"compare article --analyzer guess"_s, {u"guess"_s, u"word-count"_s});
        row("unknown provider", u"compare article --provider acme"_s, {u"acme"_s, u"gemini"_s});
        row("unknown version of HTTP", u"compare article --http 4"_s, {u"--http 4"_s, u"auto, 1.1, 2 or 3"_s});
        row("unknown transport", u"compare article --transport quic"_s, {u"--transport quic"_s, u"auto, qnam or curl"_s});
        row("unknown reuse", u"compare article --reuse sometimes"_s, {u"--reuse sometimes"_s, u"always, never or a number"_s});
        row("a reuse that a transport cannot count", u"compare article --transport qnam --reuse 3"_s,
            {u"--reuse 3"_s, u"the transport curl"_s});
        row("HTTP/3 over a transport that has none", u"compare article --transport qnam --http 3"_s,
            {u"HTTP/3"_s, u"the transport curl"_s});
        row("certificate without TLS", u"serve --certificate /tmp/x.pem"_s, {u"--certificate"_s, u"--tls"_s});
        row("unknown endpoint", u"compare article --endpoint acme"_s, {u"acme"_s, u"simulator, gemini"_s});
        row("unknown format", u"compare article --out x --format xls"_s, {u"xls"_s, u"csv"_s});
        row("unknown list", u"list colours"_s, {u"colours"_s, u"models"_s});
        row("format without out", u"compare article --format csv"_s, {u"--out"_s});
        row("concurrency", u"compare article --concurrency 0"_s, {u"--concurrency 0"_s, u"between 1 and 100000"_s});
        row("workers", u"compare article --workers many"_s, {u"--workers many"_s, u"between 1 and 256"_s});
        row("pool", u"compare article --pool -1"_s, {u"--pool -1"_s, u"between 1 and 256"_s});
        row("time scale", u"compare article --time-scale fast"_s, {u"--time-scale fast"_s, u"between 0.001 and 1000"_s});
        row("timeout", u"compare article --timeout -1"_s, {u"--timeout -1"_s, u"between 0 and 86400"_s});
        row("cpu", u"compare article --cpu-ms x"_s, {u"--cpu-ms x"_s, u"between 0 and 60000"_s});
        row("metrics port", u"run article --model hybrid --metrics-port 99999"_s, {u"--metrics-port 99999"_s, u"between 0 and 65535"_s});
        row("collector", u"run article --model hybrid --otlp localhost:4318"_s, {u"localhost:4318"_s, u"http://"_s});
        row("repeat", u"compare article --repeat 1.5"_s, {u"--repeat 1.5"_s, u"whole number"_s});
        row("requests", u"compare article --requests x"_s, {u"--requests x"_s, u"1000000"_s});
        row("seed", u"compare article --seed -1"_s, {u"--seed -1"_s, u"between 0 and 1000000000000000"_s});
        row("port", u"serve --port 70000"_s, {u"--port 70000"_s, u"between 0 and 65535"_s});
        row("unknown arrival", u"compare article --arrival weekly:3"_s, {u"weekly:3"_s, u"poisson:R"_s});
        row("users that are none", u"compare article --arrival users:0"_s,
            {u"users:0"_s, u"number of users"_s, u"between 1 and 1000000"_s});
        row("a think time that is none", u"compare article --arrival users:3,think=long"_s, {u"think time"_s});
        row("rate of nothing", u"compare article --arrival rate:0"_s, {u"rate:0"_s, u"between 0.001 and 1000000"_s});
        row("duration without a schedule", u"compare article --duration 3"_s, {u"--duration"_s, u"--arrival users"_s});
        row("no run to replay", u"compare article --arrival replay:/no/such.itrace"_s, {u"/no/such.itrace"_s});
        row("rpm", u"compare article --rpm -1"_s, {u"--rpm -1"_s, u"between 0 and 1000000000"_s});
        row("pacing", u"compare article --pacing fast"_s, {u"--pacing fast"_s, u"even or burst"_s});
        row("drain", u"compare article --drain 3"_s, {u"--drain"_s, u"--duration"_s});
        row("max tokens", u"compare article --max-tokens 0"_s, {u"--max-tokens 0"_s, u"between 1 and 1000000"_s});
        row("predict a stranger", u"predict article --endpoint http://127.0.0.1:9/v1 --provider openai --model-name m"_s,
            {u"http://127.0.0.1:9/v1"_s, u"--profile"_s});
        row("tpm", u"compare article --tpm 2000000001"_s, {u"--tpm 2000000001"_s, u"between 0 and 2000000000"_s});
        row("duration", u"compare article --arrival rate:1 --duration 86401"_s, {u"--duration 86401"_s, u"between 0 and 86400"_s});
        row("retries", u"compare article --retries 1.5"_s, {u"--retries 1.5"_s, u"whole number"_s});
        row("contradiction", u"compare article --stream --no-stream"_s, {u"--stream"_s, u"--no-stream"_s});
        row("profile of a real endpoint", u"compare article --endpoint http://127.0.0.1:1 --profile article"_s,
            {u"--profile"_s, u"simulator"_s});
        row("prediction of a real endpoint", u"predict article --endpoint http://127.0.0.1:1"_s, {u"simulator"_s});
        row("no such prompts file", u"compare article --prompts /no/such/prompts.txt"_s, {u"/no/such/prompts.txt"_s});
        row("a certificate without end", u"run article --model hybrid --endpoint https://127.0.0.1:1 --certificate /dev/zero"_s,
            {u"--certificate: "_s, u"/dev/zero"_s});
        row("no such trace", u"export /no/such/run.itrace --format csv --out x"_s, {u"/no/such/run.itrace"_s});
    }
    void a_wrong_argument_is_named_with_what_is_allowed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, parts);
        refuses(arguments, 2, parts);
    }

    void a_wrong_scenario_file_is_named_with_line_or_field_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("bad JSON") << scenarioStart + "\"seed\": 1,,\n}" << QStringList{u"line 4"_s};
        QTest::newRow("unknown key") << scenarioStart + "\"sead\": 1 }" << QStringList{u"\"sead\""_s, u"seed"_s};
        QTest::newRow("wrong type") << scenarioStart + "\"workers\": \"five\" }" << QStringList{u"\"workers\""_s, u"number"_s};
        QTest::newRow("out of range") << scenarioStart + "\"workers\": 0 }" << QStringList{u"\"workers\""_s, u"between 1 and 256"_s};
        QTest::newRow("unknown model") << scenarioStart + "\"models\": [\"warp\"] }" << QStringList{u"warp"_s, u"hybrid"_s};
        QTest::newRow("unknown key of the endpoint")
            << scenarioStart + "\"endpoint\": {\"key\": \"x\"} }" << QStringList{u"\"key\""_s, u"api_key_env"_s};
        QTest::newRow("an address of a variant")
            << scenarioStart + R"("variants": [{"name": "v", "changes": {"endpoint": {"base_url": "http://127.0.0.1:65638/"}}}] })"
            << QStringList{u"variant \"v\""_s, u"\"base_url\""_s};
        QTest::newRow("nothing in a variant") << scenarioStart + R"("variants": [{"name": "v", "changes": {"endpoint": null}}] })"
                                              << QStringList{u"variant \"v\""_s, u"\"endpoint\""_s};
        QTest::newRow("unknown model of a variant") << scenarioStart + R"("variants": [{"name": "v", "changes": {"models": ["warp"]}}] })"
                                                    << QStringList{u"variant \"v\""_s, u"warp"_s};
        QTest::newRow("no prompts") << QByteArray("{\"schema\": \"interleave.scenario/1\"}") << QStringList{u"prompts"_s};
        QTest::newRow("another schema") << QByteArray("{\"schema\": \"x\", \"prompts\": [\"Hi\"]}")
                                        << QStringList{u"interleave.scenario/1"_s};
        QTest::newRow("not an object") << QByteArray("[]") << QStringList{u"object"_s};
        QTest::newRow("empty") << QByteArray() << QStringList{u"JSON"_s};
        QTest::newRow("binary") << QByteArray("\x00\xff\xfe\x01", 4) << QStringList{u"JSON"_s};
    }
    void a_wrong_scenario_file_is_named_with_line_or_field()
    {
        QFETCH(QByteArray, content);
        QFETCH(QStringList, parts);
        const QTemporaryDir folder;
        const QString path = fileWith(folder, u"wrong.interleave.json"_s, content);
        refuses({u"compare"_s, path}, 2, parts + QStringList{path});
    }

    void a_wrong_prompts_file_is_named_with_the_remedy_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("part");
        QTest::newRow("UTF-16 that is cut") << u"p.txt"_s << QByteArray("\xff\xfeH\0i", 5) << u"UTF-8"_s;
        QTest::newRow("damaged UTF-8") << u"p.txt"_s << QByteArray("caf\xc3\xa9\ncaf\xe9\n") << u"UTF-8"_s;
        QTest::newRow("empty") << u"p.txt"_s << QByteArray() << u"prompt"_s;
        QTest::newRow("only blank lines") << u"p.txt"_s << QByteArray("\n \n") << u"prompt"_s;
        QTest::newRow("broken JSON Lines") << u"p.jsonl"_s << QByteArray("\"one\"\n{\"prompt\": \n") << u"2"_s;
        QTest::newRow("no column") << u"p.csv"_s << QByteArray("a,b\n1,2\n") << u"prompt"_s;
        QTest::newRow("unknown suffix") << u"p.docx"_s << QByteArray("PK") << u".csv"_s;
    }
    void a_wrong_prompts_file_is_named_with_the_remedy()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, part);
        const QTemporaryDir folder;
        const QString path = fileWith(folder, name, content);
        refuses({u"compare"_s, u"article"_s, u"--prompts"_s, path}, 2, {path, part});
    }

    void empty_standard_input_is_no_prompts() { refuses({u"compare"_s, u"article"_s, u"--prompts"_s, u"-"_s}, 2, {u"prompt"_s}); }

    void a_folder_that_cannot_be_made_is_refused_before_anything_runs()
    {
        const QTemporaryDir folder;
        const QString file = fileWith(folder, u"file"_s, "x");
        refuses({u"compare"_s, u"article"_s, u"--out"_s, file + u"/inside"_s}, 3, {file});
    }

    void no_key_for_a_real_service_could_not_start()
    {
        refuses({u"compare"_s, u"article"_s, u"--endpoint"_s, u"gemini"_s}, 3, {u"GEMINI_API_KEY"_s});
        refuses({u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--endpoint"_s, u"http://127.0.0.1:1"_s, u"--api-key-env"_s,
                 u"NO_SUCH_KEY"_s},
                3, {u"NO_SUCH_KEY"_s});
    }

    void a_taken_port_could_not_start()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        refuses({u"serve"_s, u"--port"_s, QString::number(taken.serverPort())}, 3, {QString::number(taken.serverPort())});
    }

    void no_display_for_the_window_could_not_start() { refuses({}, 3, {u"display"_s, u"--help"_s}); }
};

INTERLEAVE_TEST_MAIN(BadInputTest)
#include "tst_bad_input.moc"
