// The Edit workspace as a person uses it: keys, clicks, paste, undo, and what is disabled or warned about.
#include "core/field_range.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "ui/edit/document_text_edit.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/endpoint_panel.h"
#include "ui/edit/model_panel.h"
#include "ui/edit/prompt_list.h"
#include "ui/edit/prompt_panel.h"
#include "ui/edit/setup_fold.h"
#include "ui/edit/setup_panel.h"
#include "ui/itemmodels/scenario_document.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QSignalSpy>
#include <QUndoStack>

using namespace interleave;

class TestEditPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void typingEditsTheCurrentPrompt();
    void typingWithoutAPromptMakesTheFirst();
    void undoKeyIsLeftToTheWindow();
    void keysOfTheList();
    void editorFollowsTheCurrentRow();
    void pastesSeveralPrompts();
    void ticksModelsByClickAndSpaceAndOpensSource();
    void settingsGoBothWays();
    void numbersHaveTheRangesOfTheTable();
    void settingsThatCannotMatterAreDisabled();
    void defaultsCanBeUndone();
    void arrivalAndTrafficAreFoldedAndSayWhatTheyAre();
    void anArrivalShowsItsOwnRowsOnly();
    void trafficIsEditedAndUndone();
    void routesThatSayMoreThanAModelAreKept();
    void endpointWarnsOfAMissingKey();
    void endpointRefusesANonsenseAddress();

private:
    QString texts() const;
    DocumentTextEdit *editor() const { return m_page->findChildren<DocumentTextEdit *>().first(); }
    QDoubleSpinBox *number(const char *field) const
    {
        return qobject_cast<QDoubleSpinBox *>(m_page->setupPanel()->control(QString::fromLatin1(field)));
    }
    void chooseEndpoint(const QString &data);
    bool isShown(const char *field) const { return !m_page->setupPanel()->control(QString::fromLatin1(field))->parentWidget()->isHidden(); }
    void chooseArrival(Arrival::Kind kind);

    std::unique_ptr<ScenarioDocument> m_document;
    std::unique_ptr<EditPage> m_page;
    PromptList *m_list = nullptr;
};

void TestEditPage::init()
{
    m_page.reset();
    m_document = std::make_unique<ScenarioDocument>();
    Scenario scenario;
    for (const auto *text : {"a", "b", "c"}) {
        Prompt prompt;
        prompt.text = QString::fromLatin1(text);
        scenario.prompts.append(prompt);
    }
    m_document->reset(scenario);
    m_page = std::make_unique<EditPage>(*m_document);
    m_page->resize(1440, 824);
    m_page->show();
    m_list = m_page->promptPanel()->list();
}

QString TestEditPage::texts() const
{
    QStringList texts;
    for (const Prompt &prompt : m_document->scenario().prompts)
        texts.append(prompt.text);
    return texts.join(u' ');
}

void TestEditPage::typingEditsTheCurrentPrompt()
{
    QTest::keyClicks(editor(), QStringLiteral("bc"));
    QCOMPARE(texts(), QStringLiteral("abc b c"));
    m_document->undoStack()->undo();
    QCOMPARE(texts(), QStringLiteral("a b c"));
    QCOMPARE(editor()->toPlainText(), QStringLiteral("a"));
}

void TestEditPage::typingWithoutAPromptMakesTheFirst()
{
    m_document->reset({});
    QTest::keyClicks(editor(), QStringLiteral("hi"));
    QCOMPARE(texts(), QStringLiteral("hi"));
    QCOMPARE(m_list->currentRow(), 0);
}

void TestEditPage::undoKeyIsLeftToTheWindow()
{
    QKeyEvent shortcut(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
    shortcut.ignore();
    QApplication::sendEvent(editor(), &shortcut);
    QVERIFY(!shortcut.isAccepted());
}

void TestEditPage::keysOfTheList()
{
    m_list->setFocus();
    QTest::keyClick(m_list, Qt::Key_Down);
    QTest::keyClick(m_list, Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(texts(), QStringLiteral("a b b c"));
    m_list->makeCurrent(3);
    QTest::keyClick(m_list, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(texts(), QStringLiteral("a b c b"));
    QCOMPARE(m_list->currentRow(), 2);
    QTest::keyClick(m_list, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(m_list, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(m_list, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(texts(), QStringLiteral("c a b b"));
    QTest::keyClick(m_list, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(texts(), QStringLiteral("a c b b"));
    QTest::keyClick(m_list, Qt::Key_Delete);
    QCOMPARE(texts(), QStringLiteral("a b b"));
    QTest::keyClick(m_list, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_list, Qt::Key_Delete);
    QCOMPARE(texts(), QString());
    m_document->undoStack()->setIndex(0);
    QCOMPARE(texts(), QStringLiteral("a b c"));
}

void TestEditPage::editorFollowsTheCurrentRow()
{
    m_list->makeCurrent(2);
    QCOMPARE(editor()->toPlainText(), QStringLiteral("c"));
    m_document->removePrompts({0});
    QCOMPARE(editor()->toPlainText(), QStringLiteral("c"));
    QTest::keyClicks(editor(), QStringLiteral("!"));
    QCOMPARE(texts(), QStringLiteral("b c!"));
    m_list->setFocus();
    m_list->makeCurrent(0);
    QTest::keyClick(m_list, Qt::Key_Delete);
    QCOMPARE(editor()->toPlainText(), QStringLiteral("c!"));
}

void TestEditPage::pastesSeveralPrompts()
{
    QApplication::clipboard()->setText(QStringLiteral("x\ny"));
    m_list->setFocus();
    m_list->makeCurrent(0);
    QTest::keyClick(m_list, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(texts(), QStringLiteral("a x y b c"));
    QCOMPARE(m_document->undoStack()->count(), 1);
}

void TestEditPage::ticksModelsByClickAndSpaceAndOpensSource()
{
    QListView *models = m_page->modelPanel()->list();
    const QRect row = models->visualRect(models->model()->index(1, 0));
    QTest::mouseClick(models->viewport(), Qt::LeftButton, {}, row.center());
    QVERIFY(!m_document->scenario().models.contains(QStringLiteral("concurrent")));
    QTest::keyClick(models, Qt::Key_Space);
    QVERIFY(m_document->scenario().models.contains(QStringLiteral("concurrent")));
    QSignalSpy source(m_page->modelPanel(), &ModelPanel::sourceRequested);
    QTest::keyClick(models, Qt::Key_Return);
    QCOMPARE(source.size(), 1);
    QCOMPARE(source.first().first().toString(), QStringLiteral("concurrent"));
}

void TestEditPage::settingsGoBothWays()
{
    number("concurrency")->setValue(8);
    number("time_scale")->setValue(0.1);
    number("seed")->setValue(42);
    QCOMPARE(m_document->scenario().concurrency, 8);
    QCOMPARE(m_document->scenario().timeScale, 0.1);
    QCOMPARE(m_document->scenario().seed, 42U);
    m_document->setCpuMs(12.5);
    QCOMPARE(number("cpu_ms")->value(), 12.5);
    QCOMPARE(number("cpu_ms")->text(), QStringLiteral("12.5\u00A0ms"));
    QCOMPARE(number("requests")->text(), QStringLiteral("one each"));
    m_document->undoStack()->setIndex(0);
    QCOMPARE(number("concurrency")->value(), 5.0);
}

void TestEditPage::numbersHaveTheRangesOfTheTable()
{
    int rows = 0;
    for (const FieldRange &range : fieldRanges()) {
        const QDoubleSpinBox *box = number(range.key());
        if (!box)
            continue; // of a prompt or of a routing rule, which are edited elsewhere
        QCOMPARE(box->minimum(), range.least);
        QCOMPARE(box->maximum(), range.most);
        ++rows;
    }
    const qsizetype allNumbers = m_page->setupPanel()->findChildren<QDoubleSpinBox *>().size();
    QCOMPARE(rows, allNumbers);
    QVERIFY(rows > 20);
}

void TestEditPage::settingsThatCannotMatterAreDisabled()
{
    QVERIFY(number("pool")->isEnabled());
    m_document->setModelTicked(QStringLiteral("hybrid"), false);
    QVERIFY(!number("pool")->isEnabled());
    QVERIFY2(number("pool")->toolTip().contains(QStringLiteral("Tick Hybrid")), qPrintable(number("pool")->toolTip()));
    m_document->setModelTicked(QStringLiteral("parallel_threads"), false);
    QVERIFY(number("workers")->isEnabled());
    m_document->setModelTicked(QStringLiteral("parallel_processes"), false);
    QVERIFY(!number("workers")->isEnabled());
    m_document->setModelTicked(QStringLiteral("concurrent"), false);
    QVERIFY(!number("concurrency")->isEnabled());
    m_document->undoStack()->setIndex(0);
    QVERIFY(number("pool")->isEnabled() && number("workers")->isEnabled() && number("concurrency")->isEnabled());
}

void TestEditPage::defaultsCanBeUndone()
{
    m_document->setConcurrency(50);
    m_document->setModelTicked(QStringLiteral("hybrid"), false);
    m_document->resetSettings();
    QCOMPARE(m_document->scenario().concurrency, 5);
    QCOMPARE(m_document->scenario().models.size(), 4);
    m_document->undoStack()->undo();
    QCOMPARE(m_document->scenario().concurrency, 50);
}

void TestEditPage::chooseEndpoint(const QString &data)
{
    auto *choice = m_page->promptPanel()->endpointPanel()->findChild<QComboBox *>();
    choice->setCurrentIndex(choice->findData(data));
    Q_EMIT choice->activated(choice->currentIndex());
}

void TestEditPage::endpointWarnsOfAMissingKey()
{
    const EndpointPanel *panel = m_page->promptPanel()->endpointPanel();
    QCOMPARE(panel->sentence(), QStringLiteral("Runs on this computer: no key, no network, no cost."));
    const QString variable = endpointNamed(QStringLiteral("gemini"), {})->apiKeyEnv;
    qunsetenv(variable.toLatin1().constData());
    chooseEndpoint(QStringLiteral("gemini"));
    QVERIFY(!m_document->scenario().endpoint.isSimulator());
    QVERIFY2(panel->sentence().startsWith(variable + QStringLiteral(" is not set")), qPrintable(panel->sentence()));
    qputenv(variable.toLatin1().constData(), "x");
    m_document->setConcurrency(9);
    QVERIFY2(panel->sentence().startsWith(QStringLiteral("Key from ") + variable), qPrintable(panel->sentence()));
    qunsetenv(variable.toLatin1().constData());
    chooseEndpoint(QStringLiteral("profile:hosted"));
    QCOMPARE(m_document->scenario().endpoint.profile, QStringLiteral("hosted"));
    QVERIFY(m_document->scenario().endpoint.isSimulator());
}

void TestEditPage::chooseArrival(Arrival::Kind kind)
{
    auto *box = qobject_cast<QComboBox *>(m_page->setupPanel()->control(QStringLiteral("arrival")));
    box->setCurrentIndex(static_cast<int>(kind));
    Q_EMIT box->activated(box->currentIndex());
}

void TestEditPage::arrivalAndTrafficAreFoldedAndSayWhatTheyAre()
{
    SetupFold *arrival = m_page->setupPanel()->arrival();
    SetupFold *traffic = m_page->setupPanel()->traffic();
    QVERIFY(!arrival->isOpen() && !traffic->isOpen());
    QCOMPARE(arrival->summary(), QStringLiteral("all at once"));
    QCOMPARE(traffic->summary(), QStringLiteral("no limits, no retries"));
    QVERIFY(!number("retries")->isVisible());
    traffic->setOpen(true);
    QVERIFY(number("retries")->isVisible());

    number("retries")->setValue(3);
    number("requests_per_minute")->setValue(60);
    QCOMPARE(traffic->summary(), QStringLiteral("60 requests/min, 3 retries"));
    chooseArrival(Arrival::Kind::Users);
    number("users")->setValue(20);
    number("duration_s")->setValue(60);
    QCOMPARE(arrival->summary(), QStringLiteral("20 users, 5 at a time, for 60\u00A0s"));
    QVERIFY(arrival->isEnabled());
}

void TestEditPage::anArrivalShowsItsOwnRowsOnly()
{
    const auto shown = [this] {
        QStringList fields;
        for (const char *field : {"users", "think_s", "from_per_s", "per_s", "replay", "duration_s", "patience_s"}) {
            if (isShown(field))
                fields.append(QString::fromLatin1(field));
        }
        return fields.join(u' ');
    };
    QCOMPARE(shown(), QString());
    chooseArrival(Arrival::Kind::Users);
    QCOMPARE(shown(), QStringLiteral("users think_s duration_s"));
    QCOMPARE(m_document->scenario().arrival.users, 10);
    chooseArrival(Arrival::Kind::Ramp);
    QCOMPARE(shown(), QStringLiteral("from_per_s per_s duration_s patience_s"));
    QVERIFY(m_document->scenario().arrival.durationS > 0);
    chooseArrival(Arrival::Kind::Replay);
    QCOMPARE(shown(), QStringLiteral("replay duration_s patience_s"));
    chooseArrival(Arrival::Kind::Closed);
    QCOMPARE(m_document->scenario().arrival, Arrival());
    QVERIFY(isShown("requests") && isShown("warmup"));
}

void TestEditPage::trafficIsEditedAndUndone()
{
    m_page->setupPanel()->traffic()->setOpen(true);
    QVERIFY(!isShown("backoff") && !isShown("max_mb"));
    number("retries")->setValue(2);
    QVERIFY(isShown("backoff") && isShown("base_s") && isShown("budget"));
    QCOMPARE(m_document->undoStack()->undoText(), QStringLiteral("Change retries"));
    auto *backoff = qobject_cast<QComboBox *>(m_page->setupPanel()->control(QStringLiteral("backoff")));
    backoff->setCurrentIndex(static_cast<int>(Backoff::None));
    Q_EMIT backoff->activated(backoff->currentIndex());
    QCOMPARE(m_document->scenario().traffic.retry.backoff, Backoff::None);
    QVERIFY(!isShown("base_s"));
    QTest::mouseClick(m_page->setupPanel()->control(QStringLiteral("enabled")), Qt::LeftButton, {}, QPoint(8, 12));
    QVERIFY(m_document->scenario().traffic.cache.enabled && isShown("max_mb"));
    auto *fallbacks = qobject_cast<QLineEdit *>(m_page->setupPanel()->control(QStringLiteral("fallbacks")));
    fallbacks->setText(QStringLiteral(" small , tiny,"));
    Q_EMIT fallbacks->editingFinished();
    QCOMPARE(m_document->scenario().traffic.routing.fallbacks.size(), 2);
    QCOMPARE(m_document->scenario().traffic.routing.fallbacks[1].modelName, QStringLiteral("tiny"));
    QCOMPARE(fallbacks->text(), QStringLiteral("small, tiny"));
    m_document->undoStack()->setIndex(0);
    QCOMPARE(m_document->scenario().traffic, TrafficPolicy());
    QCOMPARE(fallbacks->text(), QString());
    QVERIFY(!isShown("backoff"));
}

void TestEditPage::routesThatSayMoreThanAModelAreKept()
{
    Scenario scenario = m_document->scenario();
    const Route elsewhere{.modelName = QStringLiteral("m"), .provider = QStringLiteral("openai"), .baseUrl = {}, .apiKeyEnv = {}};
    scenario.traffic.routing.fallbacks = {elsewhere};
    scenario.traffic.routing.rules = {RoutingRule{.promptCharsAtLeast = 9, .promptCharsAtMost = 0, .callClass = {}, .to = elsewhere}};
    m_document->reset(scenario);
    QVERIFY(!m_page->setupPanel()->control(QStringLiteral("fallbacks"))->isEnabled());
    QVERIFY(m_page->setupPanel()->control(QStringLiteral("cheapest_of"))->isEnabled());
    QCOMPARE(m_page->setupPanel()->traffic()->summary(), QStringLiteral("1 rule, 1 fallback"));
    number("concurrency")->setValue(2);
    QCOMPARE(m_document->scenario().traffic.routing, scenario.traffic.routing);
}

void TestEditPage::endpointRefusesANonsenseAddress()
{
    const EndpointPanel *panel = m_page->promptPanel()->endpointPanel();
    chooseEndpoint(QStringLiteral("other"));
    QVERIFY(m_document->scenario().endpoint.isSimulator());
    auto *address = panel->findChildren<QLineEdit *>().first();
    QTest::keyClicks(address, QStringLiteral("localhost"));
    QVERIFY2(panel->sentence().contains(QStringLiteral("http://")), qPrintable(panel->sentence()));
    QVERIFY(m_document->scenario().endpoint.isSimulator());
    address->clear();
    QTest::keyClicks(address, QStringLiteral("http://localhost:8080"));
    QCOMPARE(m_document->scenario().endpoint.baseUrl, QStringLiteral("http://localhost:8080"));
}

INTERLEAVE_UI_TEST_MAIN(TestEditPage)
#include "tst_edit_page.moc"
