// The item models of prompts and execution models over the edited scenario: rows follow every edit and its undo, drops
// make prompts, and Qt's own model tester finds nothing to complain about.
#include "support/test_main.h"
#include "ui/itemmodels/model_list_model.h"
#include "ui/itemmodels/prompt_list_model.h"
#include "ui/itemmodels/scenario_document.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QUndoStack>
#include <QUrl>

using namespace interleave;

static Prompt prompt(const QString &text)
{
    Prompt made;
    made.text = text;
    return made;
}

static Scenario prompts(const QString &words)
{
    Scenario scenario;
    for (const QString &word : words.split(u' '))
        scenario.prompts.append(prompt(word));
    return scenario;
}

static QString rows(const QAbstractItemModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts.append(model.index(row, 0).data().toString());
    return texts.join(u' ');
}

class TestItemModels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void rowsFollowEditsAndUndo();
    void aMoveKeepsPersistentIndexes_data();
    void aMoveKeepsPersistentIndexes();
    void scatteredRowsAreRemovedOneByOne();
    void undoTouchesTheRowItChanged();
    void showsTheFirstLineAndEditsTheWhole();
    void dropsText();
    void dropsFilesAndSaysWhatIsWrong();
    void copiesPromptsWithTheirParameters();
    void ticksModels();
    void saysWhereModelsAnalyze();

private:
    std::unique_ptr<ScenarioDocument> m_document;
    std::unique_ptr<PromptListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestItemModels::init()
{
    m_document = std::make_unique<ScenarioDocument>();
    m_document->reset(prompts(QStringLiteral("a b c d e")));
    m_tester.reset();
    m_model = std::make_unique<PromptListModel>(*m_document);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestItemModels::rowsFollowEditsAndUndo()
{
    QStringList states{rows(*m_model)};
    const auto step = [&](const QString &expected) {
        QCOMPARE(rows(*m_model), expected);
        states.append(expected);
    };
    m_document->insertPrompts(1, {prompt(QStringLiteral("x")), prompt(QStringLiteral("y"))});
    step(QStringLiteral("a x y b c d e"));
    m_document->duplicatePrompts({0, 6});
    step(QStringLiteral("a a x y b c d e e"));
    m_document->removePrompts({0, 2, 8});
    step(QStringLiteral("a y b c d e"));
    m_document->movePrompts(1, 2, 5);
    step(QStringLiteral("a c d y b e"));
    m_document->setPrompt(3, prompt(QStringLiteral("z")));
    step(QStringLiteral("a c d z b e"));
    for (qsizetype i = states.size() - 2; i >= 0; --i) {
        m_document->undoStack()->undo();
        QCOMPARE(rows(*m_model), states[i]);
    }
    m_document->undoStack()->setIndex(m_document->undoStack()->count());
    QCOMPARE(rows(*m_model), states.last());
    m_document->reset(prompts(QStringLiteral("p q")));
    QCOMPARE(rows(*m_model), QStringLiteral("p q"));
}

void TestItemModels::aMoveKeepsPersistentIndexes_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("before");
    QTest::newRow("up") << 3 << 1 << 1;
    QTest::newRow("down") << 1 << 1 << 5;
    QTest::newRow("block") << 1 << 3 << 5;
    QTest::newRow("neighbours") << 1 << 1 << 3;
}

void TestItemModels::aMoveKeepsPersistentIndexes()
{
    QFETCH(int, row);
    QFETCH(int, count);
    QFETCH(int, before);
    QList<QPersistentModelIndex> indexes;
    for (int i = 0; i < m_model->rowCount(); ++i)
        indexes.append(m_model->index(i));
    QVERIFY(m_model->moveRows({}, row, count, {}, before));
    for (int i = 0; i < indexes.size(); ++i)
        QCOMPARE(indexes[i].data().toString(), QStringLiteral("abcde").sliced(i, 1));
    QCOMPARE(m_document->undoStack()->count(), 1);
}

void TestItemModels::scatteredRowsAreRemovedOneByOne()
{
    const QPersistentModelIndex c = m_model->index(2);
    m_document->removePrompts({0, 1, 3});
    QCOMPARE(c.data().toString(), QStringLiteral("c"));
    m_document->undoStack()->undo();
    QCOMPARE(c.data().toString(), QStringLiteral("c"));
    QCOMPARE(c.row(), 2);
}

void TestItemModels::undoTouchesTheRowItChanged()
{
    QSignalSpy touched(m_model.get(), &PromptListModel::rowTouched);
    m_document->setPrompt(3, prompt(QStringLiteral("x")));
    m_document->undoStack()->undo();
    QCOMPARE(touched.size(), 2);
    QCOMPARE(touched.last().first().toInt(), 3);
    m_document->addPrompt();
    QCOMPARE(touched.last().first().toInt(), 5);
}

void TestItemModels::showsTheFirstLineAndEditsTheWhole()
{
    QVERIFY(m_model->setData(m_model->index(0), QStringLiteral("first\nsecond"), Qt::EditRole));
    QCOMPARE(m_model->index(0).data().toString(), QStringLiteral("first"));
    QCOMPARE(m_model->index(0).data(Qt::EditRole).toString(), QStringLiteral("first\nsecond"));
    QCOMPARE(m_model->index(0).data(PromptListModel::TokensRole).toInt(), 3);
    QCOMPARE(m_document->scenario().prompts[0].text, QStringLiteral("first\nsecond"));
}

void TestItemModels::dropsText()
{
    QMimeData data;
    data.setText(QStringLiteral("x\ny"));
    QVERIFY(m_model->dropMimeData(&data, Qt::CopyAction, 1, 0, {}));
    QCOMPARE(rows(*m_model), QStringLiteral("a x y b c d e"));
    QCOMPARE(m_document->undoStack()->undoText(), QStringLiteral("Paste 2 prompts"));
}

void TestItemModels::dropsFilesAndSaysWhatIsWrong()
{
    QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &content) {
        QFile file(folder.filePath(name));
        const bool isOpen = file.open(QIODevice::WriteOnly);
        file.write(content);
        return isOpen ? QUrl::fromLocalFile(file.fileName()) : QUrl();
    };
    QMimeData data;
    data.setUrls({write(QStringLiteral("p.txt"), "x\ny\n"), write(QStringLiteral("p.jsonl"), "{\"id\": 1}"),
                  write(QStringLiteral("p.csv"), "prompt\nz\n")});
    QSignalSpy failed(m_model.get(), &PromptListModel::failed);
    QVERIFY(m_model->dropMimeData(&data, Qt::CopyAction, -1, -1, {}));
    QCOMPARE(rows(*m_model), QStringLiteral("a b c d e x y z"));
    QCOMPARE(failed.size(), 1);
    QVERIFY2(failed.first().first().toString().contains(QStringLiteral("p.jsonl, line 1")), qPrintable(failed.first().first().toString()));
    m_document->undoStack()->undo();
    QCOMPARE(rows(*m_model), QStringLiteral("a b c d e x y"));
}

void TestItemModels::copiesPromptsWithTheirParameters()
{
    Prompt full = prompt(QStringLiteral("two\n\nparagraphs"));
    full.system = QStringLiteral("s");
    full.temperature = 0.5;
    full.maxOutputTokens = 9;
    m_document->setPrompt(1, full);
    const std::unique_ptr<QMimeData> data(m_model->mimeData({m_model->index(1)}));
    QCOMPARE(data->text(), full.text);
    QVERIFY(m_model->dropMimeData(data.get(), Qt::CopyAction, 0, 0, {}));
    QCOMPARE(m_document->scenario().prompts.size(), 6);
    QCOMPARE(m_document->scenario().prompts[0], full);
}

void TestItemModels::ticksModels()
{
    ModelListModel models(*m_document);
    QAbstractItemModelTester tester(&models, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(models.rowCount(), 5);
    const QModelIndex hybrid = models.index(4);
    QCOMPARE(hybrid.data(ModelListModel::IdRole).toString(), QStringLiteral("hybrid"));
    QSignalSpy changed(&models, &QAbstractItemModel::dataChanged);
    QVERIFY(models.setData(hybrid, Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(hybrid.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    QVERIFY(!m_document->scenario().models.contains(QStringLiteral("hybrid")));
    m_document->undoStack()->undo();
    QCOMPARE(hybrid.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
}

void TestItemModels::saysWhereModelsAnalyze()
{
    ModelListModel models(*m_document);
    m_document->setWorkers(4);
    m_document->setPool(2);
    QStringList places;
    for (int row = 0; row < models.rowCount(); ++row)
        places.append(models.index(row).data(ModelListModel::AnalyzesOnRole).toString());
    QCOMPARE(places, (QStringList{QStringLiteral("the loop"), QStringLiteral("the loop"), QStringLiteral("4 threads"),
                                  QStringLiteral("4 processes"), QStringLiteral("pool of 2")}));
}

INTERLEAVE_UI_TEST_MAIN(TestItemModels)
#include "tst_item_models.moc"
