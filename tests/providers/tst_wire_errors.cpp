// Kinds of errors that real servers send, in a reply with status 200 and without, what is left of them in a sentence, and what
// was unclear and is decided in ReplyReader's header.
#include "providers/error_sentence.h"
#include "reading_errors.h"
#include "support/test_main.h"
#include "wire_json.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class WireErrorsTest : public QObject
{
    Q_OBJECT

    static const Provider &named(const char *id) { return *findProvider(QString::fromLatin1(id)); }

private Q_SLOTS:
    void aStreamWhoseFirstReadIsLargeIsReadWhole()
    {
        const QByteArray event = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
        const auto reader = findProvider(u"openai"_s)->reader(true);
        QCOMPARE(reader->feed(event.repeated(5000)).size(), 5000u); // 240 kB in one
        QCOMPARE(reader->feed(event.repeated(10)).size(), 10u);
    }

    void noLongPieceOfAKeyIsShown()
    {
        const QByteArray key = "sk-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const auto without = [&](const char *sentence) { return withoutKey(QString::fromUtf8(sentence), key); };
        QCOMPARE(without("the key sk-ABCDEFGHIJKLMNOPQRSTUVWXYZ is wrong"), u"the key … is wrong"_s);
        QCOMPARE(without("it begins with sk-ABCDEFGH and ends with STUVWXYZ."), u"it begins with … and ends with …."_s);
        QCOMPARE(without("in the middle JKLMNOPQR, and again JKLMNOPQR"), u"in the middle …, and again …"_s);
        QCOMPARE(without("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH"), u"……"_s);
        QCOMPARE(without("seven letters, GHIJKLM, tell little"), u"seven letters, GHIJKLM, tell little"_s);
        QCOMPARE(withoutKey(u"short: abc123"_s, "abc123"), u"short: …"_s);
        QCOMPARE(withoutKey(u"nothing"_s, ""), u"nothing"_s);
    }

    void anErrorIsWhatSaysOne_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QString>("words"); // empty: no error
        const auto row = [](const char *member, const QString &words) { QTest::newRow(member) << quoted(member) << words; };
        for (const char *nothing :
             {"'error':''", "'error':' '", "'error':false", "'error':0", "'error':null", "'error':{}", "'error':[]", "'errors':[]",
              "'error':{'code':0,'message':''}", "'error':{'code':null,'message':null,'type':null}", "'error':{'code':200,'message':'OK'}",
              "'base_resp':{'status_code':0,'status_msg':'success'}", "'status':'ok'", "'success':true", "'code':0", "'errors':null"})
            row(nothing, {});
        row("'error':'boom'", u"boom"_s);
        row("'error':true", u"Error"_s);
        row("'error':{'code':0,'message':'boom'}", u"boom"_s);
        row("'error':[{'message':'boom'}]", u"boom"_s);
        row("'error':{'code':502,'message':'boom'}", u"HTTP 502: boom"_s);
        row("'error':{'code':'503','message':'boom'}", u"HTTP 503: boom"_s);
        row("'errors':[{'code':1000,'message':'boom'}]", u"boom"_s);
        row("'object':'error','message':'boom'", u"boom"_s);
        row("'base_resp':{'status_code':1004,'status_msg':'boom'}", u"Error in the reply 1004: boom"_s);
        row("'baseResp':{'code':7,'msg':'boom'}", u"7: boom"_s);
    }
    void anErrorIsWhatSaysOne()
    {
        QFETCH(QByteArray, member);
        QFETCH(QString, words);
        const QByteArray openAi = "{" + member + quoted(",'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}");
        const QByteArray gemini = "{" + member + quoted(",'candidates':[{'content':{'parts':[{'text':'Hi'}]},'finishReason':'STOP'}]}");
        const QByteArray anthropic = "{" + member + quoted(",'content':[{'type':'text','text':'Hi'}],'stop_reason':'end_turn'}");
        for (const auto &[id, body] : {std::pair{"openai", openAi}, {"gemini", gemini}, {"anthropic", anthropic}}) {
            for (const QByteArray &answer : QByteArrayList{body, "data: " + body + "\n\n"}) {
                const Reply reply = readBody(named(id), answer != body && QByteArrayView(id) != "anthropic", answer).reply;
                QVERIFY2((reply.outcome == Outcome::Ok) == words.isEmpty(), qPrintable(reply.error));
                QVERIFY2(reply.error.contains(words), qPrintable(reply.error));
                QCOMPARE(reply.text, words.isEmpty() ? u"Hi"_s : QString());
                QVERIFY(words.isEmpty() || reply.retryHint != RetryHint::ByStatus);
            }
        }
    }
    void errorsInPlaceOfAReply_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        for (const char *provider : {"openai", "gemini", "anthropic"}) {
            for (const bool stream : {false, true}) {
                const auto row = [&](const char *name, const char *body, const QString &words) {
                    QTest::addRow("%s, %s, %s", provider, name, stream ? "stream" : "plain")
                        << QByteArray(provider) << stream << quoted(body) << words;
                };
                row("whole body", "{'error':{'message':'No such model.','code':'model_not_found'}}",
                    u"HTTP 404 model_not_found: No such model; check"_s);
                row("status object", "{'base_resp':{'status_code':1004,'status_msg':'login fail'}}", u"1004: login fail"_s);
                row("bare", "{'code':10001,'msg':'login fail','data':null}", u"10001: login fail"_s);
                row("success false", "{'success':false,'message':'login fail'}", u"login fail"_s);
                row("an array of one", "[{'error':{'code':503,'message':'busy','status':'UNAVAILABLE'}}]", u"HTTP 503 UNAVAILABLE: busy"_s);
                row("a page", "<!DOCTYPE html><html><head><title>Log in</title></head><body>x</body></html>", u"a page (“Log in”)"_s);
            }
            QTest::addRow("%s, by the event's name", provider)
                << QByteArray(provider) << true << QByteArray("event: error\ndata: upstream went away\n\n") << u"upstream went away"_s;
        }
        QTest::newRow("openai, of a choice") << QByteArray("openai") << true
                                             << sse(quoted("{'choices':[{'delta':{},'error':{'code':502,'message':'gone'},"
                                                           "'finish_reason':'error'}]}"))
                                             << u"HTTP 502: gone"_s;
        QTest::newRow("openai, by its finish reason")
            << QByteArray("openai") << true << sse(chunk("{}", "'finish_reason':'error'")) << u"finish reason “error”"_s;
        QTest::newRow("gemini, of a candidate")
            << QByteArray("gemini") << false << quoted("{'candidates':[{'error':{'code':502,'message':'gone'}}]}") << u"HTTP 502: gone"_s;
    }
    void errorsInPlaceOfAReply()
    {
        QFETCH(QByteArray, provider);
        QFETCH(bool, stream);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        const Reply reply = readBody(named(provider.constData()), stream, body).reply;
        QVERIFY(reply.outcome != Outcome::Ok);
        QVERIFY2(reply.error.contains(words) && reply.error.endsWith(u'.'), qPrintable(reply.error));
    }

    void sentencesKeepTheRemedy_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *name, int status, const QByteArray &body, const char *sentence) {
            QTest::newRow(name) << body << status << QString::fromUtf8(sentence);
        };
        const auto message = [](const QByteArray &text) -> QByteArray { return "{\"error\":{\"message\":\"" + text + "\"}}"; };
        row("two sentences", 400, message("'max_tokens' is not supported. Use 'max_completion_tokens' instead."),
            "HTTP 400: 'max_tokens' is not supported. Use 'max_completion_tokens' instead; check the request's parameters.");
        row("e.g.", 400, message("Name a model, e.g. gpt-6-luna, in the body."),
            "HTTP 400: Name a model, e.g. gpt-6-luna, in the body; check the request's parameters.");
        row("controls", 400, message("a\\u0000b\\u001b[31m\\r\\nc\\u202ed\\u0085e"),
            "HTTP 400: a b [31m c d e; check the request's parameters.");
        row("half a pair", 400, message("a\\ud800b"),
            "HTTP 400: a\xef\xbf\xbd"
            "b; check the request's parameters.");
        row("nginx", 502,
            "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad "
            "Gateway</h1></center>\r\n</body></html>",
            "HTTP 502: Bad Gateway; the server's fault: try again later.");
        row("haproxy", 503, "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>",
            "HTTP 503: Service Unavailable: No server is available to handle this request; the server's fault: try again later.");
        row("a page within JSON", 504, message("<html><title>Gateway Time-out</title><p>x</p></html>"),
            "HTTP 504: Gateway Time-out; the server's fault: try again later.");
        row("entities and scripts", 429, "<!doctype html><script>var a = 1;</script><p>Slow down &amp; wait</p>",
            "HTTP 429: Slow down & wait; lower the rate or the concurrency, or wait.");
        row("XML", 403, "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>No.</Message></Error>",
            "HTTP 403: AccessDenied No; check the API key and what it may use.");
        row("FastAPI's list", 422,
            quoted("{'detail':[{'loc':['body','messages',0],'msg':'field required'},{'loc':['body','n'],'msg':'too big'}]}"),
            "HTTP 422: body.messages.0: field required; body.n: too big; check the request's parameters.");
    }
    void sentencesKeepTheRemedy()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, sentence);
        for (const char *provider : {"openai", "gemini", "anthropic"}) {
            for (const bool stream : {false, true})
                QCOMPARE(readBody(named(provider), stream, body, {.status = status}).reply.error, sentence);
        }
    }
    void longMessagesAreCutBetweenWords()
    {
        const QByteArray body = "{\"error\":{\"message\":\"" + QByteArray("lorem ipsum ").repeated(200) + "\"}}";
        const QString error = readBody(named("openai"), false, body, {.status = 400}).reply.error;
        QVERIFY2(error.size() < 500 && (error.contains(u"lorem…"_s) || error.contains(u"ipsum…"_s)), qPrintable(error));
    }
    void theFieldThatAServerAsksForIsFound()
    {
        using enum OutputLimitField;
        QCOMPARE(limitFieldAskedFor(u"HTTP 400: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."_s),
                 std::optional(MaxCompletionTokens));
        QCOMPARE(limitFieldAskedFor(u"max_completion_tokens is unknown, use max_tokens."_s), std::optional(MaxTokens));
        QCOMPARE(limitFieldAskedFor(u"Please use \"max_completion_tokens\" instead of \"max_tokens\"."_s),
                 std::optional(MaxCompletionTokens));
        QCOMPARE(limitFieldAskedFor(u"max_tokens is too large: 9 > 4"_s), std::nullopt);
        for (const auto &[field, name] : {std::pair{MaxCompletionTokens, "max_completion_tokens"_L1}, {MaxTokens, "max_tokens"_L1}}) {
            const QByteArray body = named("openai").request(u"http://h/v1"_s, u"m"_s, {}, fullPrompt(), false, field).body;
            QCOMPARE(QJsonDocument::fromJson(body).object()[name], QJsonValue(7));
        }
    }

    void whatWasUnclearIsDecided()
    {
        const QByteArray word = sse(chunk("{'content':'Hi'}"));
        // an empty event is a sign of life
        QCOMPARE(readBody(named("openai"), true, "data:\n\ndata: \n\n" + word + sse(stop) + sse("[DONE]")).reply.text, u"Hi"_s);
        // the mark without a finish reason ends a cut reply
        const Reply unended = readBody(named("openai"), true, word + sse("[DONE]")).reply;
        QCOMPARE(unended.outcome, Outcome::ProtocolError);
        QVERIFY2(unended.error.contains("end mark but without a finish reason"_L1), qPrintable(unended.error));
        // `message` in place of `delta`
        QCOMPARE(readBody(named("openai"), true,
                          sse(quoted("{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}")) + sse("[DONE]"))
                     .reply.text,
                 u"Hi"_s);
    }
    void withheldIsNoSuccess_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<QByteArray>("withheld");
        QTest::addColumn<QByteArray>("cut");
        QTest::newRow("gemini") << QByteArray("gemini") << quoted("{'candidates':[{'finishReason':'SAFETY'}]}")
                                << quoted("{'candidates':[{'content':{'parts':[{'text':'Hi'}]},'finishReason':'SAFETY'}]}");
        QTest::newRow("openai") << QByteArray("openai")
                                << quoted("{'choices':[{'message':{'content':null},'finish_reason':'content_filter'}]}")
                                << quoted("{'choices':[{'message':{'content':'Hi'},'finish_reason':'content_filter'}]}");
        QTest::newRow("anthropic") << QByteArray("anthropic") << quoted("{'content':[],'stop_reason':'refusal'}")
                                   << quoted("{'content':[{'type':'text','text':'Hi'}],'stop_reason':'refusal'}");
    }
    void withheldIsNoSuccess()
    {
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, withheld);
        QFETCH(QByteArray, cut);
        const Reply none = readBody(named(provider.constData()), false, withheld).reply;
        QCOMPARE(none.outcome, Outcome::ProtocolError);
        QCOMPARE(none.retryHint, RetryHint::Never);
        QVERIFY2(none.error.contains("withheld the reply"_L1), qPrintable(none.error));
        QCOMPARE(readBody(named(provider.constData()), false, cut).reply.outcome, Outcome::Ok);
    }
    void whatComesOtherwiseIsReadWithANote()
    {
        const QByteArray whole = quoted("{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}");
        const Read ignored = readBody(named("openai"), true, whole);
        QCOMPARE(ignored.reply.text, u"Hi"_s);
        QVERIFY(ignored.reply.note.contains("did not stream"_L1));
        const Read unasked = readBody(named("openai"), false, sse(chunk("{'content':'Hi'}")) + sse(stop) + sse("[DONE]"));
        QCOMPARE(unasked.reply.text, u"Hi"_s);
        QVERIFY(unasked.reply.note.contains("not asked"_L1));
        const QByteArray array = quoted("[{'candidates':[{'content':{'parts':[{'text':'H'}]}}]},\r\n"
                                        "{'candidates':[{'content':{'parts':[{'text':'i'}]},'finishReason':'STOP'}]}]");
        for (qsizetype cut = 0; cut <= array.size(); ++cut) {
            const Read read = readBody(named("gemini"), true, array, {.cut = cut});
            QCOMPARE(read.reply.outcome, Outcome::Ok);
            QCOMPARE(read.reply.text, u"Hi"_s);
            QCOMPARE(read.chunks.size(), 2U);
            QVERIFY(read.reply.note.contains("array"_L1));
        }
        QVERIFY(readBody(named("openai"), false, whole).reply.note.isEmpty());
    }
    void aRedirectSaysWhereItLeads()
    {
        const Reply reply =
            readBody(named("openai"), false, {}, {.status = 308, .headers = {{"Location", "https://me:pw@new.example/v1/chat?key=k"}}})
                .reply;
        QVERIFY2(reply.error.contains("https://new.example/v1/chat:"_L1) && !reply.error.contains("pw"_L1) &&
                     !reply.error.contains("key"_L1),
                 qPrintable(reply.error));
    }
    void theModelThatAnsweredIsKept()
    {
        QCOMPARE(readBody(named("openai"), true, sse(quoted("{'model':'m-2026','choices':[]}"))).reply.model, u"m-2026"_s);
        QCOMPARE(readBody(named("gemini"), false, quoted("{'modelVersion':'g-3.8'}")).reply.model, u"g-3.8"_s);
        QCOMPARE(readBody(named("anthropic"), true, sse(quoted("{'type':'message_start','message':{'model':'c-5\\u0007'}}"))).reply.model,
                 u"c-5"_s);
        QVERIFY(readBody(named("openai"), false, quoted("{'model':null}")).reply.model.isEmpty());
    }
};

INTERLEAVE_TEST_MAIN(WireErrorsTest)
#include "tst_wire_errors.moc"
