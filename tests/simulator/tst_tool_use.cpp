#include "simulator/llm/json_sample.h"
#include "simulator/llm/reply_text.h"
#include "simulator/llm/tool_use.h"
#include "simulator/protocols/conversation_text.h"
#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

/// JSON with simple quotation marks, which need no escape here.
QJsonObject object(QByteArray json) { return QJsonDocument::fromJson(json.replace('\'', '"')).object(); }

QJsonValue made(const QByteArray &schema, int call = 0)
{
    RandomStream random({.seed = 1, .repeat = 0, .call = call}, RandomStream::Purpose::ToolArguments);
    return objectThatFits(object("{'properties':{'x':" + schema +
                                 "},'$defs':{'N':{'type':'integer','minimum':7,'maximum':7},"
                                 "'T':{'type':'object','properties':{'t':{'$ref':'#/$defs/T'}},'required':['t']}}}"),
                          u"Rome"_s, random)["x"_L1];
}

Prompt withTools(const QString &text, ToolChoice choice = ToolChoice::Automatic)
{
    Prompt prompt = promptOf(text);
    prompt.tools = {{.name = u"get_weather"_s, .description = {}, .parameters = {}},
                    {.name = u"search"_s, .description = {}, .parameters = {}}};
    prompt.toolChoice = choice;
    prompt.chosenTool = u"search"_s;
    return prompt;
}

QString called(const Prompt &prompt)
{
    RandomStream random({}, RandomStream::Purpose::ToolArguments);
    const std::optional<ToolCall> call = toolCallFor(prompt, random);
    return call ? call->name : QString();
}

/// As the conversation goes on: the model's call, and the result of the tool.
Prompt answered(Prompt prompt, const QString &name, bool isError = false)
{
    if (!prompt.text.isEmpty())
        prompt.history += Message{.role = Message::Role::User, .text = prompt.text, .toolCalls = {}, .toolResults = {}};
    prompt.text.clear();
    prompt.history += Message{.role = Message::Role::Model,
                              .text = {},
                              .toolCalls = {{.id = u"1"_s, .name = name, .arguments = {}, .signature = {}}},
                              .toolResults = {}};
    prompt.history += Message{.role = Message::Role::User,
                              .text = {},
                              .toolCalls = {},
                              .toolResults = {{.callId = u"1"_s, .name = name, .output = u"19 degrees"_s, .isError = isError}}};
    return prompt;
}

} // namespace

class ToolUseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesFitTheirSchema()
    {
        QCOMPARE(made("{'type':'string'}").toString(), u"Rome"_s);
        QCOMPARE(made("{'type':'STRING'}").toString(), u"Rome"_s);
        QCOMPARE(made("{'type':'string','minLength':9,'maxLength':10}").toString(), u"Rome Rome"_s);
        QCOMPARE(made("{'type':['null','integer'],'minimum':3,'maximum':3}").toInt(), 3);
        QCOMPARE(made("{'const':'c'}").toString(), u"c"_s);
        QCOMPARE(made("{'type':'string','default':'d'}").toString(), u"d"_s);
        QCOMPARE(made("{'anyOf':[{'type':'boolean'},{'type':'string'}]}").isBool(), true);
        QCOMPARE(made("{'$ref':'#/$defs/N'}").toInt(), 7);
        QCOMPARE(made("{'allOf':[{'type':'object','properties':{'a':{'const':1}}},{'properties':{'b':{'const':2}}}]}").toObject(),
                 object("{'a':1,'b':2}"));
        QCOMPARE(made("{'type':'array','items':{'const':1},'minItems':3}").toArray().size(), 3);
        QCOMPARE(made("{'type':'array','items':{'const':1},'minItems':'2'}").toArray().size(), 2);
        QCOMPARE(made("{'type':'array','items':{'const':1},'maxItems':0}").toArray().size(), 0);
        QCOMPARE(made("{'type':'null'}").isNull(), true);
        for (int call = 0; call < 50; ++call) {
            const double number = made("{'type':'number','minimum':-2,'exclusiveMaximum':2}", call).toDouble();
            QVERIFY(number >= -2 && number < 2);
            QCOMPARE(made("{'type':'integer','minimum':1,'multipleOf':5}", call).toInt() % 5, 0);
            QVERIFY((QStringList{u"a"_s, u"b"_s}).contains(made("{'enum':['a','b']}", call).toString()));
        }
    }

    void aSchemaThatRefersToItselfEnds() { QVERIFY(!made("{'$ref':'#/$defs/T'}").toObject().isEmpty()); }

    void aForcedToolIsCalledUntilItHasAnswered()
    {
        QCOMPARE(called(withTools(u"Hi"_s, ToolChoice::Required)), u"get_weather"_s);
        QCOMPARE(called(withTools(u"Hi"_s, ToolChoice::Named)), u"search"_s);
        QCOMPARE(called(answered(withTools(u"Hi"_s, ToolChoice::Required), u"get_weather"_s)), QString());
        QCOMPARE(called(answered(withTools(u"Hi"_s, ToolChoice::Named), u"search"_s)), QString());
        Prompt next = answered(withTools(u"Hi"_s, ToolChoice::Required), u"get_weather"_s);
        next.text = u"And now?"_s;
        QCOMPARE(called(next), u"get_weather"_s);
    }

    void withAChoiceTheToolsThatTheQuestionNamesAreCalledInTheirOrder()
    {
        QCOMPARE(called(withTools(u"Hi"_s)), QString());
        QCOMPARE(called(withTools(u"Do some research"_s)), QString()); // no word of its own
        QCOMPARE(called(withTools(u"search Rome, then get weather"_s, ToolChoice::None)), QString());
        const Prompt both = withTools(u"Search for Rome, then get weather"_s);
        QCOMPARE(called(both), u"search"_s);
        const Prompt once = answered(both, u"search"_s);
        QCOMPARE(called(once), u"get_weather"_s);
        QCOMPARE(called(answered(once, u"get_weather"_s)), QString());
    }

    void theReplyAfterAResultReportsIt()
    {
        const auto reply = [](const Prompt &prompt) {
            RandomStream random({}, RandomStream::Purpose::ReplyText);
            return writeReply(prompt, ReplyFormat::Text, 40, random);
        };
        const Prompt prompt = withTools(u"Explain the weather"_s, ToolChoice::Required);
        QVERIFY(reply(answered(prompt, u"get_weather"_s)).startsWith("According to get_weather: 19 degrees. "_L1));
        QVERIFY(reply(answered(prompt, u"get_weather"_s, true)).startsWith("The tool get_weather failed: 19 degrees. "_L1));
        QVERIFY(!reply(prompt).contains("According"_L1));
        const Prompt sized = answered(withTools(u"Explain the weather in 12 words"_s), u"get_weather"_s);
        QCOMPARE(reply(sized).split(u' ').size(), 12);
    }

    void allThatIsSentCountsAsInput()
    {
        Prompt prompt = promptOf(u"one two"_s, u"be kind"_s);
        QCOMPARE(conversationTokens(prompt), 4);
        prompt.tools = {{.name = u"f"_s, .description = u"does it"_s, .parameters = {}}};
        QCOMPARE(conversationTokens(prompt), 4 + 1 + 2 + 1);
        QVERIFY(conversationTokens(answered(prompt, u"f"_s)) > 8 + 3);
    }
};

INTERLEAVE_TEST_MAIN(ToolUseTest)
#include "tst_tool_use.moc"
