// Lists of models: what is asked, and what is made of the answers.
#include "reading.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class ModelListsTest : public QObject
{
    Q_OBJECT

    static const Provider &provider(const char *id) { return *findProvider(QString::fromLatin1(id)); }

private Q_SLOTS:
    void requests_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("keyHeader");
        QTest::addColumn<QByteArray>("keyValue");
        QTest::newRow("gemini") << u"http://h/v1beta/models?pageSize=1000"_s << QByteArray("x-goog-api-key") << QByteArray("K");
        QTest::newRow("openai") << u"http://h/models"_s << QByteArray("authorization") << QByteArray("Bearer K");
        QTest::newRow("anthropic") << u"http://h/v1/models?limit=1000"_s << QByteArray("x-api-key") << QByteArray("K");
    }
    void requests()
    {
        QFETCH(QString, url);
        QFETCH(QByteArray, keyHeader);
        const WireRequest request = provider(QTest::currentDataTag()).modelsRequest(u"http://h"_s, "K");
        QCOMPARE(request.url.toString(), url);
        QTEST(headerOf(request, keyHeader), "keyValue");
        QVERIFY(request.body.isEmpty());
        QVERIFY(headerOf(provider(QTest::currentDataTag()).modelsRequest(u"http://h"_s, {}), keyHeader).isEmpty());
    }

    void geminiListsWhatGenerates()
    {
        const Result<QStringList> models = provider("gemini").modelsFromBody(R"({"models":[
            {"name":"models/b","supportedGenerationMethods":["generateContent","countTokens"]},
            {"name":"models/embedding","supportedGenerationMethods":["embedContent"]},{"name":"tunedModels/t"}],"nextPageToken":"x"})");
        QVERIFY(bool(models));
        QCOMPARE(*models, (QStringList{u"b"_s, u"tunedModels/t"_s}));
    }
    void theOthersListAll()
    {
        for (const char *id : {"openai", "anthropic"}) {
            const Result<QStringList> models =
                provider(id).modelsFromBody(R"({"object":"list","data":[{"id":"b","created":1},{"id":"a"},{"id":""}],"has_more":false})");
            QVERIFY(bool(models));
            QCOMPARE(*models, (QStringList{u"b"_s, u"a"_s}));
            QVERIFY(provider(id).modelsFromBody(R"({"data":[]})")->isEmpty());
        }
    }
    void whatIsNoListIsOneSentence()
    {
        for (const Provider *each : providers()) {
            for (const char *body : {"", "<html>", "[]", "{}", R"({"data":7,"models":7})", R"({"data":[7],"models":[7]})",
                                     R"({"data":[{"id":7}],"models":[{"name":7}]})"}) {
                const Result<QStringList> models = each->modelsFromBody(body);
                QVERIFY2(!models && models.error().endsWith(u'.'), body);
            }
        }
    }
};

INTERLEAVE_TEST_MAIN(ModelListsTest)
#include "tst_model_lists.moc"
