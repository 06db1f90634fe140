// The edited scenario: every change is one undoable step with a text, and undo brings back exactly what was there.
#include "support/test_main.h"
#include "ui/itemmodels/scenario_document.h"

#include <QApplication>
#include <QSignalSpy>
#include <QUndoStack>

using namespace interleave;

using Edit = std::function<void(ScenarioDocument &)>;
Q_DECLARE_METATYPE(Edit)

static Prompt prompt(const QString &text)
{
    Prompt made;
    made.text = text;
    return made;
}

static Scenario threePrompts()
{
    Scenario scenario;
    scenario.prompts = {prompt(QStringLiteral("a")), prompt(QStringLiteral("b")), prompt(QStringLiteral("c"))};
    return scenario;
}

static QString texts(const ScenarioDocument &document)
{
    QStringList texts;
    for (const Prompt &prompt : document.scenario().prompts)
        texts.append(prompt.text);
    return texts.join(u' ');
}

class TestScenarioDocument : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyChangeIsOneStep_data();
    void everyChangeIsOneStep();
    void quickStepsOfOneControlAreOne();
    void stepsOfDifferentControlsAreNot();
    void changingBackWithinOneStepLeavesNoStep();
    void nothingChangedIsNoStep();
    void outOfRangeIsIgnored();
    void movesBlocks_data();
    void movesBlocks();
    void pastesLinesOrParagraphs_data();
    void pastesLinesOrParagraphs();
    void ticksKeepTheOrderOfTheCatalog();
    void resetForgetsHistory();
    void saysWhyItCannotRun();
};

void TestScenarioDocument::everyChangeIsOneStep_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *text, Edit edit) { QTest::newRow(text) << std::move(edit) << QString::fromUtf8(text); };

    row("Add prompt", [](ScenarioDocument &d) { d.addPrompt(); });
    row("Paste prompt", [](ScenarioDocument &d) { d.pastePrompts(1, QStringLiteral("one")); });
    row("Edit prompt 2", [](ScenarioDocument &d) { d.setPrompt(1, prompt(QStringLiteral("x"))); });
    row("Delete prompt", [](ScenarioDocument &d) { d.removePrompts({1}); });
    row("Duplicate prompt", [](ScenarioDocument &d) { d.duplicatePrompts({0}); });
    row("Move prompt", [](ScenarioDocument &d) { d.movePrompts(0, 1, 3); });
    row("Import", [](ScenarioDocument &d) { d.insertPrompts(0, {prompt(QStringLiteral("x"))}, QStringLiteral("Import")); });
    row("Change endpoint", [](ScenarioDocument &d) {
        Endpoint endpoint;
        endpoint.baseUrl = QStringLiteral("https://example.org");
        d.setEndpoint(endpoint);
    });
    row("Untick Hybrid", [](ScenarioDocument &d) { d.setModelTicked(QStringLiteral("hybrid"), false); });
    row("Analyze with Keywords", [](ScenarioDocument &d) { d.setAnalyzerTicked(QStringLiteral("keywords"), true); });
    row("Set concurrency 8", [](ScenarioDocument &d) { d.setConcurrency(8); });
    row("Set workers 8", [](ScenarioDocument &d) { d.setWorkers(8); });
    row("Set pool 8", [](ScenarioDocument &d) { d.setPool(8); });
    row("Set CPU work 250 ms", [](ScenarioDocument &d) { d.setCpuMs(250); });
    row("Turn streaming on", [](ScenarioDocument &d) { d.setStream(true); });
    row("Set time scale × 0.1", [](ScenarioDocument &d) { d.setTimeScale(0.1); });
    row("Set timeout 5 s", [](ScenarioDocument &d) { d.setTimeoutS(5); });
    row("Set no timeout", [](ScenarioDocument &d) { d.setTimeoutS(0); });
    row("Set requests 20", [](ScenarioDocument &d) { d.setRequests(20); });
    row("Set repeats 5", [](ScenarioDocument &d) { d.setRepeats(5); });
    row("Set seed 7", [](ScenarioDocument &d) { d.setSeed(7); });
}

void TestScenarioDocument::everyChangeIsOneStep()
{
    QFETCH(Edit, edit);
    QFETCH(QString, text);
    ScenarioDocument document;
    document.reset(threePrompts());
    const Scenario before = document.scenario();
    QSignalSpy changed(&document, &ScenarioDocument::changed);

    edit(document);
    const Scenario after = document.scenario();
    QVERIFY(after != before);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(document.undoStack()->count(), 1);
    QCOMPARE(document.undoStack()->undoText(), text);

    document.undoStack()->undo();
    QCOMPARE(document.scenario(), before);
    document.undoStack()->redo();
    QCOMPARE(document.scenario(), after);
    QCOMPARE(changed.size(), 3);
}

void TestScenarioDocument::quickStepsOfOneControlAreOne()
{
    ScenarioDocument document;
    document.reset(threePrompts());
    for (int calls = 6; calls <= 20; ++calls)
        document.setConcurrency(calls);
    for (const auto *text : {"h", "he", "hey"})
        document.setPrompt(0, prompt(QString::fromLatin1(text)));
    QCOMPARE(document.undoStack()->count(), 2);
    QCOMPARE(document.undoStack()->text(0), QStringLiteral("Set concurrency 20"));
    document.undoStack()->undo();
    QCOMPARE(texts(document), QStringLiteral("a b c"));
    document.undoStack()->undo();
    QCOMPARE(document.scenario().concurrency, 5);
}

void TestScenarioDocument::stepsOfDifferentControlsAreNot()
{
    ScenarioDocument document;
    document.reset(threePrompts());
    document.setPrompt(0, prompt(QStringLiteral("x")));
    document.setPrompt(1, prompt(QStringLiteral("y")));
    document.setPool(7);
    document.setWorkers(7);
    QCOMPARE(document.undoStack()->count(), 4);
}

void TestScenarioDocument::changingBackWithinOneStepLeavesNoStep()
{
    ScenarioDocument document;
    document.reset(threePrompts());
    document.setPool(4);
    document.setPool(3);
    QCOMPARE(document.undoStack()->count(), 0);
    QVERIFY(document.undoStack()->isClean());
    QCOMPARE(document.scenario(), threePrompts());
}

void TestScenarioDocument::nothingChangedIsNoStep()
{
    ScenarioDocument document;
    document.reset(threePrompts());
    document.setConcurrency(5);
    document.setModelTicked(QStringLiteral("hybrid"), true);
    document.pastePrompts(0, QStringLiteral("\n \n"));
    document.resetSettings();
    QCOMPARE(document.undoStack()->count(), 0);
}

void TestScenarioDocument::outOfRangeIsIgnored()
{
    ScenarioDocument document;
    document.reset(threePrompts());
    document.removePrompts({-1, 3});
    document.duplicatePrompts({9});
    document.setPrompt(3, prompt(QStringLiteral("x")));
    document.movePrompts(2, 2, 0);
    document.movePrompts(0, 1, 4);
    QCOMPARE(document.undoStack()->count(), 0);
    document.insertPrompts(99, {prompt(QStringLiteral("d"))});
    QCOMPARE(texts(document), QStringLiteral("a b c d"));
}

void TestScenarioDocument::movesBlocks_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("before");
    QTest::addColumn<QString>("order");
    QTest::newRow("first to the end") << 0 << 1 << 3 << "b c a";
    QTest::newRow("last to the front") << 2 << 1 << 0 << "c a b";
    QTest::newRow("down by one") << 0 << 1 << 2 << "b a c";
    QTest::newRow("two up") << 1 << 2 << 0 << "b c a";
    QTest::newRow("onto itself") << 1 << 1 << 1 << "a b c";
    QTest::newRow("behind itself") << 1 << 1 << 2 << "a b c";
}

void TestScenarioDocument::movesBlocks()
{
    QFETCH(int, row);
    QFETCH(int, count);
    QFETCH(int, before);
    ScenarioDocument document;
    document.reset(threePrompts());
    document.movePrompts(row, count, before);
    QTEST(texts(document), "order");
    if (document.undoStack()->canUndo())
        document.undoStack()->undo();
    QCOMPARE(texts(document), QStringLiteral("a b c"));
}

void TestScenarioDocument::pastesLinesOrParagraphs_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QStringList>("texts");
    const QStringList xy{QStringLiteral("x"), QStringLiteral("y")};
    QTest::newRow("lines") << "x\ny" << xy;
    QTest::newRow("Windows lines, spaces") << "  x \r\n y\r\n" << xy;
    QTest::newRow("paragraphs") << "x\n\ny" << xy;
    QTest::newRow("paragraphs of several lines") << "x\nx\n \n\ny\ny\n" << QStringList{QStringLiteral("x\nx"), QStringLiteral("y\ny")};
    QTest::newRow("Windows paragraphs") << "x\r\n\r\ny" << xy;
    QTest::newRow("one") << "x" << QStringList{QStringLiteral("x")};
    QTest::newRow("nothing") << "\n \n" << QStringList{};
}

void TestScenarioDocument::pastesLinesOrParagraphs()
{
    QFETCH(QString, pasted);
    QStringList read;
    for (const Prompt &prompt : promptsFromText(pasted))
        read.append(prompt.text);
    QTEST(read, "texts");
}

void TestScenarioDocument::ticksKeepTheOrderOfTheCatalog()
{
    ScenarioDocument document;
    document.reset(threePrompts());
    const QStringList all = document.scenario().models;
    document.setModelTicked(QStringLiteral("sequential"), false);
    document.setModelTicked(QStringLiteral("concurrent"), false);
    document.setModelTicked(QStringLiteral("sequential"), true);
    document.setModelTicked(QStringLiteral("concurrent"), true);
    QCOMPARE(document.scenario().models, all);
}

void TestScenarioDocument::resetForgetsHistory()
{
    ScenarioDocument document;
    document.addPrompt();
    document.reset(threePrompts());
    QVERIFY(!document.undoStack()->canUndo());
    QVERIFY(document.undoStack()->isClean());
    QCOMPARE(texts(document), QStringLiteral("a b c"));
}

void TestScenarioDocument::saysWhyItCannotRun()
{
    ScenarioDocument document;
    QVERIFY(document.problem().contains(QStringLiteral("no prompts")));
    document.reset(threePrompts());
    QCOMPARE(document.problem(), QString());
    document.addPrompt();
    QVERIFY(document.problem().contains(QStringLiteral("Prompt 4 is empty")));
    document.undoStack()->undo();
    for (const QString &model : threePrompts().models)
        document.setModelTicked(model, false);
    QVERIFY(document.problem().contains(QStringLiteral("tick at least one")));
}

INTERLEAVE_UI_TEST_MAIN(TestScenarioDocument)
#include "tst_scenario_document.moc"
