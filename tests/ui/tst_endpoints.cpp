// Saved endpoints: added, edited, tested and deleted, chosen in the Edit workspace, never with their key; and what is told before
// calls that may cost money.
#include "setup/keys/session_keys.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "ui/edit/endpoint_panel.h"
#include "ui/endpoints/endpoint_dialog.h"
#include "ui/endpoints/endpoint_form.h"
#include "ui/endpoints/prices_dialog.h"
#include "ui/itemmodels/endpoint_list.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/paid_calls.h"
#include "ui/window_settings.h"
#include "json/price_files.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableWidget>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class TestEndpoints : public QObject
{
    Q_OBJECT

    template<typename Widget> static Widget *withText(QWidget &parent, const QString &text)
    {
        for (Widget *widget : parent.findChildren<Widget *>()) {
            if (widget->text() == text)
                return widget;
        }
        return nullptr;
    }
    static SavedEndpoint saved(const QString &name, const QString &baseUrl)
    {
        SavedEndpoint made;
        made.name = name;
        made.endpoint.provider = u"openai"_s;
        made.endpoint.baseUrl = baseUrl;
        made.endpoint.modelName = u"m"_s;
        made.endpoint.http = HttpChoice::Http2;
        made.endpoint.transport = Transport::Curl;
        made.endpoint.callsPerConnection = 7;
        made.endpoint.certificateFile = u"/a.pem"_s;
        made.endpoint.apiKeyEnv = u"MY_KEY"_s;
        return made;
    }

private Q_SLOTS:
    void theSettingsAreTheOwnersAlone()
    {
        window_settings::setHasRunBefore();
        const QFileInfo file(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/interleave/interleave.conf"_s);
        QVERIFY2(file.isFile(), qPrintable(file.filePath()));
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(file.permissions() & others));
        QVERIFY(!(QFileInfo(file.path()).permissions() & others));
    }

    void aListIsTheSameAfterItWasSaved()
    {
        EndpointList list;
        SavedEndpoint second = saved(u"b"_s, u"https://b.example"_s);
        second.keySource = KeySource::Keychain;
        second.endpoint.apiKeyEnv = keychainEntry(second.name);
        list.set({saved(u"a"_s, u"https://a.example"_s), second});
        EndpointList loaded;
        loaded.load(list.toJson());
        QCOMPARE(loaded.endpoints(), list.endpoints());
        QCOMPARE(keychainEntry(u"My server 2"_s), u"INTERLEAVE_KEY_MY_SERVER_2"_s);
        loaded.load("nonsense");
        QCOMPARE(loaded.endpoints().size(), 0);
    }

    void anEndpointIsAddedEditedAndDeleted()
    {
        EndpointList list;
        EndpointDialog dialog(list);
        QVERIFY(!dialog.form()->isVisibleTo(&dialog));
        dialog.add();
        dialog.add();
        QCOMPARE(list.endpoints().size(), 2);
        QVERIFY(list.endpoints()[0].name != list.endpoints()[1].name);
        QCOMPARE(list.endpoints()[1].endpoint.provider, u"openai"_s);
        QVERIFY(!list.endpoints()[1].endpoint.baseUrl.isEmpty());
        auto *name = dialog.form()->findChildren<QLineEdit *>().first();
        QCOMPARE(name->text(), list.endpoints()[1].name);
        name->clear();
        QTest::keyClicks(name, u"Mine"_s);
        QCOMPARE(list.endpoints()[1].name, u"Mine"_s);
        QCOMPARE(dialog.list()->item(1)->text(), u"Mine"_s);
        QSignalSpy chosen(&dialog, &EndpointDialog::chosen);
        withText<QPushButton>(dialog, u"Use this endpoint"_s)->click();
        QCOMPARE(chosen.size(), 1);
        dialog.removeCurrent();
        dialog.removeCurrent();
        QCOMPARE(list.endpoints().size(), 0);
        QVERIFY(!dialog.form()->isVisibleTo(&dialog));
    }

    void aTypedKeyIsForTheSessionAndInNothingThatIsSaved()
    {
        const QByteArray key = "sk-typed-0123456789";
        QByteArray head;
        ScriptedServer *server = nullptr;
        ScriptedServer made([&](const ScriptedServer::Request &request) {
            head = request.head;
            server->reply(request, ScriptedServer::response(R"({"object":"list","data":[{"id":"one"},{"id":"two"}]})"));
        });
        server = &made;
        EndpointList list;
        SavedEndpoint own = saved(u"Own"_s, made.baseUrl());
        own.endpoint.http = HttpChoice::Auto;
        own.endpoint.certificateFile.clear();
        own.keySource = KeySource::Keychain;
        own.endpoint.apiKeyEnv = keychainEntry(own.name);
        list.set({own});
        EndpointDialog dialog(list);
        for (auto *field : dialog.findChildren<QLineEdit *>()) {
            if (field->echoMode() == QLineEdit::Password)
                field->setText(QString::fromUtf8(key));
        }
        withText<QPushButton>(dialog, u"This session"_s)->click();
        QCOMPARE(session_keys::of(own.endpoint), key);
        for (auto *field : dialog.findChildren<QLineEdit *>())
            QVERIFY(!field->text().contains(QString::fromUtf8(key)));
        withText<QPushButton>(dialog, u"Ask the server"_s)->click();
        QTRY_VERIFY2(dialog.form()->status().contains(u"2 models"_s), qPrintable(dialog.form()->status()));
        QVERIFY2(head.contains(key), head.constData());
        QCOMPARE(list.endpoints()[0].endpoint.modelName, u"m"_s);
        QVERIFY(!list.toJson().contains(key));
        session_keys::set(own.endpoint, {});
    }

    void savedEndpointsAreChosenByName()
    {
        EndpointList list;
        list.set({saved(u"Mine"_s, u"https://mine.example"_s)});
        ScenarioDocument document;
        EndpointPanel panel(document);
        panel.setSavedEndpoints(list);
        auto *choice = panel.findChildren<QComboBox *>().first();
        const int entry = choice->findText(u"Mine · m"_s);
        QVERIFY(entry >= 0);
        Q_EMIT choice->activated(entry);
        QCOMPARE(document.scenario().endpoint.baseUrl, u"https://mine.example"_s);
        QCOMPARE(choice->currentText(), u"Mine · m"_s);
        QSignalSpy manage(&panel, &EndpointPanel::manageRequested);
        Q_EMIT choice->activated(choice->findText(u"Manage endpoints…"_s));
        QCOMPARE(manage.size(), 1);
        QCOMPARE(document.scenario().endpoint.baseUrl, u"https://mine.example"_s);
        QCOMPARE(choice->currentText(), u"Mine · m"_s);
        list.set({});
        QVERIFY(choice->findText(u"Mine · m"_s) < 0);
    }

    void callsThatMayCostMoneyAreTold()
    {
        Scenario scenario;
        scenario.prompts.emplaceBack().text = QString(400, u'x');
        scenario.models = {u"sequential"_s, u"hybrid"_s};
        scenario.repeats = 5;
        PriceRow row;
        row.provider = u"openai"_s;
        row.model = u"m"_s;
        row.input = 10;
        row.output = 100;
        const PriceTable prices({row});
        QVERIFY(!paidCalls(scenario, prices)); // the simulator
        scenario.endpoint = saved(u"x"_s, u"http://127.0.0.1:8000"_s).endpoint;
        QVERIFY(!paidCalls(scenario, prices));
        for (const auto *local : {"http://localhost:1", "http://[::1]:8000/v1", "http://127.1.2.3"}) {
            scenario.endpoint.baseUrl = QString::fromLatin1(local);
            QVERIFY2(!paidCalls(scenario, prices), local);
        }
        scenario.endpoint.baseUrl = u"https://127.0.0.1.example"_s;
        QVERIFY(paidCalls(scenario, prices));
        scenario.endpoint.baseUrl = u"https://a.example"_s;
        const std::optional<PaidCalls> paid = paidCalls(scenario, prices);
        Scenario chain = scenario; // two calls a job, the second with the first one's reply in its prompt
        chain.workload = u"chain"_s;
        const std::optional<PaidCalls> ofChain = paidCalls(chain, prices);
        QCOMPARE(ofChain->calls, 2 * paid->calls);
        QCOMPARE(ofChain->outputTokens, 2 * paid->outputTokens);
        QCOMPARE(ofChain->inputTokens, 2 * paid->inputTokens + paid->outputTokens);
        QVERIFY(paid);
        QCOMPARE(paid->calls, 10);
        QCOMPARE(paid->inputTokens, 1000);
        QCOMPARE(paid->outputTokens, 5000);
        QVERIFY(paid->usd && qAbs(*paid->usd - (1000 * 10 + 5000 * 100) / 1e6) < 1e-9);
        QVERIFY2(paid->sentence().contains(u"https://a.example"_s) && paid->sentence().contains(u"$0.510"_s), qPrintable(paid->sentence()));
        scenario.endpoint.baseUrl = u"https://a.example/5-calls-to-the-simulator,-free."_s;
        QVERIFY(!paidCalls(scenario, prices)->sentence().contains(u"free"_s));
        QVERIFY(paidCalls(scenario, PriceTable())->sentence().contains(u"not known"_s));
        // A route that leaves this computer is enough.
        scenario.endpoint = Endpoint();
        Route away;
        away.baseUrl = u"https://b.example"_s;
        scenario.traffic.routing.fallbacks = {away};
        QCOMPARE(paidCalls(scenario, prices)->addresses, QStringList{u"https://b.example"_s});
        // So is one to another provider's own service.
        scenario.endpoint.baseUrl = u"http://127.0.0.1:8000"_s;
        away = {{}, u"anthropic"_s, {}, {}};
        scenario.traffic.routing.fallbacks = {away};
        QCOMPARE(paidCalls(scenario, prices)->addresses, QStringList{u"https://api.anthropic.com"_s});
        scenario.endpoint.baseUrl.clear(); // at the simulator it is a wire of the simulator
        QVERIFY(!paidCalls(scenario, prices));
    }

    void aPriceThatIsChangedIsARowOfOnesOwn()
    {
        QFile::remove(ownPricesFile());
        PricesDialog dialog;
        const int rows = dialog.table()->rowCount();
        QVERIFY(rows > 10);
        const QString provider = dialog.table()->item(3, 0)->text(), name = dialog.table()->item(3, 1)->text();
        dialog.table()->item(3, 2)->setText(u"1.25"_s);
        QCoreApplication::processEvents();
        QCOMPARE(dialog.problem(), QString());
        QCOMPARE(dialog.table()->rowCount(), rows + 1);
        QCOMPARE(dialog.table()->item(0, 1)->text(), name);
        const PriceRow *changed = nullptr;
        const PriceTable table = loadPriceTable();
        changed = table.rowFor(provider, name);
        QVERIFY(changed);
        QCOMPARE(changed->input, 1.25);
        QVERIFY(changed->source.startsWith(u"own price"_s));

        dialog.table()->item(0, 4)->setText(u"-3"_s);
        QCoreApplication::processEvents();
        QVERIFY2(dialog.problem().contains(u"-3"_s), qPrintable(dialog.problem()));
        QCOMPARE(ownPrices()->first().output, changed->output);

        dialog.table()->setCurrentCell(0, 1);
        for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
            if (button->text() == u"Delete"_s)
                button->click();
        }
        QVERIFY(ownPrices()->isEmpty());
        QCOMPARE(dialog.table()->rowCount(), rows);
    }

    void aNewRowOfPricesIsOneOnceSomethingIsWrittenIntoIt()
    {
        QFile::remove(ownPricesFile());
        PricesDialog dialog;
        dialog.show();
        const int rows = dialog.table()->rowCount();
        const auto add = [&] {
            for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
                if (button->text() == u"Add a row"_s)
                    button->click();
            }
            const auto editors = dialog.table()->findChildren<QLineEdit *>();
            return editors.isEmpty() ? nullptr : editors.last(); // one that was closed may not be gone yet
        };
        QLineEdit *editor = add();
        QVERIFY(editor);
        QCOMPARE(dialog.table()->rowCount(), rows + 1);
        QTest::keyClick(editor, Qt::Key_Escape);
        QCoreApplication::processEvents();
        QCOMPARE(dialog.table()->rowCount(), rows);
        QVERIFY(ownPrices()->isEmpty());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

        editor = add();
        QVERIFY(editor);
        editor->setText(u"gpt-mine"_s);
        QTest::keyClick(editor, Qt::Key_Return);
        QCoreApplication::processEvents();
        QTRY_COMPARE(ownPrices()->size(), 1);
        QCOMPARE(ownPrices()->first().model, u"gpt-mine"_s);
        QCOMPARE(dialog.table()->rowCount(), rows + 1);
        QFile::remove(ownPricesFile());
    }

    void pricesThatCannotBeReadAreNotWrittenOver()
    {
        QFile file(ownPricesFile());
        QVERIFY(QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly));
        file.write("{\"rows\": 7}");
        file.close();
        const PricesDialog dialog;
        QVERIFY(dialog.problem().contains(ownPricesFile()));
        QCOMPARE(dialog.table()->editTriggers(), QAbstractItemView::EditTriggers(QAbstractItemView::NoEditTriggers));
        QVERIFY(file.remove());
    }
};

INTERLEAVE_UI_TEST_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
