// Base URLs as people type and paste them, and the URLs of requests that come of them.
#include "core/base_url.h"
#include "reading.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class BaseUrlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isPutRight_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("baseUrl");
        const auto row = [](const char *typed, const char *baseUrl) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(baseUrl);
        };
        row("", "");
        row("https://api.openai.com/v1", "https://api.openai.com/v1");
        row("  https://api.openai.com/v1//\n", "https://api.openai.com/v1");
        row("HTTPS://API.OpenAI.com/v1", "https://api.openai.com/v1");
        row("https://h.example/v1#chat", "https://h.example/v1");
        row("https://h.example/d?api-version=X", "https://h.example/d?api-version=X");
        row("https://h.example/d/?api-version=X#top", "https://h.example/d?api-version=X");
        row("https://h.example/v1?", "https://h.example/v1");
        row("https://h.example/v1/chat/completions", "https://h.example/v1");
        row("https://h.example/d/chat/completions/?api-version=X", "https://h.example/d?api-version=X");
        row("https://api.anthropic.com/v1/messages", "https://api.anthropic.com");
        row("https://h.example/v1beta/models/gemini-3.8-flash:generateContent", "https://h.example");
        row("https://h.example/v1beta/models/g:streamGenerateContent?alt=sse", "https://h.example");
        row("api.openai.com/v1", "https://api.openai.com/v1");
        row("//api.openai.com/v1", "https://api.openai.com/v1");
        row("localhost:8080/v1", "http://localhost:8080/v1");
        row("127.0.0.1:8080", "http://127.0.0.1:8080");
        row("[::1]:8080/v1", "http://[::1]:8080/v1");
        row("192.168.1.7:8000/v1", "http://192.168.1.7:8000/v1");
        row("gpu-box:8000/v1", "http://gpu-box:8000/v1");
        row("http:/h.example/v1", "http://h.example/v1");
        row("http://h.example/v1/@cf/model", "http://h.example/v1/@cf/model");
    }
    void isPutRight()
    {
        QFETCH(QString, typed);
        const Result<QString> baseUrl = normalBaseUrl(typed);
        QVERIFY2(baseUrl, baseUrl ? "" : qPrintable(baseUrl.error()));
        QTEST(*baseUrl, "baseUrl");
        QCOMPARE(*normalBaseUrl(*baseUrl), *baseUrl); // and stays as it is
    }

    void isRefused_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *typed, const char *words) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(words);
        };
        row("https://me:hunter2@h.example/v1", "user name or a password");
        row("https://hunter2@h.example/v1", "user name or a password");
        row("me:hunter2@h.example/v1", "user name or a password");
        row("https://me:hunt#er2@h.example/v1", "user name or a password");
        row("https://me:hunt/er2@h.example/v1", "the base URL");
        row("https://h.example/v1?key=hunter2", "a key in its query");
        row("https://h.example/v1?a=b&API_KEY=hunter2", "a key in its query");
        row("ftp://h.example/v1", "must begin with http:// or https://");
        row("file:///etc/hunter2", "must begin with http:// or https://");
        row("https://h.example/v1\r\nX: hunter2", "control character");
        row("https://", "is not a URL");
        row("https://h.example:port/hunter2", "is not a URL");
        row("https://h exa mple/hunter2", "holds a space");
        row("https://h.example/<h2>hunt, free.</h2>", "one of < and >");
        row("https://h.example/a b/hunter2", "holds a space");
        row("https://h.example/\xc2\xa0hunter2", "holds a space");
        row("https://h.example/\"hunter2", "quotation mark");
        row("https://h.example\\@hunter2.example", "backslash");
        row("https://h.example/\xe2\x80\xaehunter2", "control character");
        row("https://h.example/\xe2\x80\x8bhunter2", "control character");
        row("https://h.example/\x1b[2Jhunter2", "control character");
        row("https://h.example/\xc2\x9bhunter2", "control character");
    }
    void isRefused()
    {
        QFETCH(QString, typed);
        QFETCH(QString, words);
        const Result<QString> baseUrl = normalBaseUrl(typed);
        QVERIFY2(!baseUrl, baseUrl ? qPrintable(*baseUrl) : "");
        QVERIFY2(baseUrl.error().contains(words), qPrintable(baseUrl.error()));
        QVERIFY2(!baseUrl.error().contains("hunt"_L1), qPrintable(baseUrl.error())); // never what may be a secret
    }

    void aRequestsPathGoesBeforeTheQuery_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QString>("baseUrl");
        QTest::addColumn<QString>("url");
        const auto row = [](const char *provider, const char *baseUrl, const char *url) {
            QTest::newRow(url) << QByteArray(provider) << QString::fromUtf8(baseUrl) << QString::fromUtf8(url);
        };
        row("openai", "http://h/d?api-version=X", "http://h/d/chat/completions?api-version=X");
        row("openai", "http://h/v1", "http://h/v1/chat/completions");
        row("openai", "http://h", "http://h/chat/completions");
        row("anthropic", "http://h?beta=1", "http://h/v1/messages?beta=1");
        row("anthropic", "http://h/p/v1", "http://h/p/v1/messages");
        row("gemini", "http://h/p?x=%2F", "http://h/p/v1beta/models/m%20n:streamGenerateContent?alt=sse&x=%2F");
        row("gemini", "http://h/v1beta", "http://h/v1beta/models/m%20n:streamGenerateContent?alt=sse");
    }
    void aRequestsPathGoesBeforeTheQuery()
    {
        QFETCH(QByteArray, provider);
        QFETCH(QString, baseUrl);
        const QUrl url = findProvider(QString::fromLatin1(provider))->request(baseUrl, u"m n"_s, {}, promptOf(u"x"_s), true).url;
        QVERIFY(url.isValid());
        QTEST(QString::fromLatin1(url.toEncoded()), "url");
    }

    void headerValues()
    {
        QCOMPARE(headerValueProblem("sk-abc_123"), QString());
        QCOMPARE(headerValueProblem("sk-\xc3\xa4"), QString());
        QCOMPARE(headerValueProblem("sk-abc\nX-Evil: 1"), u"holds a line break"_s);
        QCOMPARE(headerValueProblem("sk-abc\rX-Evil: 1"), u"holds a line break"_s);
        QCOMPARE(headerValueProblem(QByteArray("sk\0abc", 6)), u"holds a control character"_s);
        QCOMPARE(headerValueProblem("sk\x7f"), u"holds a control character"_s);
        QCOMPARE(headerValueProblem("sk\tabc"), u"holds a control character"_s);
    }
};

INTERLEAVE_TEST_MAIN(BaseUrlTest)
#include "tst_base_url.moc"
