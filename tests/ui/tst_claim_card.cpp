// A published claim on the Compare page: the verdict stands above the findings, says what was measured and where it turns, and goes when
// other runs are shown. Leaves pictures to look at (build/<preset>/tests/claim-*.png).
#include "forecast/prediction.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "ui/compare/claim_card.h"
#include "ui/compare/compare_page.h"
#include "ui/widgets/theme_manager.h"
#include "ui/widgets/verdict_chip.h"
#include "json/scenario_json.h"

#include <QLabel>
#include <QThreadPool>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

Scenario scenarioNamed(const QString &name)
{
    const Result<Scenario> scenario = loadScenario(name);
    return scenario ? *scenario : Scenario();
}

QList<FinishedRun> predictedRuns(const Scenario &scenario)
{
    QList<FinishedRun> runs;
    for (const Variant &variant : scenario.variants) {
        const Result<Scenario> changed = variantOf(scenario, variant);
        for (const QString &model : changed ? changed->models : QStringList()) {
            const TracePtr trace = predict(*changed, model).trace;
            runs.append({model, 0, trace, makeRunReport(*trace, *changed, model, 0, variant.name), {}, variant.name});
        }
    }
    return runs;
}

QString textOfCard(const QWidget &page)
{
    QStringList texts;
    const auto cards = page.findChildren<ClaimCard *>();
    for (const ClaimCard *card : cards) {
        for (const QLabel *label : card->findChildren<QLabel *>())
            texts.append(label->text());
        for (const VerdictChip *chip : card->findChildren<VerdictChip *>())
            texts.append(u'[' + chip->text() + u']');
    }
    return texts.join(u'\n');
}

} // namespace

class ClaimCardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void the_verdict_stands_above_the_findings_in_both_themes_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QString>("verdict");
        QTest::newRow("light") << u"skeleton"_s << false << u"[reproduced]"_s;
        QTest::newRow("dark") << u"react-vs-plan"_s << true << u"[only if]"_s;
    }

    void the_verdict_stands_above_the_findings_in_both_themes()
    {
        QFETCH(QString, scenario);
        QFETCH(bool, dark);
        QFETCH(QString, verdict);
        ThemeManager::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        const Scenario claimed = scenarioNamed(scenario);
        ComparePage page;
        page.resize(1'600, 1'000);
        page.setRuns(claimed, predictedRuns(claimed));
        page.setVisible(true);
        QTRY_VERIFY_WITH_TIMEOUT(textOfCard(page).contains(verdict), 60'000);
        const QString text = textOfCard(page);
        QVERIFY2(text.contains(claimed.claim->text) && text.contains(claimed.claim->source), qPrintable(text));
        QVERIFY2(text.contains(claimed.claim->tests[0].what) && text.contains(u"In virtual time it holds where"_s), qPrintable(text));
        QVERIFY2(text.contains(u"Cost: "_s), qPrintable(text));
        QVERIFY(page.grab().save(
            u"%1/claim-%2.png"_s.arg(QCoreApplication::applicationDirPath(), QString::fromLatin1(QTest::currentDataTag()))));
        ThemeManager::instance().setMode(ThemeMode::Light);
    }

    void runs_without_a_claim_take_its_place()
    {
        const Scenario claimed = scenarioNamed(u"skeleton"_s);
        ComparePage page;
        page.setRuns(claimed, predictedRuns(claimed));
        QTRY_VERIFY_WITH_TIMEOUT(!textOfCard(page).isEmpty(), 60'000);
        Scenario plain = scenarioNamed(u"article"_s);
        plain.variants = {Variant{}};
        page.setRuns(plain, predictedRuns(plain));
        QTRY_VERIFY_WITH_TIMEOUT(textOfCard(page).isEmpty(), 60'000);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents(); // what was judged meanwhile is there by now, and is not shown
        QVERIFY(textOfCard(page).isEmpty());
    }
};

INTERLEAVE_UI_TEST_MAIN(ClaimCardTest)
#include "tst_claim_card.moc"
