// Conversations with tools, for every provider: how earlier turns and tools are sent, and how a reply's tool calls are read,
// so that what was read can be sent back.
#include "reading.h"
#include "support/test_main.h"

#include <QJsonArray>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class ToolTurnsTest : public QObject
{
    Q_OBJECT

    static const Provider &provider(const char *id) { return *findProvider(QString::fromLatin1(id)); }
    static ToolCall call(const QString &id, const char *arguments = "{'city':'Porto'}", const QString &signature = {})
    {
        return {.id = id, .name = u"get_weather"_s, .arguments = json(arguments), .signature = signature};
    }
    /// A question, a call, its result, and another question.
    static Prompt conversation(const ToolCall &call, const QString &output = u"{\"temp\":19}"_s, bool isError = false)
    {
        Prompt prompt = promptOf(u"And Rome?"_s);
        prompt.history = {{.role = Message::Role::User, .text = u"Weather?"_s, .toolCalls = {}, .toolResults = {}},
                          {.role = Message::Role::Model, .text = u"Let me see."_s, .toolCalls = {call}, .toolResults = {}},
                          {.role = Message::Role::User,
                           .text = {},
                           .toolCalls = {},
                           .toolResults = {{.callId = call.id, .name = call.name, .output = output, .isError = isError}}}};
        return prompt;
    }
    static Prompt withTools(ToolChoice choice)
    {
        Prompt prompt = promptOf(u"x"_s);
        prompt.tools = {{.name = u"f"_s, .description = u"d"_s, .parameters = json("{'type':'object'}")},
                        {.name = u"g"_s, .description = {}, .parameters = {}}};
        prompt.toolChoice = choice;
        prompt.chosenTool = u"f"_s;
        return prompt;
    }
    static QJsonArray array(const char *text) { return QJsonDocument::fromJson(quoted(text)).array(); }
    static QByteArray events(const QList<QByteArray> &objects)
    {
        QByteArray stream;
        for (const QByteArray &object : objects)
            stream += "data: " + object + "\n\n";
        return stream;
    }

private Q_SLOTS:
    void earlierTurnsForGemini()
    {
        const Prompt prompt = conversation(call(u"c1"_s, "{'city':'Porto'}", u"sig=="_s));
        const QJsonArray expected =
            array("["
                  "{'role':'user','parts':[{'text':'Weather?'}]},"
                  "{'role':'model','parts':[{'text':'Let me see.'},"
                  "{'functionCall':{'id':'c1','name':'get_weather','args':{'city':'Porto'}},'thoughtSignature':'sig=='}]},"
                  "{'role':'user','parts':[{'functionResponse':{'id':'c1','name':'get_weather','response':{'output':{'temp':19}}}}]},"
                  "{'role':'user','parts':[{'text':'And Rome?'}]}]");
        QCOMPARE(bodyOf(provider("gemini"), prompt)["contents"_L1].toArray(), expected);

        const QJsonArray failed = array("[{'functionResponse':{'name':'get_weather','response':{'error':'no such city'}}}]");
        const QJsonObject body = bodyOf(provider("gemini"), conversation(call({}), u"no such city"_s, true));
        QCOMPARE(body["contents"_L1][2]["parts"_L1].toArray(), failed);
    }
    void earlierTurnsForOpenAi()
    {
        const QJsonArray expected =
            array("["
                  "{'role':'user','content':'Weather?'},"
                  "{'role':'assistant','content':'Let me see.',"
                  "'tool_calls':[{'id':'c1','type':'function','function':{'name':'get_weather','arguments':'{\\'city\\':\\'Porto\\'}'}}]},"
                  "{'role':'tool','tool_call_id':'c1','content':'{\\'temp\\':19}'},"
                  "{'role':'user','content':'And Rome?'}]");
        QCOMPARE(bodyOf(provider("openai"), conversation(call(u"c1"_s)))["messages"_L1].toArray(), expected);
    }
    void earlierTurnsForAnthropic()
    {
        const QString thinking = u"[{\"signature\":\"s\",\"thinking\":\"hm\",\"type\":\"thinking\"}]"_s;
        const Prompt prompt = conversation(call(u"c1"_s, "{'city':'Porto'}", thinking), u"none"_s, true);
        const QJsonArray expected =
            array("["
                  "{'role':'user','content':'Weather?'},"
                  "{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'s'},{'type':'text','text':'Let me see.'},"
                  "{'type':'tool_use','id':'c1','name':'get_weather','input':{'city':'Porto'}}]},"
                  "{'role':'user','content':[{'type':'tool_result','tool_use_id':'c1','content':'none','is_error':true}]},"
                  "{'role':'user','content':'And Rome?'}]");
        QCOMPARE(bodyOf(provider("anthropic"), prompt)["messages"_L1].toArray(), expected);
    }
    void aConversationMayEndWithResults()
    {
        Prompt prompt = conversation(call(u"c1"_s));
        prompt.text.clear();
        QCOMPARE(bodyOf(provider("gemini"), prompt)["contents"_L1].toArray().size(), 3);
        QCOMPARE(bodyOf(provider("openai"), prompt)["messages"_L1].toArray().size(), 3);
        QCOMPARE(bodyOf(provider("anthropic"), prompt)["messages"_L1].toArray().size(), 3);
    }
    void aSignatureOfAnotherProviderIsLeftOut()
    {
        const QByteArray gemini =
            QJsonDocument(bodyOf(provider("gemini"), conversation(call({}, "{}", u"[{\"type\":\"thinking\"}]"_s)))).toJson();
        QVERIFY(!gemini.contains("thinking"));
        const QByteArray anthropic = QJsonDocument(bodyOf(provider("anthropic"), conversation(call({}, "{}", u"c2ln"_s)))).toJson();
        QVERIFY(!anthropic.contains("c2ln"));
    }
    void callsWithoutAnIdGetOneWhereTheProtocolWantsIt()
    {
        Prompt prompt = conversation(call({}));
        prompt.history[1].toolCalls = {call({}), {.id = {}, .name = u"g"_s, .arguments = {}, .signature = {}}, call({})};
        prompt.history[2].toolResults = {{.callId = {}, .name = u"g"_s, .output = u"G"_s},
                                         {.callId = {}, .name = u"get_weather"_s, .output = u"1"_s},
                                         {.callId = {}, .name = u"get_weather"_s, .output = u"2"_s}};
        const QJsonArray openAi = bodyOf(provider("openai"), prompt)["messages"_L1].toArray();
        const QJsonArray anthropic = bodyOf(provider("anthropic"), prompt)["messages"_L1].toArray();
        const QStringList answered{u"call_1"_s, u"call_0"_s, u"call_2"_s};
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(openAi[1]["tool_calls"_L1][i]["id"_L1].toString(), u"call_%1"_s.arg(i));
            QCOMPARE(openAi[2 + i]["tool_call_id"_L1].toString(), answered[i]);
            QCOMPARE(anthropic[2]["content"_L1][i]["tool_use_id"_L1].toString(), answered[i]);
        }
    }

    void tools()
    {
        const Prompt prompt = withTools(ToolChoice::Automatic);
        const QJsonArray gemini =
            array("[{'functionDeclarations':["
                  "{'name':'f','description':'d','parametersJsonSchema':{'type':'object'}},{'name':'g','description':''}]}]");
        const QJsonArray openAi = array("["
                                        "{'type':'function','function':{'name':'f','description':'d','parameters':{'type':'object'}}},"
                                        "{'type':'function','function':{'name':'g','description':''}}]");
        const QJsonArray anthropic = array("["
                                           "{'name':'f','description':'d','input_schema':{'type':'object'}},{'name':'g','description':'','"
                                           "input_schema':{'type':'object'}}]");
        QCOMPARE(bodyOf(provider("gemini"), prompt)["tools"_L1].toArray(), gemini);
        QCOMPARE(bodyOf(provider("openai"), prompt)["tools"_L1].toArray(), openAi);
        QCOMPARE(bodyOf(provider("anthropic"), prompt)["tools"_L1].toArray(), anthropic);
    }
    void toolChoice_data()
    {
        QTest::addColumn<ToolChoice>("choice");
        QTest::addColumn<QByteArray>("gemini"); // empty: not sent
        QTest::addColumn<QByteArray>("openAi");
        QTest::addColumn<QByteArray>("anthropic");
        QTest::newRow("automatic") << ToolChoice::Automatic << QByteArray() << QByteArray() << QByteArray();
        QTest::newRow("none") << ToolChoice::None << quoted("{'mode':'NONE'}") << quoted("'none'") << quoted("{'type':'none'}");
        QTest::newRow("required") << ToolChoice::Required << quoted("{'mode':'ANY'}") << quoted("'required'") << quoted("{'type':'any'}");
        QTest::newRow("named") << ToolChoice::Named << quoted("{'allowedFunctionNames':['f'],'mode':'ANY'}")
                               << quoted("{'function':{'name':'f'},'type':'function'}") << quoted("{'name':'f','type':'tool'}");
    }
    void toolChoice()
    {
        QFETCH(ToolChoice, choice);
        const auto compact = [](const QJsonValue &value) {
            if (value.isUndefined())
                return QByteArray();
            const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
            return text.mid(1, text.size() - 2);
        };
        const Prompt prompt = withTools(choice);
        QTEST(compact(bodyOf(provider("gemini"), prompt)["toolConfig"_L1]["functionCallingConfig"_L1]), "gemini");
        QTEST(compact(bodyOf(provider("openai"), prompt).value("tool_choice"_L1)), "openAi");
        QTEST(compact(bodyOf(provider("anthropic"), prompt).value("tool_choice"_L1)), "anthropic");
    }
    void gpt6CallsToolsOnlyWithoutReasoning()
    {
        const Prompt prompt = withTools(ToolChoice::Automatic);
        const QString own = provider("openai").defaultBaseUrl();
        QCOMPARE(bodyOf(provider("openai"), prompt, false, own, u"gpt-6-luna"_s)["reasoning_effort"_L1].toString(), u"none"_s);
        QVERIFY(!bodyOf(provider("openai"), prompt, false, own, u"gpt-4.1"_s).contains("reasoning_effort"_L1));
        QVERIFY(!bodyOf(provider("openai"), prompt, false, u"http://h/v1"_s, u"gpt-6-luna"_s).contains("reasoning_effort"_L1));
        QVERIFY(!bodyOf(provider("openai"), promptOf(u"x"_s), false, own, u"gpt-6-luna"_s).contains("reasoning_effort"_L1));
    }

    void callsAreRead_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("chunks");
        QTest::addColumn<QString>("signature");
        const QByteArray geminiCall =
            quoted("{'candidates':[{'content':{'parts':[{'functionCall':{'id':'c1','name':'get_weather','args':{'city':'Porto'}},"
                   "'thoughtSignature':'sig=='},{'functionCall':{'id':'c2','name':'g'}}]},'finishReason':'STOP'}]}");
        QTest::newRow("Gemini, plain") << QByteArray("gemini") << false << geminiCall << 1 << u"sig=="_s;
        QTest::newRow("Gemini, stream") << QByteArray("gemini") << true << events({QByteArray(geminiCall).replace('\n', ' ')}) << 1
                                        << u"sig=="_s;
        QTest::newRow("OpenAI, plain")
            << QByteArray("openai") << false
            << QByteArray(quoted("{'choices':[{'message':{'content':null,'tool_calls':["
                                 "{'id':'c1','type':'function','function':{'name':'get_weather','arguments':'{\\'city\\':\\'Porto\\'}'}},"
                                 "{'id':'c2','type':'function','function':{'name':'g','arguments':''}}]},'finish_reason':'tool_calls'}]}"))
            << 1 << QString();
        QTest::newRow("OpenAI, stream")
            << QByteArray("openai") << true
            << events({quoted("{'choices':[{'delta':{'role':'assistant','content':null}}]}"),
                       quoted("{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'c1','type':'function','function':{'name':'get_weather',"
                              "'arguments':''}}]}}]}"),
                       quoted("{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{\\'ci'}}]}}]}"),
                       quoted("{'choices':[{'delta':{'tool_calls':[{'index':1,'id':'c2','function':{'name':'g','arguments':'{}'}},{'index':"
                              "0,'function':{'arguments':'ty\\':\\'Porto\\'}'}}]}}]}"),
                       quoted("{'choices':[{'delta':{},'finish_reason':'tool_calls'}]}"), "[DONE]"})
            << 3 << QString();
        QTest::newRow("Anthropic, plain") << QByteArray("anthropic") << false
                                          << QByteArray(
                                                 quoted("{'content':[{'type':'thinking','thinking':'hm','signature':'s'},"
                                                        "{'type':'tool_use','id':'c1','name':'get_weather','input':{'city':'Porto'}},{'"
                                                        "type':'tool_use','id':'c2','name':'g','input':{}}],'stop_reason':'tool_use'}"))
                                          << 1 << u"[{\"signature\":\"s\",\"thinking\":\"hm\",\"type\":\"thinking\"}]"_s;
        QTest::newRow("Anthropic, stream")
            << QByteArray("anthropic") << true
            << events(
                   {quoted("{'type':'message_start','message':{'content':[]}}"),
                    quoted("{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':''}}"),
                    quoted("{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'h'}}"),
                    quoted("{'type':'content_block_delta','index':0,'delta':{'type':'thinking_delta','thinking':'m'}}"),
                    quoted("{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'s'}}"),
                    quoted("{'type':'content_block_stop','index':0}"),
                    quoted("{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'c1','name':'get_weather','"
                           "input':{}}}"),
                    quoted("{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':''}}"),
                    quoted("{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'{\\'city\\':'}}"),
                    quoted("{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'\\'Porto\\'}'}}"),
                    quoted("{'type':'content_block_start','index':2,'content_block':{'type':'server_tool_use','id':'s','name':'web_search',"
                           "'input':{}}}"),
                    quoted("{'type':'content_block_delta','index':2,'delta':{'type':'input_json_delta','partial_json':'{}'}}"),
                    quoted("{'type':'content_block_start','index':3,'content_block':{'type':'tool_use','id':'c2','name':'g','input':{}}}"),
                    quoted("{'type':'message_delta','delta':{'stop_reason':'tool_use'}}"), quoted("{'type':'message_stop'}")})
            << 7 << u"[{\"signature\":\"s\",\"thinking\":\"hm\",\"type\":\"thinking\"}]"_s;
    }
    void callsAreRead()
    {
        QFETCH(QByteArray, id);
        QFETCH(bool, stream);
        QFETCH(QByteArray, body);
        QFETCH(QString, signature);
        const Read result = readBody(provider(id.constData()), stream, body);
        QVERIFY2(result.reply.outcome == Outcome::Ok, qPrintable(result.reply.error));
        const QList<ToolCall> expected{call(u"c1"_s, "{'city':'Porto'}", signature),
                                       {.id = u"c2"_s, .name = u"g"_s, .arguments = {}, .signature = {}}};
        QCOMPARE(result.reply.toolCalls, expected);
        QTEST(int(result.chunks.size()), "chunks");
        QVERIFY(result.reply.hasContent);
        QVERIFY(result.reply.text.isEmpty() && result.chunkText().isEmpty());
    }
    void unreadableArgumentsAreTheModelsMistakeUnlessALimitCutThem_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<int>("calls");
        QTest::newRow("OpenAI") << QByteArray("openai") << QByteArray("tool_calls") << 1;
        QTest::newRow("OpenAI, limit") << QByteArray("openai") << QByteArray("length") << 0;
        QTest::newRow("Anthropic") << QByteArray("anthropic") << QByteArray("tool_use") << 1;
        QTest::newRow("Anthropic, limit") << QByteArray("anthropic") << QByteArray("max_tokens") << 0;
    }
    void unreadableArgumentsAreTheModelsMistakeUnlessALimitCutThem()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, reason);
        const QByteArray openAi = events({quoted("{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'c','function':{'name':'g','"
                                                 "arguments':'{\\'ci'}}]},'finish_reason':'") +
                                          reason + "\"}]}"});
        const QByteArray anthropic =
            events({quoted("{'type':'content_block_start','index':0,'content_block':{'type':'tool_use','id':'c','name':'g','input':{}}}"),
                    quoted("{'type':'content_block_delta','index':0,'delta':{'type':'input_json_delta','partial_json':'{\\'ci'}}"),
                    quoted("{'type':'message_delta','delta':{'stop_reason':'") + reason + "\"}}", quoted("{'type':'message_stop'}")});
        const Read result = readBody(provider(id.constData()), true, id == "openai" ? openAi : anthropic);
        QCOMPARE(result.reply.outcome, Outcome::Ok);
        QTEST(int(result.reply.toolCalls.size()), "calls");
        for (const ToolCall &broken : result.reply.toolCalls)
            QCOMPARE(broken.unreadable, u"{\"ci"_s);
    }
};

INTERLEAVE_TEST_MAIN(ToolTurnsTest)
#include "tst_tool_turns.moc"
