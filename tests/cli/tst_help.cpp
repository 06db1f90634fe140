// The help and the options agree: everything that works is explained, and everything explained works.
#include "program.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace interleave::test;
using namespace Qt::StringLiterals;

static QStringList optionsIn(const QByteArray &help)
{
    static const QRegularExpression option(u"^  (--[a-z-]+)"_s, QRegularExpression::MultilineOption);
    QStringList options;
    auto matches = option.globalMatch(QString::fromUtf8(help));
    while (matches.hasNext())
        options.append(matches.next().captured(1));
    return options;
}

class HelpTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void every_verb_is_in_the_help_and_the_internal_one_is_not()
    {
        const ProgramResult help = runProgram({u"--help"_s});
        QCOMPARE(help.status, 0);
        QCOMPARE(help.err, QByteArray());
        for (const char *verb : {"run", "compare", "predict", "serve", "list", "export", "runs"})
            QVERIFY2(QString::fromUtf8(help.out).contains(u"interleave "_s + QLatin1StringView(verb)), verb);
        QVERIFY(!help.out.contains("interleave worker"));
        QVERIFY(!help.out.contains("interleave import"));
    }

    void every_kind_of_prompts_file_has_a_line_in_the_help()
    {
        const QJsonArray kinds = QJsonDocument::fromJson(runProgram({u"list"_s, u"prompts"_s, u"--json"_s}).out).array();
        QVERIFY(kinds.size() >= 17);
        for (const char *verb : {"run", "compare", "sweep", "predict"}) {
            const QString help = QString::fromUtf8(runProgram({QString::fromLatin1(verb), u"--help"_s}).out);
            for (const QJsonValue &kind : kinds)
                QVERIFY2(help.contains(u"\n  "_s + kind[u"name"_s].toString() + u' '), qPrintable(kind[u"name"_s].toString()));
        }
    }

    void the_help_of_a_verb_lists_exactly_its_options_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QStringList>("options");
        const QStringList scenario{u"--prompts"_s,
                                   u"--endpoint"_s,
                                   u"--provider"_s,
                                   u"--model-name"_s,
                                   u"--api-key-env"_s,
                                   u"--trust"_s,
                                   u"--profile"_s,
                                   u"--time-scale"_s,
                                   u"--concurrency"_s,
                                   u"--workers"_s,
                                   u"--pool"_s,
                                   u"--stream"_s,
                                   u"--no-stream"_s,
                                   u"--requests"_s,
                                   u"--timeout"_s,
                                   u"--analyzer"_s,
                                   u"--cpu-ms"_s,
                                   u"--repeat"_s,
                                   u"--seed"_s,
                                   u"--arrival"_s,
                                   u"--duration"_s,
                                   u"--warmup"_s,
                                   u"--rpm"_s,
                                   u"--tpm"_s,
                                   u"--retries"_s,
                                   u"--cache"_s,
                                   u"--http"_s,
                                   u"--certificate"_s,
                                   u"--pacing"_s,
                                   u"--drain"_s,
                                   u"--max-tokens"_s,
                                   u"--output-limit-field"_s,
                                   u"--transport"_s,
                                   u"--reuse"_s,
                                   u"--prompts-format"_s,
                                   u"--script"_s,
                                   u"--documents"_s};
        const QStringList output{u"--out"_s, u"--format"_s, u"--quiet"_s, u"--csv-raw"_s, u"--json"_s, u"--metrics-port"_s, u"--otlp"_s};
        QTest::newRow("run") << u"run"_s << scenario + output + QStringList{u"--model"_s};
        QTest::newRow("compare") << u"compare"_s << scenario + output + QStringList{u"--models"_s};
        QTest::newRow("sweep") << u"sweep"_s << scenario + output + QStringList{u"--model"_s, u"--most-users"_s, u"--calls-per-user"_s};
        QTest::newRow("predict") << u"predict"_s << scenario + QStringList{u"--models"_s, u"--json"_s};
        QTest::newRow("serve") << u"serve"_s << QStringList{u"--profile"_s,     u"--port"_s,       u"--token"_s, u"--bind"_s,  u"--tls"_s,
                                                            u"--certificate"_s, u"--time-scale"_s, u"--seed"_s,  u"--script"_s};
        QTest::newRow("list") << u"list"_s << QStringList{u"--json"_s};
        QTest::newRow("export") << u"export"_s << QStringList{u"--format"_s, u"--out"_s, u"--csv-raw"_s};
        QTest::newRow("runs") << u"runs"_s << QStringList{u"--scenario"_s, u"--model"_s,  u"--tag"_s, u"--since"_s,
                                                          u"--remove"_s,   u"--budget"_s, u"--yes"_s, u"--json"_s};
    }
    void the_help_of_a_verb_lists_exactly_its_options()
    {
        QFETCH(QString, verb);
        QFETCH(QStringList, options);
        const ProgramResult help = runProgram({verb, u"--help"_s});
        QCOMPARE(help.status, 0);
        QStringList listed = optionsIn(help.out);
        std::sort(listed.begin(), listed.end());
        std::sort(options.begin(), options.end());
        QCOMPARE(listed, options);
        for (const QString &option : std::as_const(listed)) {
            // A listed option is known: what is wrong with this line is never the option itself.
            const ProgramResult tried = runProgram({verb, option, u"--no-such-option"_s});
            QVERIFY2(!tried.sentence().contains(u"unknown option "_s + option), tried.err.constData());
        }
    }

    void the_version_is_one_line()
    {
        const ProgramResult version = runProgram({u"--version"_s});
        QCOMPARE(version.status, 0);
        QVERIFY(QString::fromUtf8(version.out).contains(QRegularExpression(u"^interleave \\d+\\.\\d+\\.\\d+\n$"_s)));
    }
};

INTERLEAVE_TEST_MAIN(HelpTest)
#include "tst_help.moc"
