// Scripts of the simulated model: read strictly, the first rule that holds answers, placeholders quote what the tools said, and a reply has
// the tokens that its script says.
#include "simulator/llm/script.h"

#include "simulator/llm/profile.h"
#include "support/instant_simulator.h"
#include "support/test_main.h"
#include "support/test_script.h"

#include <QJsonDocument>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

/// JSON with simple quotation marks, which need no escape here.
static QByteArray json(const char *text) { return QByteArray(text).replace('\'', '"'); }

/// The reply to a question after one tool has said something, by a rule with this text.
static QString answered(const QString &text, const QString &output, bool isError = false)
{
    QJsonObject reply{{u"text"_s, text}};
    const QByteArray rule = QJsonDocument(QJsonObject{{u"reply"_s, reply}}).toJson(QJsonDocument::Compact);
    const Result<Script> script = parseScript(scriptOf(rule), u"s"_s);
    if (!script)
        return script.error();
    Prompt prompt = tollPrompt();
    goOn(prompt, {}, {{u"1"_s, u"search"_s, {}, {}}}, {output}, isError);
    return scriptedReply(*script, prompt)->text;
}

static ServicePlan planned(const Prompt &prompt, const Script &script)
{
    ReplyWish wish;
    wish.scripted = scriptedReply(script, prompt);
    return planService(loadProfile(u"claims"_s).value(), {}, prompt, 1, wish);
}

class ScriptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_wrong_is_told_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const QByteArray &rule, const QString &part) { QTest::newRow(name) << rule << part; };
        row("key", json("{'reply':{'text':'a','txt':'a'}}"), u"/rules/0/reply/txt: unknown key \"txt\""_s);
        row("when", json("{'when':{'turns':1},'reply':{'text':'a'}}"), u"/rules/0/when/turns: unknown key \"turns\""_s);
        row("no reply", json("{'when':{}}"), u"/rules/0: \"reply\" is missing"_s);
        row("nothing", json("{'reply':{}}"), u"/rules/0/reply: it says nothing"_s);
        row("turn", json("{'when':{'turn':-1},'reply':{'text':'a'}}"), u"/rules/0/when/turn: \"turn\" is -1"_s);
        row("placeholder", json("{'reply':{'text':'{{answer}}'}}"),
            u"/rules/0/reply/text: \"text\" is wrong: \"{{answer}}\" is no placeholder"_s);
        row("in arguments", json("{'reply':{'calls':[{'name':'a','arguments':{'b':['{{result}}']}}]}}"),
            u"/rules/0/reply/calls/0/arguments: \"arguments\" is wrong"_s);
        row("expression", json("{'reply':{'text':'{{result.0 | /(/}}'}}"), u"the expression /(/ cannot be read"_s);
        row("group", json("{'reply':{'text':'{{result.0 | /a/}}'}}"), u"the expression /a/ has no group"_s);
        row("too few tokens", json("{'reply':{'tokens':3,'text':'one two three four'}}"),
            u"/rules/0/reply/tokens: \"tokens\" is 3, and its content alone has 5"_s);
        row("both", json("{'reply':{'calls':[{'name':'a','arguments':{},'arguments_text':'b'}]}}"), u"keep one of them"_s);
        row("end", json("{'reply':{'text':'a','end':'stop'}}"), u"it must be refusal, length, cut or an object with \"status\""_s);
        row("status", json("{'reply':{'end':{'status':404}}}"),
            u"/rules/0/reply/end/status: \"status\" is 404; it must be 429, 500 or 503"_s);
        row("delay", json("{'reply':{'end':{'status':500,'retry_after_s':1}}}"), u"goes with the status 429 alone"_s);
        row("error and text", json("{'reply':{'text':'a','end':{'status':500}}}"), u"comes in place of a reply"_s);
    }
    void what_is_wrong_is_told_with_its_place()
    {
        QFETCH(QByteArray, rule);
        QFETCH(QString, part);
        const Result<Script> script = parseScript(scriptOf(rule), u"my.json"_s);
        QVERIFY(!script);
        QVERIFY2(script.error().startsWith(u"my.json, line 1, column "_s) && script.error().contains(part), qPrintable(script.error()));
    }

    void a_script_that_is_not_there_is_told_by_name()
    {
        QVERIFY(loadScript(u"nowhere"_s).error().contains(u"there is no script “nowhere”: the shipped ones are velden"_s));
        for (const QString &name : scriptNames())
            QVERIFY2(loadScript(name), qPrintable(name));
    }

    void placeholders_quote_what_tools_said_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("output");
        QTest::addColumn<QString>("expected");
        const QString hits = u"{\"hits\":[{\"id\":\"a-b\",\"rank\":-1.5,\"n\":3}]}"_s;
        QTest::newRow("question") << u"<{{question}}>"_s << QString() << u"<What is the toll?>"_s;
        QTest::newRow("whole") << u"It is {{result.0}}."_s << u"241.10"_s << u"It is 241.10."_s;
        QTest::newRow("last") << u"{{ result.-1 }}"_s << u"a"_s << u"a"_s;
        QTest::newRow("text in it") << u"{{result.0.hits.0.id}}"_s << hits << u"a-b"_s;
        QTest::newRow("numbers in it") << u"{{result.0.hits.0.rank}} {{result.0.hits.0.n}}"_s << hits << u"-1.5 3"_s;
        QTest::newRow("object in it") << u"{{result.0.hits.0}}"_s << hits << u"{\"id\":\"a-b\",\"n\":3,\"rank\":-1.5}"_s;
        QTest::newRow("expression") << u"{{result.0 | /toll is ([0-9.]+) crowns/}}"_s << u"The toll is 2.35 crowns."_s << u"2.35"_s;
        QTest::newRow("of a field") << u"{{result.0.text | /is (\\d+)/}}"_s << u"{\"text\":\"it is 7\"}"_s << u"7"_s;
        QTest::newRow("no match") << u"{{result.0 | /(x)/}}"_s << u"abc"_s << u"[nothing]"_s;
        QTest::newRow("no such result") << u"{{result.1}}"_s << u"abc"_s << u"[nothing]"_s;
        QTest::newRow("no such field") << u"{{result.0.hits.7.id}}"_s << hits << u"[nothing]"_s;
        QTest::newRow("no JSON") << u"{{result.0.hits}}"_s << u"abc"_s << u"[nothing]"_s;
        QTest::newRow("sorted") << u"{{result.0}}"_s << u"{ \"b\": 1, \"a\": 2 }"_s << u"{\"a\":2,\"b\":1}"_s;
        QTest::newRow("error") << u"{{result.0}}"_s << u"Error: no such document"_s << u"no such document"_s;
    }
    void placeholders_quote_what_tools_said()
    {
        QFETCH(QString, text);
        QFETCH(QString, output);
        QTEST(answered(text, output), "expected");
    }

    void a_lone_placeholder_keeps_its_type_and_others_are_text()
    {
        const Result<Script> script = parseScript(scriptOf(json("{'reply':{'calls':[{'name':'f','arguments':{'a':'{{result.0.n}}','b':'n "
                                                                "{{result.0.n}}','c':['{{result.0.list}}'],'d':'{{result.1}}'}}]}}")),
                                                  u"s"_s);
        QVERIFY2(bool(script), script ? "" : qPrintable(script.error()));
        Prompt prompt = tollPrompt();
        goOn(prompt, {}, {{u"1"_s, u"search"_s, {}, {}}, {u"2"_s, u"clock"_s, {}, {}}}, {u"{\"n\":3,\"list\":[1]}"_s, u"4.5"_s});
        QCOMPARE(scriptedReply(*script, prompt)->calls.front().arguments, u"{\"a\":3,\"b\":\"n 3\",\"c\":[[1]],\"d\":4.5}"_s);
    }

    void the_first_rule_that_holds_answers()
    {
        const Script script = tollScript();
        Prompt prompt = tollPrompt();
        const std::optional<ScriptedReply> first = scriptedReply(script, prompt);
        QVERIFY(first);
        QCOMPARE(first->calls.size(), 2U);
        QCOMPARE(first->calls[0].arguments, u"{\"limit\":2,\"query\":\"What is the toll?\"}"_s);

        Prompt without = prompt;
        without.tools.removeFirst();
        QVERIFY(!scriptedReply(script, without)); // search is not offered

        Prompt failing = prompt;
        goOn(prompt, u"Let me look."_s, {{u"1"_s, u"search"_s, {}, {}}, {u"2"_s, u"clock"_s, {}, {}}},
             {u"{\"hits\":[{\"id\":\"m\"}]}"_s, u"{}"_s});
        QCOMPARE(scriptedReply(script, prompt)->calls.front().arguments, u"{\"first\":\"[nothing]\",\"id\":\"m\"}"_s);
        goOn(failing, {}, {{u"1"_s, u"search"_s, {}, {}}, {u"2"_s, u"clock"_s, {}, {}}}, {u"{}"_s, u"it is broken"_s}, true);
        QCOMPARE(scriptedReply(script, failing)->text, u"I cannot: it is broken"_s);

        // What was said before the user spoke again does not count.
        prompt.history.append({Message::Role::Model, u"Done."_s, {}, {}});
        prompt.text = u"And the toll of Quill?"_s;
        QCOMPARE(scriptedReply(script, prompt)->calls.front().name, u"search"_s);
    }

    void thinking_fills_up_the_tokens_that_the_script_says()
    {
        const ServicePlan plan = planned(tollPrompt(), tollScript());
        QCOMPARE(plan.outputTokens, 60);
        const int content = estimateTokens(u"Let me look."_s) + estimateTokens(plan.textOf(2, plan.chunks.size())) +
                            estimateTokens(plan.textOf(3, plan.chunks.size()));
        QCOMPARE(plan.thinkingTokens, 60 - content);
        QCOMPARE(estimateTokens(plan.textOf(0, plan.chunks.size())), plan.thinkingTokens);
        QCOMPARE(plan.text(), u"Let me look."_s);
        QCOMPARE(plan.toolCalls().size(), 2);
        QCOMPARE(plan.chunks.back().tokens, 60);
        QCOMPARE(plan.totalNs, 600'000'000 + qint64(59.0 / 80 * 1e9)); // 0.6 + (n - 1)/80 s
        QCOMPARE(plan.ttftNs, 600'000'000 + qint64(7.0 / 80 * 1e9));   // the first chunk has eight
    }

    void what_a_placeholder_brings_does_not_change_the_tokens()
    {
        const Result<Script> script = parseScript(scriptOf(json("{'reply':{'tokens':5,'text':'{{result.0}}'}}")), u"s"_s);
        QVERIFY(script);
        Prompt prompt = tollPrompt();
        goOn(prompt, {}, {{u"1"_s, u"search"_s, {}, {}}}, {u"one two three four five six seven eight nine"_s});
        const ServicePlan plan = planned(prompt, *script);
        QCOMPARE(plan.outputTokens, 5);
        QCOMPARE(plan.text(), u"one two three four five six seven eight nine"_s);
        prompt.maxOutputTokens = 3;
        const ServicePlan cut = planned(prompt, *script);
        QCOMPARE(cut.outputTokens, 3);
        QVERIFY(cut.cutByMaxTokens && cut.text().size() < plan.text().size());
    }

    void a_call_that_the_limit_cuts_is_none()
    {
        Prompt prompt = tollPrompt();
        prompt.maxOutputTokens = 59;
        const ServicePlan plan = planned(prompt, tollScript());
        QVERIFY(plan.cutByMaxTokens);
        QCOMPARE(plan.toolCalls().size(), 1); // search is whole, clock is not
    }
};

INTERLEAVE_TEST_MAIN(ScriptTest)
#include "tst_script.moc"
