// The line between the engine and a worker process: every kind of message comes out as it went in, with every field at a value of its own.
#include "support/test_main.h"
#include "workers/worker_link.h"

using namespace interleave;
using namespace Qt::StringLiterals;

static ToolCall fullCall() { return {u"id \u00e4"_s, u"weather"_s, QJsonObject{{u"city"_s, u"K\u00f6ln"_s}, {u"days"_s, 3}}, u"signed"_s}; }

/// Every field differs from what a fresh prompt has.
static Prompt fullPrompt()
{
    Prompt prompt;
    prompt.text = u"line one\nline \"two\" \U0001f40c"_s;
    prompt.system = u"be short"_s;
    prompt.temperature = 0.3;
    prompt.maxOutputTokens = 77;
    prompt.modelName = u"sim-small"_s;
    prompt.callClass = u"urgent"_s;
    prompt.history = {{Message::Role::User, u"question"_s, {}, {}},
                      {Message::Role::Model, u"I look"_s, {fullCall()}, {}},
                      {Message::Role::User, {}, {}, {{u"id \u00e4"_s, u"weather"_s, u"{\"c\": 20}"_s, true}}}};
    prompt.tools = {{u"weather"_s, u"of a city"_s, QJsonObject{{u"type"_s, u"object"_s}}}};
    prompt.toolChoice = ToolChoice::Named;
    prompt.chosenTool = u"weather"_s;
    return prompt;
}

static Reply fullReply()
{
    Reply reply;
    reply.outcome = Outcome::RateLimited;
    reply.text = u"text\u2028with all\tkinds"_s;
    reply.model = u"gpt-x"_s;
    reply.finishReason = u"STOP"_s;
    reply.usage = {2'147'483'647, 2, 3, std::nullopt};
    reply.httpStatus = 429;
    reply.protocol = u"2"_s;
    reply.transport = u"curl"_s;
    reply.notTaken = NotTaken::Refused;
    reply.error = u"HTTP 429"_s;
    reply.note = u"came whole"_s;
    reply.toolCalls = {fullCall(), {{}, u"other"_s, {}, {}}};
    reply.retryHint = RetryHint::Never;
    reply.retryAfterS = 7.25;
    reply.hasContent = true;
    return reply;
}

static Unit fullUnit()
{
    return {{1'099'999, fullPrompt(), 9'007'199'254'740'993, 9'007'199'254'740'995, 41, {"{\"column\":\"\u00e4\"}"}},
            StepId{1'099'999, 0}.child(7).child(3),
            {u"sub-question \u00e4"_s,
             {"{\"n\":9007199254740993}"},
             {0, 2},
             {StepId{1'099'999, 0}.child(7).child(1).step},
             {{"[1]"}, {"null"}},
             9'007'199'254'740'997,
             u"too late \u00e4"_s}};
}

static WorkResult fullResult() { return {Outcome::RateLimited, {"[1,\"\xc3\xa4\",null]"}, u"HTTP 429: \"wait\""_s}; }

class TestWorkerLink : public QObject
{
    Q_OBJECT

    static WorkerMessage sent(const WorkerMessage &message)
    {
        const Result<WorkerMessage> read = workerMessageFromLine(toLine(message));
        if (read)
            return *read;
        QTest::qFail(qPrintable(read.error()), __FILE__, __LINE__);
        return {};
    }

private Q_SLOTS:
    void work_keeps_every_field()
    {
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Work;
        message.units = {fullUnit()};
        const WorkerMessage read = sent(message);
        QCOMPARE(read.kind, message.kind);
        QCOMPARE(read.units.size(), size_t(1));
        QVERIFY(read.units.front() == message.units.front());
    }

    /// The turn after a tool has answered has no text of its own.
    void a_prompt_without_text_is_kept()
    {
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Work;
        message.units = {fullUnit()};
        message.units.front().job.prompt.text.clear();
        QVERIFY(sent(message).units == message.units);
        message.units.front().job.prompt = Prompt();
        QVERIFY(sent(message).units == message.units);
    }

    void branches_and_their_results_keep_every_field()
    {
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Branches;
        message.step = {1'099'999, 0};
        message.units = {fullUnit(), fullUnit()};
        message.units.back().group = StepId{1'099'999, 0}.child(32'767).child(1).child(2);
        message.gathering = {3, Gathering::Until::FirstGood, 9'007'199'254'740'993};
        WorkerMessage read = sent(message);
        QCOMPARE(read.kind, message.kind);
        QVERIFY(read.step == message.step);
        QVERIFY(read.units == message.units);
        QVERIFY(read.gathering == message.gathering);

        message.kind = WorkerMessage::Kind::Results;
        message.results = {fullResult(), WorkResult()};
        read = sent(message);
        QVERIFY(read.results == message.results);
        message.kind = WorkerMessage::Kind::Done;
        message.results = {fullResult()};
        QVERIFY(sent(message).results == message.results);
    }

    void a_question_keeps_every_field()
    {
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Ask;
        message.ask = {.call = StepId{7, 0}.child(2),
                       .tool = u"embed"_s,
                       .attempt = 3,
                       .fallback = 2,
                       .isRetry = true,
                       .tokens = 123,
                       .prompt = fullPrompt(),
                       .waits = {}};
        const WorkerMessage read = sent(message);
        QCOMPARE(read.kind, message.kind);
        QVERIFY(read.ask.call == message.ask.call);
        QCOMPARE(read.ask.tool, u"embed"_s);
        QCOMPARE(read.ask.attempt, 3);
        QCOMPARE(read.ask.fallback, 2);
        QVERIFY(read.ask.isRetry);
        QCOMPARE(read.ask.tokens, 123);
        QVERIFY(read.ask.prompt == message.ask.prompt);
    }

    void an_answer_keeps_every_field()
    {
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Verdict;
        message.step = callOfJob(12);
        message.verdict = {.tool = u"embed"_s,
                           .isAllowed = false,
                           .route = 4,
                           .tokens = 99,
                           .letInNs = 9'007'199'254'740'993,
                           .cached = std::make_shared<const Reply>(fullReply())};
        const WorkerMessage read = sent(message);
        QCOMPARE(read.kind, message.kind);
        QVERIFY(read.step == message.step);
        QCOMPARE(read.verdict.tool, u"embed"_s);
        QVERIFY(!read.verdict.isAllowed);
        QCOMPARE(read.verdict.route, 4);
        QCOMPARE(read.verdict.tokens, 99);
        QCOMPARE(read.verdict.letInNs, message.verdict.letInNs);
        QVERIFY(read.verdict.cached && *read.verdict.cached == fullReply());
        message.verdict.cached = nullptr;
        QVERIFY(!sent(message).verdict.cached);
    }

    void a_report_keeps_every_field()
    {
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Report;
        message.report = {StepId{5, 0}.child(4).child(1), u"embed"_s,  1,           44, true, 9'007'199'254'740'993,
                          9'007'199'254'740'995,          fullReply(), fullPrompt()};
        const AttemptReport read = sent(message).report;
        QVERIFY(read.call == message.report.call);
        QCOMPARE(read.tool, u"embed"_s);
        QCOMPARE(read.route, 1);
        QCOMPARE(read.tokens, 44);
        QVERIFY(read.wasMade);
        QCOMPARE(read.serviceNs, message.report.serviceNs);
        QCOMPARE(read.ttftNs, message.report.ttftNs);
        QVERIFY(read.reply == fullReply());
        QVERIFY(read.prompt == fullPrompt());
    }

    void an_event_keeps_every_field()
    {
        WorkerMessage message;
        message.kind = WorkerMessage::Kind::Event;
        message.event.kind = EventKind::AttemptEnd;
        message.event.outcome = Outcome::Timeout;
        message.event.attempt = 32'767;
        message.event.executor = 300;
        message.event.step = callOfJob(1'099'999);
        message.event.ns = 9'007'199'254'740'993;
        message.event.value = 9'007'199'254'740'995;
        message.event.usage = {1, std::nullopt, 2'147'483'647, 4};
        message.event.facts = nullptr;
        message.event.text = u"{\"a\": \"\u00e4\n\"}"_s;
        QVERIFY(sent(message).event == message.event);
    }

    void a_word_alone_is_kept()
    {
        for (const auto kind : {WorkerMessage::Kind::Ready, WorkerMessage::Kind::Cancel, WorkerMessage::Kind::Waits}) {
            WorkerMessage message;
            message.kind = kind;
            message.step = callOfJob(3);
            QCOMPARE(sent(message).kind, kind);
            QVERIFY(sent(message).step == message.step);
        }
    }

    void what_is_no_message_is_refused()
    {
        for (const char *line : {"", "m", "m{}", "m{\"message\":\"dance\"}", "m{\"message\":\"work\",\"units\":[{\"job\":1}]}",
                                 "m{\"message\":\"work\"}", "m{\"message\":\"done\"}", "e{\"kind\":\"chunk\"}", "hello"})
            QVERIFY2(!workerMessageFromLine(line), line);
    }
};

INTERLEAVE_TEST_MAIN(TestWorkerLink)
#include "tst_worker_link.moc"
