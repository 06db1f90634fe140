// The window asks before a key goes where a scenario's file wants it: in plain words that name both, with Cancel as the default; and
// what was allowed is remembered.
#include "run/program_path.h"
#include "run/run_controller.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>

#include <functional>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class KeyQuestionTest : public QObject
{
    Q_OBJECT

    static constexpr const char *key = "planted-0123456789";

    static QString scenarioIn(const QTemporaryDir &folder, const QString &baseUrl)
    {
        QFile file(folder.filePath(u"s.interleave.json"_s));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("{\"schema\":\"interleave.scenario/1\",\"name\":\"<h2>free</h2>\",\"prompts\":[\"hi\"],\"models\":[\"concurrent\"],"
                   "\"endpoint\":{\"provider\":\"openai\",\"model_name\":\"m\",\"base_url\":\"" +
                   baseUrl.toUtf8() + "\",\"api_key_env\":\"INTERLEAVE_TEST_WINDOW_KEY\"}}");
        return file.fileName();
    }
    static bool isIdle(const MainWindow &window) { return !window.findChild<RunController *>()->isRunning(); }
    static void pressRun(const MainWindow &window)
    {
        for (QAction *action : window.findChildren<QAction *>()) {
            if (action->shortcut() == QKeySequence(Qt::Key_F5))
                action->trigger();
        }
    }
    /// Presses Run, and lets `answer` see the box that comes; how many came.
    static int runAnswering(const MainWindow &window, const std::function<void(QMessageBox &)> &answer)
    {
        int boxes = 0;
        QTimer look;
        look.callOnTimeout([&] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            if (!box)
                return;
            ++boxes;
            answer(*box);
        });
        look.start(0);
        pressRun(window);
        return boxes;
    }

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); } // whose simulator the window warms up

    void theQuestionNamesBothAndItsDefaultIsCancel()
    {
        qputenv("INTERLEAVE_TEST_WINDOW_KEY", key);
        int withKey = 0;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            withKey += request.head.contains(key);
            server.reply(request,
                         ScriptedServer::response("{\"choices\":[{\"message\":{\"content\":\"OK\"},\"finish_reason\":\"stop\"}]}"));
        });
        const QTemporaryDir folder;
        MainWindow window;
        window.show();
        window.openFiles({scenarioIn(folder, server.baseUrl())});

        QString words;
        bool isCancelTheDefault = false;
        const int asked = runAnswering(window, [&](QMessageBox &box) {
            words = box.text();
            for (const QLabel *label : box.findChildren<QLabel *>())
                QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
            isCancelTheDefault = box.defaultButton() == box.button(QMessageBox::Cancel);
            QTest::keyClick(&box, Qt::Key_Return);
        });
        QCOMPARE(asked, 1);
        QVERIFY2(words.contains(u"INTERLEAVE_TEST_WINDOW_KEY"_s) && words.contains(server.baseUrl()), qPrintable(words));
        QVERIFY(isCancelTheDefault);
        QCOMPARE(server.requests(), 0);

        const auto allow = [](QMessageBox &box) {
            for (QAbstractButton *button : box.buttons()) {
                if (box.buttonRole(button) == QMessageBox::AcceptRole)
                    button->click();
            }
        };
        QCOMPARE(runAnswering(window, allow), 1);
        QTRY_COMPARE_WITH_TIMEOUT(withKey, 1, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(window), 30'000);

        // Another window, another day: it is not asked again.
        MainWindow later;
        later.openFiles({scenarioIn(folder, server.baseUrl())});
        QCOMPARE(runAnswering(later, [](QMessageBox &box) { box.reject(); }), 0);
        QTRY_COMPARE_WITH_TIMEOUT(withKey, 2, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(isIdle(later), 30'000);
    }
};

INTERLEAVE_UI_TEST_MAIN(KeyQuestionTest)
#include "tst_key_question.moc"
