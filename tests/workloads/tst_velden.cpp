// The shipped documents and the script that answers ten questions about them: its calls of tools, really executed, give the ten right
// values in the turns that are due; with search broken, or without tools, none is right; and other numbers in the documents give others.
#include "simulator/llm/script.h"
#include "support/test_main.h"
#include "tools/documents.h"
#include "tools/tool_box.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

struct Question {
    QString id, text, answer;
};

QList<Question> questions()
{
    QList<Question> list;
    QFile file(QStringLiteral(INTERLEAVE_SOURCE_DIR "/tests/data/agents/velden_questions.jsonl"));
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().trimmed().split('\n')) {
            const QJsonObject row = QJsonDocument::fromJson(line).object();
            list.append({row[u"id"].toString(), row[u"question"].toString(), row[u"answer"].toString()});
        }
    }
    return list;
}

std::map<QString, Documents::Document> shippedDocuments()
{
    std::map<QString, Documents::Document> documents;
    for (QDirIterator files(u":/documents/velden"_s, {u"*.md"_s}); files.hasNext();) {
        const QString id = QFileInfo(files.next()).completeBaseName();
        documents[id] = *documentsOf({})->find(id);
    }
    return documents;
}

/// Each digit is the next one.
QString changed(QString text)
{
    for (QChar &c : text) {
        if (c >= u'0' && c <= u'9')
            c = QChar(u'0' + (c.unicode() - u'0' + 1) % 10);
    }
    return text;
}

struct Answer {
    QString text;
    QList<int> turns; ///< calls of tools in each
    int errors = 0;   ///< of tools
};

/// As an agent does: asks, runs the tools, tells what they gave, until it has an answer.
Answer ask(const QString &question, const ToolBox &box, bool hasTools = true)
{
    static const Script script = loadScript(u"velden"_s).value();
    Prompt prompt;
    prompt.text = question;
    for (const Tool &tool : tools()) {
        if (hasTools)
            prompt.tools.append({tool.id, tool.sentence, qtObject(parseOrderedJson(tool.parameters))});
    }
    Answer answer;
    for (int turn = 0; turn < 12; ++turn) {
        const std::optional<ScriptedReply> reply = scriptedReply(script, prompt);
        answer.text = reply->text;
        if (reply->calls.empty())
            return answer;
        if (!prompt.text.isEmpty())
            prompt.history.append({Message::Role::User, std::exchange(prompt.text, {}), {}, {}});
        Message calls{Message::Role::Model, reply->text, {}, {}}, results{Message::Role::User, {}, {}, {}};
        for (const ScriptedReply::Call &call : reply->calls) {
            calls.toolCalls.append({{}, call.name, QJsonDocument::fromJson(call.arguments.toUtf8()).object(), {}});
            const WorkResult result = box.result({call.name, {call.arguments.toUtf8()}});
            const bool isError = !isSuccess(result.outcome);
            answer.errors += isError;
            results.toolResults.append({{}, call.name, isError ? result.error : QString::fromUtf8(result.value.json), isError});
        }
        answer.turns.append(static_cast<int>(calls.toolCalls.size()));
        prompt.history += {calls, results};
    }
    answer.text = u"it never answered"_s;
    return answer;
}

/// The value is a word of the answer.
bool isRight(const QString &answer, const QString &value)
{
    const QStringList words = answer.split(u' ', Qt::SkipEmptyParts);
    return std::any_of(words.begin(), words.end(), [&](QString word) {
        while (word.endsWith(u'.') || word.endsWith(u','))
            word.chop(1);
        return word == value;
    });
}

} // namespace

class VeldenTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void there_are_62_documents_of_120_to_180_words()
    {
        const auto documents = shippedDocuments();
        QCOMPARE(documents.size(), size_t(62));
        for (const auto &[id, document] : documents) {
            const auto words = document.text.simplified().split(u' ').size();
            QVERIFY2(words >= 120 && words <= 180, qPrintable(id));
            QVERIFY2(document.title.startsWith(id.left(1).toUpper() + id.sliced(1).section(u'-', 0, 0) + u": the "_s),
                     qPrintable(document.title));
        }
    }

    void the_script_s_agent_answers_ten_questions_with_what_its_tools_bring_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QList<int>>("turns");
        const QHash<QString, QList<int>> turns{{u"quill"_s, {1, 1}},          {u"berths"_s, {2, 2, 1}},  {u"toll"_s, {1, 1, 1}},
                                               {u"ferry"_s, {1, 1, 1, 1, 1}}, {u"tavish"_s, {1, 2}},     {u"density"_s, {2, 2, 1}},
                                               {u"flash"_s, {4, 4, 1}},       {u"charter"_s, {1, 1, 1}}, {u"eel"_s, {2, 2, 1}},
                                               {u"market"_s, {1, 1, 1, 1}}};
        QCOMPARE(questions().size(), 10);
        for (const Question &question : questions())
            QTest::newRow(qPrintable(question.id)) << question.text << question.answer << turns.value(question.id);
    }
    void the_script_s_agent_answers_ten_questions_with_what_its_tools_bring()
    {
        QFETCH(QString, question);
        QFETCH(QString, answer);
        const Answer given = ask(question, ToolBox(Scenario(), documentsOf({}), 0));
        QCOMPARE(given.errors, 0);
        QVERIFY2(isRight(given.text, answer), qPrintable(given.text));
        QTEST(given.turns, "turns");
    }

    void with_search_broken_or_without_tools_none_is_right()
    {
        Scenario broken;
        broken.tools = {{u"search"_s, u"clock"_s, 0, 0, 0}}; // it answers, but with no documents
        for (const Question &question : questions()) {
            const Answer lost = ask(question.text, ToolBox(broken, documentsOf({}), 0));
            QVERIFY2(!isRight(lost.text, question.answer), qPrintable(lost.text));
            QVERIFY(lost.errors > 0); // of what was to be read
            const Answer guessed = ask(question.text, ToolBox(Scenario(), documentsOf({}), 0), false);
            QVERIFY2(guessed.turns.isEmpty() && !isRight(guessed.text, question.answer), qPrintable(guessed.text));
        }
    }

    void other_numbers_in_the_documents_give_other_answers()
    {
        auto documents = shippedDocuments();
        for (auto &[id, document] : documents)
            document.text = changed(document.text);
        const auto other = std::make_shared<const Documents>(documents);
        for (const Question &question : questions()) {
            if (question.id == u"charter")
                continue; // its words are counted
            const Answer given = ask(question.text, ToolBox(Scenario(), other, 0));
            QVERIFY2(!isRight(given.text, question.answer), qPrintable(given.text));
        }
        documents[u"senna-charter"_s].text += u" Amen."_s;
        const Answer longer =
            ask(u"How many words has the charter of Senna?"_s, ToolBox(Scenario(), std::make_shared<const Documents>(documents), 0));
        QVERIFY2(isRight(longer.text, u"144"_s), qPrintable(longer.text));
    }

    void a_workflow_that_reads_three_documents_gets_some_right()
    {
        static const Script script = loadScript(u"velden"_s).value();
        const std::shared_ptr<const Documents> documents = documentsOf({});
        QStringList right;
        for (const Question &question : questions()) {
            Prompt prompt;
            prompt.system = u"Write a search query for the question."_s;
            prompt.text = question.text;
            QCOMPARE(scriptedReply(script, prompt)->text, question.text);
            prompt.system = u"Answer from these documents alone."_s;
            for (const Documents::Hit &hit : documents->search(question.text, 3))
                prompt.text += u"\n\n"_s + documents->find(hit.id)->text;
            const std::optional<ScriptedReply> reply = scriptedReply(script, prompt);
            QCOMPARE(reply->tokens, 120);
            if (isRight(reply->text, question.answer))
                right.append(question.id);
        }
        QCOMPARE(right, (QStringList{u"quill"_s, u"tavish"_s}));
    }
};

INTERLEAVE_TEST_MAIN(VeldenTest)
#include "tst_velden.moc"
