#include "simulator/llm/profile.h"

#include "support/test_main.h"

#include <QDir>
#include <QTemporaryDir>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

const QByteArray minimal = R"({"schema": "interleave.profile/1", "title": "T", "sentence": "S", "source": "Made up",
  "service_s": {"constant": 1}, "ttft_share": {"constant": 0.5}, "reply_tokens": {"constant": 10}})";

QByteArray with(const char *before, const QByteArray &after) { return QByteArray(minimal).replace(before, after); }

} // namespace

class ProfileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBuiltInProfileReadsAndSaysWhereItsFiguresComeFrom()
    {
        for (const QString &name : profileNames()) {
            const Result<Profile> profile = loadProfile(name);
            QVERIFY2(profile, profile ? "" : qPrintable(profile.error()));
            QCOMPARE(profile->id, name);
            QVERIFY(!profile->title.isEmpty());
            QVERIFY(profile->sentence.endsWith(u'.'));
            QVERIFY(profile->source.endsWith(u'.'));
        }
    }

    void theListNamesEveryProfileInTheResources()
    {
        QStringList files = QDir(u":/profiles"_s).entryList({u"*.json"_s});
        QStringList names = profileNames();
        files.replaceInStrings(u".json"_s, QString());
        files.sort(); // a dot sorts behind a hyphen
        names.sort();
        QCOMPARE(files, names);
    }

    void aProfileIsReadFromAFile()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"mine.json"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(minimal);
        file.close();
        const Result<Profile> profile = loadProfile(path);
        QVERIFY(profile);
        QCOMPARE(profile->id, u"mine"_s);
        QCOMPARE(profile->tokensPerChunk, 1);
    }

    void anUnknownNameListsTheKnownOnes()
    {
        const Result<Profile> profile = loadProfile(u"artikle"_s);
        QVERIFY(!profile);
        QVERIFY(profile.error().contains(u"“artikle”"_s));
        QVERIFY(profile.error().contains("article, constant"_L1));
    }

    void faultsOfAProfileDependOnTheCallItsAttemptAndTheTimeAlone()
    {
        Profile profile = loadProfile(u"unreliable"_s).value();
        const auto met = [&](int call, int attempt, double atS) {
            return faultMet(profile, {.seed = 1, .repeat = 0, .call = call}, attempt, atS);
        };
        int overloaded = 0;
        int broken = 0;
        int passedSecondTime = 0;
        for (int call = 0; call < 2000; ++call) {
            QCOMPARE(met(call, 0, 10), Fault::RateLimit);
            QCOMPARE(met(call, 3, 19.9), Fault::RateLimit);
            const Fault fault = met(call, 0, 9.9);
            QCOMPARE(met(call, 0, 20), fault);
            overloaded += fault == Fault::Overloaded;
            broken += fault == Fault::StreamError;
            passedSecondTime += fault != Fault::None && met(call, 1, 9.9) == Fault::None;
        }
        QVERIFY(overloaded > 70 && overloaded < 130);
        QVERIFY(broken > 20 && broken < 60);
        QVERIFY(passedSecondTime > (overloaded + broken) * 8 / 10);
        profile.faults = {{.fault = Fault::Cut, .probability = 0, .fromS = 0, .toS = {}}};
        QCOMPARE(met(0, 0, 0), Fault::None);
    }

    void aMalformedProfileIsRefusedInOneSentenceThatNamesTheField_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("expected");
        QTest::newRow("syntax") << QByteArray("{\n\"title\": \n}") << u"p.json, line 3, column 1: not valid JSON"_s;
        QTest::newRow("not an object") << QByteArray("[]") << u": not a JSON object"_s;
        QTest::newRow("unknown key") << with("\"title\"", "\"tittle\": 1, \"title\"")
                                     << u"/tittle: unknown key \"tittle\"; known are schema, "_s;
        QTest::newRow("schema") << with("profile/1", "profile/9") << u"/schema: \"schema\" must be interleave.profile/1"_s;
        QTest::newRow("text") << with("\"T\"", "7") << u"/title: \"title\" must be text"_s;
        QTest::newRow("empty text") << with("\"T\"", "\"\"") << u"/title: \"title\" is empty, and it is needed"_s;
        QTest::newRow("misspelt") << with("reply_tokens", "replytokens") << u"/replytokens: unknown key \"replytokens\""_s;
        QTest::newRow("missing") << with("\"source\": \"Made up\",", "") << u": \"source\" is missing"_s;
        QTest::newRow("distribution") << with("{\"constant\": 10}", "{\"gauss\": 10}")
                                      << u"/reply_tokens: must be an object with one key: fixed"_s;
        QTest::newRow("two shapes") << with("{\"constant\": 10}", "{\"fixed\": [1], \"constant\": 10}")
                                    << u"/reply_tokens: must be an object with one key: fixed"_s;
        QTest::newRow("negative") << with("{\"constant\": 10}", "{\"constant\": -1}")
                                  << u"/reply_tokens/constant: \"constant\" is -1; it must be between 0 and 1000000000"_s;
        QTest::newRow("negative in a list") << with("{\"constant\": 10}", "{\"fixed\": [1, -1]}")
                                            << u"/reply_tokens/fixed/1: must be a number that is not negative"_s;
        QTest::newRow("empty list") << with("{\"constant\": 1}", "{\"fixed\": []}")
                                    << u"/service_s/fixed: \"fixed\" must be a list with at least one number"_s;
        QTest::newRow("wrong type") << with("{\"constant\": 1}", "3") << u"/service_s: \"service_s\" must be an object"_s;
        QTest::newRow("uniform") << with("{\"constant\": 1}", "{\"uniform\": [3, 1]}")
                                 << u"/service_s/uniform: \"uniform\" must be [least, most]"_s;
        QTest::newRow("log normal") << with("{\"constant\": 1}", "{\"log_normal\": {\"mean\": 1, \"sigma\": 1}}")
                                    << u"/service_s/log_normal"_s;
        QTest::newRow("both times") << with("\"title\"", "\"ttft_s\": {\"constant\": 1}, \"title\"") << u"/ttft_s: \"ttft_s\" must go"_s;
        QTest::newRow("no rate") << with("\"service_s\": {\"constant\": 1}, \"ttft_share\"",
                                         "\"tokens_per_s\": {\"constant\": 0}, \"ttft_s\"")
                                 << u"/tokens_per_s: \"tokens_per_s\" must be more than 0"_s;
        QTest::newRow("capacity") << with("\"title\"", "\"capacity\": 1.5, \"title\"")
                                  << u"/capacity: \"capacity\" must be a whole number"_s;
        QTest::newRow("chunk") << with("\"title\"", "\"tokens_per_chunk\": 0, \"title\"")
                               << u"/tokens_per_chunk: \"tokens_per_chunk\" is 0; it must be between 1 and"_s;
        QTest::newRow("limit") << with("\"title\"", "\"limit\": {\"rpm\": 1}, \"title\"") << u"/limit/rpm: unknown key \"rpm\""_s;
        const auto faults = [&](const char *list) {
            return with("\"title\"", QByteArray("\"faults\": " + QByteArray(list) + ", \"title\""));
        };
        QTest::newRow("faults") << faults("{}") << u"/faults: \"faults\" must be a list"_s;
        QTest::newRow("no fault") << faults("[{}]") << u"/faults/0: \"fault\" is missing"_s;
        QTest::newRow("unknown fault") << faults(R"([{"fault": "fire"}])") << u"/faults/0/fault: \"fault\" is \"fire\"; known are rate-"_s;
        QTest::newRow("fault's key") << faults(R"([{"fault": "cut", "chance": 1}])") << u"/faults/0/chance: unknown key \"chance\""_s;
        QTest::newRow("probability") << faults(R"([{"fault": "cut", "probability": 2}])")
                                     << u"/faults/0/probability: \"probability\" is 2; it must be between 0 and 1"_s;
        QTest::newRow("schedule") << faults(R"([{"fault": "cut", "from_s": 3, "to_s": 3}])")
                                  << u"/faults/0/to_s: \"to_s\" must be more than \"from_s\""_s;
        const auto batching = [&](const QByteArray &json) {
            return with("\"service_s\": {\"constant\": 1}, \"ttft_share\": {\"constant\": 0.5}", "\"batching\": " + json);
        };
        QTest::newRow("batching and times") << with("\"title\"", "\"batching\": {}, \"title\"")
                                            << u"/service_s: \"service_s\" must go: \"batching\" already says how long a request takes"_s;
        QTest::newRow("batching without rates") << batching(R"({"slots": 8})") << u"/batching: needs slots, prefill_tokens_per_s"_s;
        QTest::newRow("batching without slots")
            << batching(R"({"prefill_tokens_per_s": 1, "decode_tokens_per_s": 1})") << u"/batching: needs slots"_s;
        QTest::newRow("batching's key") << batching(R"({"slot": 8, "slots": 1, "prefill_tokens_per_s": 1, "decode_tokens_per_s": 1})")
                                        << u"/batching/slot: unknown key \"slot\""_s;
        QTest::newRow("prompts") << with("\"title\"", "\"prompts_in_order\": [1], \"title\"")
                                 << u"/prompts_in_order: \"prompts_in_order\" must be a list of names"_s;
    }

    void aMalformedProfileIsRefusedInOneSentenceThatNamesTheField()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        const Result<Profile> profile = parseProfile(json, u"p.json"_s);
        QVERIFY(!profile);
        QVERIFY2(profile.error().startsWith(u"p.json, line "_s) && profile.error().contains(expected), qPrintable(profile.error()));
    }
};

INTERLEAVE_TEST_MAIN(ProfileTest)
#include "tst_profile.moc"
