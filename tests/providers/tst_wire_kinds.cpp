// Kinds of oddities that real servers send, each with several examples per provider: what a field's type may be, when a reply
// is complete, how tool calls are told apart. Errors are in tst_wire_errors.
#include "reading_errors.h"
#include "support/test_main.h"
#include "wire_json.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

/// What a reply of a row must amount to. Content is given as the provider's own JSON, in 'single' quotes.
struct Expected {
    Outcome outcome = Outcome::Ok;
    const char *text = "";
    std::optional<qint32> input = std::nullopt;
    std::optional<qint32> output = std::nullopt;
    const char *error = ""; ///< words of the sentence
};

} // namespace

Q_DECLARE_METATYPE(Expected)

class WireKindsTest : public QObject
{
    Q_OBJECT

    static const Provider &named(const char *id) { return *findProvider(QString::fromLatin1(id)); }

    static void check(const Reply &reply, const Expected &expected)
    {
        QVERIFY2(reply.outcome == expected.outcome, qPrintable(outcomeName(reply.outcome) + u" "_s + reply.error));
        QCOMPARE(reply.text, QString::fromUtf8(expected.text));
        QVERIFY2(reply.error.contains(QString::fromUtf8(expected.error)), qPrintable(reply.error));
        if (expected.outcome == Outcome::Ok) {
            QCOMPARE(reply.usage.input, expected.input);
            QCOMPARE(reply.usage.output, expected.output);
        }
    }

    /// Feeds byte by byte; returns how many bytes had been read when the reader said that the reply is complete, -1: never.
    static qsizetype completeAfter(const Provider &provider, bool stream, const QByteArray &body)
    {
        const std::unique_ptr<ResponseReader> reader = provider.reader(stream);
        for (qsizetype i = 0; i < body.size(); ++i) {
            if (reader->isComplete())
                return i;
            reader->feed(body.mid(i, 1));
        }
        return reader->isComplete() ? body.size() : -1;
    }

private Q_SLOTS:
    void typesOfFieldsDoNotKillAReply_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Expected>("expected");
        const Expected hi{Outcome::Ok, "Hi", 3, 2};
        const char *told = "{'prompt_tokens':3,'completion_tokens':2}";
        const auto openAi = [&](const char *name, const char *message, const char *counts, const Expected &expected) {
            QTest::addRow("openai, %s, plain", name) << QByteArray("openai") << false
                                                     << QByteArray(quoted("{'choices':[{'message':") + quoted(message) +
                                                                   quoted(",'finish_reason':'stop'}],'usage':") + quoted(counts) + "}")
                                                     << expected;
            QTest::addRow("openai, %s, stream", name)
                << QByteArray("openai") << true << sseOf({chunk(message), stop, usage(counts), "[DONE]"}) << expected;
        };
        openAi("list of parts", "{'content':[{'type':'text','text':'H'},{'type':'text','text':'i'}]}", told, hi);
        openAi("list of strings", "{'content':['H','i']}", told, hi);
        openAi("thinking in parts, nested",
               "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]},{'type':'text','text':'Hi'}]}", told, hi);
        openAi("text is an object", "{'content':[{'type':'text','text':{'value':'Hi','annotations':[]}}]}", told, hi);
        openAi("an image beside the text", "{'content':[{'type':'image_url','image_url':{'url':'x'}},{'type':'text','text':'Hi'}]}", told,
               hi);
        openAi("one part, no list", "{'content':{'type':'text','text':'Hi'}}", told, hi);
        openAi("null everywhere",
               "{'role':null,'content':'Hi','refusal':null,'tool_calls':null,'function_call':null,'audio':null,'reasoning':null}", told,
               hi);
        openAi("empty in place of null", "{'content':'Hi','refusal':false,'tool_calls':{},'function_call':[],'reasoning':{}}", told, hi);
        openAi("odd types of what nobody needs", "{'role':7,'content':'Hi','annotations':'x','audio':3,'reasoning_details':7}", told, hi);
        openAi("counts as strings", "{'content':'Hi'}", "{'prompt_tokens':'3','completion_tokens':' 2.0 '}", hi);
        openAi("counts as floats", "{'content':'Hi'}", "{'prompt_tokens':3.0,'completion_tokens':1.6}", hi);
        openAi("details of odd types", "{'content':'Hi'}",
               "{'prompt_tokens':3,'completion_tokens':2,'prompt_tokens_details':[],'completion_tokens_details':'none'}", hi);
        openAi("only the total", "{'content':'Hi'}", "{'prompt_tokens':3,'total_tokens':5}", hi);
        openAi("other names", "{'content':'Hi'}", "{'input_tokens':3,'output_tokens':2}", hi);
        openAi("negative counts", "{'content':'Hi'}", "{'prompt_tokens':-1,'completion_tokens':-1}", {Outcome::Ok, "Hi", {}, {}});
        openAi("null counts", "{'content':'Hi'}", "{'prompt_tokens':null,'completion_tokens':null}", {Outcome::Ok, "Hi", {}, {}});
        openAi("usage null", "{'content':'Hi'}", "null", {Outcome::Ok, "Hi", {}, {}});
        openAi("usage a list", "{'content':'Hi'}", "[]", {Outcome::Ok, "Hi", {}, {}});
        openAi("zero is told", "{'content':'Hi'}", "{'prompt_tokens':3,'completion_tokens':0}", {Outcome::Ok, "Hi", 3, 0});
        QTest::addRow("openai, an emoji cut between two chunks")
            << QByteArray("openai") << true
            << sseOf({chunk("{'content':'H\\ud83d'}"), chunk("{'content':'\\ude00'}"), stop, usage(told), "[DONE]"})
            << Expected{Outcome::Ok, "H😀", 3, 2};
        openAi("content is a number", "{'content':7}", told, {Outcome::ProtocolError, "", {}, {}, "the field content is not a string"});
        openAi("content is another object", "{'content':{'answer':'x'}}", told, {Outcome::ProtocolError, "", {}, {}, "the field content"});
        openAi("arguments are a list", "{'tool_calls':[{'id':'a','function':{'name':'f','arguments':[1]}}]}", told,
               {Outcome::ProtocolError, "", {}, {}, "the field arguments is not an object"});

        const auto gemini = [&](const char *name, const char *candidate, const char *counts, const Expected &expected) {
            const QByteArray json = quoted("{'candidates':[") + quoted(candidate) + quoted("],'usageMetadata':") + quoted(counts) + "}";
            QTest::addRow("gemini, %s, plain", name) << QByteArray("gemini") << false << json << expected;
            QTest::addRow("gemini, %s, stream", name) << QByteArray("gemini") << true << sse(json) << expected;
        };
        const char *counted = "{'promptTokenCount':3,'candidatesTokenCount':2}";
        gemini("text is an object", "{'content':{'parts':[{'text':{'text':'Hi'}}]},'finishReason':'STOP'}", counted, hi);
        gemini("one part, no list", "{'content':{'parts':{'text':'Hi'}},'finishReason':'STOP'}", counted, hi);
        gemini("parts are strings", "{'content':{'parts':['H','i']},'finishReason':'STOP'}", counted, hi);
        gemini("content is text", "{'content':'Hi','finishReason':'STOP'}", counted, hi);
        gemini("content in a list", "{'content':[{'parts':[{'text':'Hi'}]}],'finishReason':'STOP'}", counted, hi);
        gemini("finish reason by number", "{'content':{'parts':[{'text':'Hi'}]},'finishReason':1}", counted, hi);
        gemini("thought by a word", "{'content':{'parts':[{'text':'hm','thought':'true'},{'text':'Hi'}]},'finishReason':'STOP'}", counted,
               hi);
        gemini("counts as strings", "{'content':{'parts':[{'text':'Hi'}]},'finishReason':'STOP'}",
               "{'promptTokenCount':'3','candidatesTokenCount':'2','thoughtsTokenCount':null}", hi);
        gemini("no count, but a total", "{'content':{'parts':[{'text':'Hi'}]},'finishReason':'STOP'}",
               "{'promptTokenCount':3,'totalTokenCount':5}", hi);
        gemini("nothing counted", "{'content':{'parts':[{'text':'Hi'}]},'finishReason':'STOP'}", "{}", {Outcome::Ok, "Hi", {}, {}});
        gemini("odd types of what nobody needs",
               "{'index':'0','safetyRatings':{},'avgLogprobs':'x','content':{'role':3,'parts':[{'text':'Hi'}]},'finishReason':'STOP'}",
               "{'promptTokenCount':3,'candidatesTokenCount':2,'promptTokensDetails':{},'cachedContentTokenCount':[]}", hi);
        gemini("text is a number", "{'content':{'parts':[{'text':7}]},'finishReason':'STOP'}", counted,
               {Outcome::ProtocolError, "", {}, {}, "the field text is not a string"});

        const auto anthropic = [&](const char *name, const char *content, const char *counts, const Expected &expected) {
            const QByteArray message = quoted("{'type':'message','content':") + quoted(content) +
                                       quoted(",'stop_reason':'end_turn','usage':") + quoted(counts) + "}";
            QTest::addRow("anthropic, %s, plain", name) << QByteArray("anthropic") << false << message << expected;
            QTest::addRow("anthropic, %s, stream", name)
                << QByteArray("anthropic") << true
                << sseOf({quoted("{'type':'message_start','message':") + message + "}", quoted("{'type':'message_stop'}")}) << expected;
        };
        const char *summed = "{'input_tokens':3,'output_tokens':2}";
        anthropic("content is text", "'Hi'", summed, hi);
        anthropic("one block, no list", "{'type':'text','text':'Hi'}", summed, hi);
        anthropic("a block without a type", "[{'text':'Hi'}]", summed, hi);
        anthropic("text in parts", "[{'type':'text','text':[{'type':'text','text':'Hi'}],'citations':7}]", summed, hi);
        anthropic("thinking of another shape", "[{'type':'thinking','thinking':[{'text':'hm'}]},{'type':'text','text':'Hi'}]", summed, hi);
        anthropic("counts as strings", "[{'type':'text','text':'Hi'}]",
                  "{'input_tokens':'3','output_tokens':'2','cache_read_input_tokens':null,'cache_creation':7}", hi);
        anthropic("nothing counted", "[{'type':'text','text':'Hi'}]", "null", {Outcome::Ok, "Hi", {}, {}});
        anthropic("text is a number", "[{'type':'text','text':7}]", summed,
                  {Outcome::ProtocolError, "", {}, {}, "the field text is not a string"});
    }
    void typesOfFieldsDoNotKillAReply()
    {
        QFETCH(QByteArray, provider);
        QFETCH(bool, stream);
        QFETCH(QByteArray, body);
        QFETCH(Expected, expected);
        check(readBody(named(provider.constData()), stream, body).reply, expected);
    }
    void theFirstChunkIsAtTheThinking()
    {
        const Read result = readBody(named("openai"), true,
                                     sseOf({chunk("{'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]}]}"),
                                            chunk("{'content':[{'type':'text','text':'Hi'}]}"), stop, "[DONE]"}));
        QCOMPARE(result.chunks.size(), 2U);
        QVERIFY(result.chunks[0].text.isEmpty());
        QCOMPARE(result.chunks[1].text, u"Hi"_s);
    }

    /// `mark`: the part of the body behind which nothing counts; the reply must be complete exactly there.
    void aReplyEndsAtItsOwnMark_data()
    {
        QTest::addColumn<QByteArray>("provider");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("mark");
        const QByteArray word = sse(chunk("{'content':'Hi'}"));
        const QByteArray told = sse(usage("{'prompt_tokens':3,'completion_tokens':2}"));
        const auto row = [](const char *name, const char *provider, const QByteArray &before, const QByteArray &mark, bool stream = true) {
            QTest::newRow(name) << QByteArray(provider) << stream << before << mark;
        };
        row("openai, [DONE] without usage", "openai", word + sse(stop), sse("[DONE]"));
        row("openai, usage after the finish reason, no mark", "openai", word + sse(stop), told);
        row("openai, usage with the finish reason, no mark", "openai", word,
            sse(quoted("{'choices':[{'delta':{},'finish_reason':'stop'}],'usage':{'prompt_tokens':3,'completion_tokens':2}}")));
        row("openai, usage before the finish reason", "openai", told + word + sse(stop), sse("[DONE]"));
        row("openai, an empty usage is none", "openai", word,
            sse(quoted("{'choices':[{'delta':{},'finish_reason':'stop'}],'usage':{'prompt_tokens':3,'completion_tokens':0}}")) + told);
        row("openai, tool calls", "openai",
            sse(chunk("{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}]}")) +
                sse(chunk("{}", "'finish_reason':'tool_calls'")),
            told);
        row("openai, an error", "openai", word, sse(quoted("{'error':{'message':'m','code':503}}")));
        row("openai, not JSON", "openai", word, sse("{\"x"));
        row("openai, an error in place of a stream", "openai", {}, quoted("{'error':{'message':'m'}}"));
        row("openai, a whole reply in place of a stream", "openai", {},
            quoted("{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}"));
        row("openai, plain", "openai", {}, quoted("{'choices':[{'message':{'content':'} ]'},'finish_reason':'stop'}]}"), false);
        row("gemini, usage with the finish reason", "gemini", sse(quoted("{'candidates':[{'content':{'parts':[{'text':'Hi'}]}}]}")),
            sse(quoted("{'candidates':[{'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':2}}")));
        row("gemini, usage after it", "gemini", sse(quoted("{'candidates':[{'content':{'parts':[{'text':'Hi'}]},'finishReason':'STOP'}]}")),
            sse(quoted("{'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':2}}")));
        row("gemini, a tool call", "gemini", {},
            sse(quoted("{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':{}}}]},'finishReason':'STOP'}],"
                       "'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':2}}")));
        row("gemini, blocked", "gemini", {}, sse(quoted("{'promptFeedback':{'blockReason':'SAFETY'}}")));
        row("gemini, an array", "gemini", {},
            quoted("[{'candidates':[{'content':{'parts':[{'text':'Hi'}]},'finishReason':'STOP'}],'usageMetadata':{'totalTokenCount':5,"
                   "'promptTokenCount':3}}"));
        row("anthropic", "anthropic",
            sse(quoted("{'type':'message_start','message':{}}")) +
                sse(quoted("{'type':'content_block_delta','index':0,'delta':{'text':'Hi'}}")) +
                sse(quoted("{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':2}}")),
            sse(quoted("{'type':'message_stop'}")));
        row("anthropic, by the event's name", "anthropic",
            sse(quoted("{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':2}}")),
            "event: message_stop\ndata: {}\n\n");
        row("anthropic, an error", "anthropic", sse(quoted("{'type':'message_start','message':{}}")),
            sse(quoted("{'type':'error','error':{'type':'overloaded_error','message':'m'}}")));
    }
    void aReplyEndsAtItsOwnMark()
    {
        QFETCH(QByteArray, provider);
        QFETCH(bool, stream);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, mark);
        const QByteArray more = ": still here\n\n" + sse("{}") + "{\"x\":";
        QCOMPARE(completeAfter(named(provider.constData()), stream, before + mark + more), before.size() + mark.size());
        QCOMPARE(completeAfter(named(provider.constData()), stream, before), -1);
        const Reply cut = readBody(named(provider.constData()), stream, before + mark).reply;
        const Reply whole = readBody(named(provider.constData()), stream, before + mark + more).reply;
        QCOMPARE(whole, cut);
    }
    void withoutFinishReasonNothingIsComplete()
    {
        QCOMPARE(completeAfter(named("openai"), true, sseOf({chunk("{'content':'Hi'}"), usage("{'completion_tokens':2}")})), -1);
        QCOMPARE(completeAfter(named("openai"), true, sseOf({chunk("{'content':'Hi'}"), stop})), -1); // its usage may follow
        QCOMPARE(completeAfter(named("anthropic"), true,
                               sse(quoted("{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':2}}"))),
                 -1);
    }

    void toolCallsAreToldApart_data()
    {
        QTest::addColumn<QByteArrayList>("pieces"); // of delta.tool_calls, one chunk each
        QTest::addColumn<QStringList>("calls");     // id, name, arguments
        const auto row = [](const char *name, const QByteArrayList &pieces, const QStringList &calls) {
            QTest::newRow(name) << pieces << calls;
        };
        const QStringList both{u"a f {\"x\":1}"_s, u"b g {\"y\":2}"_s};
        for (const char *index : {"", "'index':null,", "'index':0,", "'index':'0',"}) {
            row(qPrintable(u"two whole calls, %1"_s.arg(QLatin1StringView(index))),
                {"[{" + QByteArray(index) + "'id':'a','function':{'name':'f','arguments':'{\\'x\\':1}'}}]",
                 "[{" + QByteArray(index) + "'id':'b','function':{'name':'g','arguments':'{\\'y\\':2}'}}]"},
                both);
            row(qPrintable(u"in pieces, %1"_s.arg(QLatin1StringView(index))),
                {"[{" + QByteArray(index) + "'id':'a','function':{'name':'f','arguments':'{\\'x'}}]",
                 "[{" + QByteArray(index) + "'function':{'arguments':'\\':1}'}}]",
                 "[{" + QByteArray(index) + "'id':'b','function':{'name':'g','arguments':''}}]",
                 "[{" + QByteArray(index) + "'id':'','function':{'name':null,'arguments':'{\\'y\\':2}'}}]"},
                both);
            row(qPrintable(u"no ids, %1"_s.arg(QLatin1StringView(index))),
                {"[{" + QByteArray(index) + "'function':{'name':'f','arguments':'{\\'x\\':1}'}}]",
                 "[{" + QByteArray(index) + "'function':{'name':'f','arguments':'{\\'y\\':2}'}}]"},
                {u" f {\"x\":1}"_s, u" f {\"y\":2}"_s});
        }
        row("interleaved, by index",
            {"[{'index':0,'id':'a','function':{'name':'f','arguments':''}},{'index':1,'id':'b','function':{'name':'g','arguments':''}}]",
             "[{'index':1,'function':{'arguments':'{\\'y'}}]", "[{'index':0,'function':{'arguments':'{\\'x\\':'}}]",
             "[{'index':1,'function':{'arguments':'\\':2}'}},{'index':0,'function':{'arguments':'1}'}}]"},
            both);
        row("interleaved, by id",
            {"[{'id':'a','function':{'name':'f','arguments':''}}]", "[{'id':'b','function':{'name':'g','arguments':'{\\'y'}}]",
             "[{'id':'a','function':{'arguments':'{\\'x\\':1}'}}]", "[{'id':'b','function':{'arguments':'\\':2}'}}]"},
            both);
        row("two in one chunk, without index",
            {"[{'id':'a','function':{'name':'f','arguments':'{\\'x\\':1}'}},{'id':'b','function':{'name':'g','arguments':'{\\'y\\':2}'}}]"},
            both);
        row("id and name again in every piece",
            {"[{'index':0,'id':'a','function':{'name':'f','arguments':'{\\'x'}}]",
             "[{'index':0,'id':'a','function':{'name':'f','arguments':'\\':1}'}}]",
             "[{'index':1,'id':'b','function':{'name':'g','arguments':'{\\'y\\':2}'}}]"},
            both);
        row("told twice, word for word",
            {"[{'index':0,'id':'a','function':{'name':'f','arguments':'{\\'x\\':1}'}}]",
             "[{'index':0,'id':'a','function':{'name':'f','arguments':'{\\'x\\':1}'}}]"},
            {u"a f {\"x\":1}"_s});
        row("arguments as objects",
            {"[{'id':'a','function':{'name':'f','arguments':{'x':1}}}]", "[{'id':'b','function':{'name':'g','arguments':{'y':2}}}]"}, both);
        row("no arguments, no index, no id", {"[{'function':{'name':'f'}}]", "[{'function':{'name':'g','arguments':null}}]"},
            {u" f {}"_s, u" g {}"_s});
        row("one call, no list", {"{'id':'a','function':{'name':'f','arguments':'{}'}}"}, {u"a f {}"_s});
        row("not wrapped", {"[{'id':'a','name':'f','arguments':'{}'}]"}, {u"a f {}"_s});
    }
    void toolCallsAreToldApart()
    {
        QFETCH(QByteArrayList, pieces);
        QFETCH(QStringList, calls);
        QByteArray body;
        for (const QByteArray &piece : std::as_const(pieces))
            body += sse(chunk("{'tool_calls':" + piece + "}"));
        const Reply reply = readBody(named("openai"), true, body + sseOf({chunk("{}", "'finish_reason':'tool_calls'"), "[DONE]"})).reply;
        QVERIFY2(reply.outcome == Outcome::Ok, qPrintable(reply.error));
        QStringList read;
        for (const ToolCall &call : reply.toolCalls)
            read.append(call.id + u' ' + call.name + u' ' +
                        QString::fromUtf8(QJsonDocument(call.arguments).toJson(QJsonDocument::Compact)));
        QCOMPARE(read, calls);
    }
    void toolCallsOfOtherProviders()
    {
        const Reply gemini =
            readBody(named("gemini"), false,
                     quoted("{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f','args':null}},{'functionCall':"
                            "{'id':'b','name':'g','args':'{}'}}]},'finishReason':'STOP'}]}"))
                .reply;
        QCOMPARE(gemini.outcome, Outcome::Ok);
        QCOMPARE(gemini.toolCalls.size(), 2);
        const Reply anthropic =
            readBody(named("anthropic"), true,
                     sseOf({quoted("{'type':'content_block_start','content_block':{'type':'tool_use','id':'a','name':'f','input':{}}}"),
                            quoted("{'type':'content_block_delta','delta':{'partial_json':'{}'}}"),
                            quoted("{'type':'content_block_start','content_block':{'type':'tool_use','id':'b','name':'f','input':'{}'}}"),
                            quoted("{'type':'content_block_start','content_block':{'type':'server_tool_use','id':'c','name':'s'}}"),
                            quoted("{'type':'content_block_delta','delta':{'partial_json':'{{'}}"),
                            quoted("{'type':'message_delta','delta':{'stop_reason':'tool_use'}}"), quoted("{'type':'message_stop'}")}))
                .reply;
        QVERIFY2(anthropic.outcome == Outcome::Ok, qPrintable(anthropic.error));
        QCOMPARE(anthropic.toolCalls.size(), 2);
    }
};

INTERLEAVE_TEST_MAIN(WireKindsTest)
#include "tst_wire_kinds.moc"
