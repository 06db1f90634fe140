// A script over every provider's wire, plain and streamed, on both transports: the same thoughts, texts, calls of tools and tokens, which
// are those of the plan that a prediction in virtual time makes.
#include "support/instant_simulator.h"
#include "support/recording_listener.h"
#include "support/test_main.h"
#include "support/test_script.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class ScriptedWiresTest : public QObject
{
    Q_OBJECT

    static void everyProviderPlainAndStreamed()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<bool>("stream");
        for (const Provider *provider : providers()) {
            for (const bool stream : {false, true})
                QTest::addRow("%s, %s", qPrintable(provider->id()), stream ? "stream" : "plain") << provider->id() << stream;
        }
    }
    /// What the simulator answers.
    Reply ask(const Prompt &prompt)
    {
        QFETCH(QString, provider);
        QFETCH(bool, stream);
        const Provider &wire = *findProvider(provider);
        RecordingListener listener;
        listener.send(*m_client, wire, wire.simulatorBaseUrl(m_simulator->baseUrl()), prompt, stream);
        if (!listener.wait())
            return {};
        listener.exchange.reset();
        m_chunks = listener.chunks.size();
        return *listener.reply;
    }
    /// The same in virtual time.
    static ServicePlan planned(const Prompt &prompt)
    {
        ReplyWish wish;
        wish.scripted = scriptedReply(tollScript(), prompt);
        return planService(instantProfile(), {}, prompt, 1, wish);
    }
    static void compare(const Reply &reply, const ServicePlan &plan)
    {
        QCOMPARE(reply.error, QString());
        QCOMPARE(reply.outcome, Outcome::Ok);
        QCOMPARE(reply.text, plan.text());
        QCOMPARE(reply.usage.output, plan.outputTokens);
        QCOMPARE(reply.usage.thinking.value_or(0), plan.thinkingTokens);
        const QList<ToolCall> calls = plan.toolCalls();
        QCOMPARE(reply.toolCalls.size(), calls.size());
        for (qsizetype i = 0; i < calls.size(); ++i) {
            QCOMPARE(reply.toolCalls[i].name, calls[i].name);
            QCOMPARE(reply.toolCalls[i].arguments, calls[i].arguments);
            QCOMPARE(reply.toolCalls[i].unreadable, calls[i].unreadable);
        }
    }

    std::unique_ptr<InProcessSimulator> m_simulator;
    std::unique_ptr<Client> m_client;
    size_t m_chunks = 0;

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init()
    {
        useTransport();
        SimulatorOptions options = optionsWith(instantProfile());
        options.script = tollScript();
        m_simulator = std::make_unique<InProcessSimulator>(options);
        m_client = std::make_unique<Client>();
    }
    void cleanup()
    {
        QTRY_COMPARE(HttpExchange::liveTransfers(), 0);
        m_client.reset();
        m_simulator.reset();
    }

    void a_conversation_with_tools_goes_as_the_script_says_data() { everyProviderPlainAndStreamed(); }
    void a_conversation_with_tools_goes_as_the_script_says()
    {
        Prompt prompt = tollPrompt();
        const Reply first = ask(prompt);
        compare(first, planned(prompt));
        QCOMPARE(first.usage.output, 60);
        QVERIFY(first.usage.thinking > 10);
        QCOMPARE(first.text, u"Let me look."_s);
        QCOMPARE(first.toolCalls.size(), 2);
        QFETCH(bool, stream);
        QVERIFY(stream ? m_chunks > 10 : m_chunks == 1);

        goOn(prompt, first.text, first.toolCalls,
             {u"{\"hits\":[{\"id\":\"marrin-harbour\"},{\"id\":\"b\",\"rank\":1.25}]}"_s, u"{\"time\":\"12:00\"}"_s});
        const Reply second = ask(prompt);
        compare(second, planned(prompt));
        QCOMPARE(second.toolCalls.size(), 1);
        QCOMPARE(second.toolCalls[0].arguments, (QJsonObject{{u"id"_s, u"marrin-harbour"_s}, {u"first"_s, 1.25}}));

        goOn(prompt, second.text, second.toolCalls, {u"Its toll is 2.35 crowns a metre."_s});
        const Reply last = ask(prompt);
        compare(last, planned(prompt));
        QCOMPARE(last.text, u"2.35 crowns, [nothing]."_s);
        QCOMPARE(last.usage.output, 40);
    }

    void a_failed_tool_is_seen_on_every_wire_and_the_model_refuses_data() { everyProviderPlainAndStreamed(); }
    void a_failed_tool_is_seen_on_every_wire_and_the_model_refuses()
    {
        Prompt prompt = tollPrompt();
        const Reply first = ask(prompt);
        goOn(prompt, first.text, first.toolCalls, {u"{}"_s, u"the clock stands still"_s}, true);
        const Reply refused = ask(prompt);
        compare(refused, planned(prompt));
        QCOMPARE(refused.text, u"I cannot: the clock stands still"_s);
    }

    void a_wrong_name_and_broken_arguments_reach_the_client_data() { everyProviderPlainAndStreamed(); }
    void a_wrong_name_and_broken_arguments_reach_the_client()
    {
        Prompt prompt = tollPrompt();
        prompt.text = u"Find it"_s;
        prompt.system = u"You are clumsy."_s;
        const Reply reply = ask(prompt);
        compare(reply, planned(prompt));
        QCOMPARE(reply.toolCalls[0].name, u"serch"_s);
        QCOMPARE(reply.toolCalls[1].unreadable, u"{\"query\": "_s);
        // And the conversation goes on, though the call was no JSON.
        goOn(prompt, {}, reply.toolCalls, {u"there is no such tool"_s, u"the arguments cannot be read"_s}, true);
        QCOMPARE(ask(prompt).error, QString());
    }

    void its_ends_are_those_of_real_services_data() { everyProviderPlainAndStreamed(); }
    void its_ends_are_those_of_real_services()
    {
        const Reply cut = ask(promptOf(u"A long one"_s));
        QCOMPARE(cut.outcome, Outcome::Ok);
        QVERIFY2((QStringList{u"MAX_TOKENS"_s, u"length"_s, u"max_tokens"_s}).contains(cut.finishReason), qPrintable(cut.finishReason));
        QCOMPARE(ask(promptOf(u"A broken one"_s)).outcome, Outcome::NetworkError);
        const Reply busy = ask(promptOf(u"A busy one"_s));
        QCOMPARE(busy.outcome, Outcome::RateLimited);
        QCOMPARE(busy.retryAfterS, 2.0);
        const Reply other = ask(promptOf(u"Describe Rome in ten words"_s)); // of which the script does not speak
        QCOMPARE(other.outcome, Outcome::Ok);
        QVERIFY(!other.text.isEmpty());
    }
};

INTERLEAVE_TEST_MAIN(ScriptedWiresTest)
#include "tst_scripted_wires.moc"
