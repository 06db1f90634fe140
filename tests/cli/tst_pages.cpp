// What an installation makes of the help: the manual page has every verb and option, and each shell that is on this machine takes its
// completions and offers what they promise.
#include "program.h"
#include "support/test_main.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace interleave::test;
using namespace Qt::StringLiterals;

static QStringList matchesOf(const QString &pattern, const QByteArray &text)
{
    const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
    QStringList found;
    for (const QRegularExpressionMatch &match : expression.globalMatch(QString::fromUtf8(text)))
        found.append(match.captured(1));
    return found;
}

/// What bash offers for the last of these words.
static QStringList offered(const QStringList &words, const QString &file)
{
    QStringList quoted;
    for (const QString &word : words)
        quoted.append(u'\'' + word + u'\'');
    const QString script = u"source '%1'; COMP_WORDS=(%2); COMP_CWORD=%3; _interleave; printf '%s\\n' \"${COMPREPLY[@]}\""_s.arg(
        file, quoted.join(u' '), QString::number(words.size() - 1));
    QProcess bash;
    bash.start(u"bash"_s, {u"--norc"_s, u"-c"_s, script});
    bash.waitForFinished();
    return QString::fromUtf8(bash.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
}

static QString written(const QTemporaryDir &folder, const QString &kind)
{
    QFile file(folder.filePath(kind));
    const ProgramResult page = runProgram({u"pages"_s, kind});
    return page.status == 0 && file.open(QIODevice::WriteOnly) && file.write(page.out) == page.out.size() ? file.fileName() : QString();
}

class PagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void the_manual_page_has_every_verb_and_option()
    {
        const QString page = QString::fromUtf8(runProgram({u"pages"_s, u"man"_s}).out).replace(u"\\-"_s, u"-"_s);
        QVERIFY(page.startsWith(u".TH INTERLEAVE 1"_s));
        int options = 0;
        const QStringList verbs = matchesOf(u"^  interleave ([a-z]+)"_s, runProgram({u"--help"_s}).out);
        QVERIFY(verbs.size() >= 7);
        for (const QString &verb : verbs) {
            QVERIFY2(page.contains(u".SH \"INTERLEAVE %1\""_s.arg(verb.toUpper())), qPrintable(verb));
            for (const QString &option : matchesOf(u"^  (--[a-z-]+)"_s, runProgram({verb, u"--help"_s}).out)) {
                QVERIFY2(page.contains(u"\\fB%1\\fR"_s.arg(option)), qPrintable(option));
                ++options;
            }
        }
        QVERIFY(options > 100);
        QVERIFY(!page.contains(u"worker\\fR"_s)); // what is internal is no one's business
    }

    void bash_offers_verbs_options_and_what_they_take()
    {
        const QTemporaryDir folder;
        const QString file = written(folder, u"bash"_s);
        QVERIFY(!file.isEmpty());
        QVERIFY(offered({u"interleave"_s, u""_s}, file).contains(u"compare"_s));
        QVERIFY(offered({u"interleave"_s, u"compare"_s, u"arti"_s}, file).contains(u"article"_s));
        QCOMPARE(offered({u"interleave"_s, u"run"_s, u"article"_s, u"--model"_s, u"hy"_s}, file), QStringList{u"hybrid"_s});
        QCOMPARE(offered({u"interleave"_s, u"run"_s, u"--conc"_s}, file), QStringList{u"--concurrency"_s});
        QVERIFY(offered({u"interleave"_s, u"list"_s, u"pro"_s}, file).contains(u"profiles"_s));
        QVERIFY(offered({u"interleave"_s, u"export"_s, folder.path() + u"/ba"_s}, file).contains(file));
    }

    void each_shell_takes_its_completions_data()
    {
        QTest::addColumn<QString>("shell");
        for (const char *shell : {"bash", "zsh", "fish"})
            QTest::newRow(shell) << QString::fromLatin1(shell);
    }
    void each_shell_takes_its_completions()
    {
        QFETCH(QString, shell);
        const QTemporaryDir folder;
        const QString file = written(folder, shell);
        QVERIFY(!file.isEmpty());
        if (QStandardPaths::findExecutable(shell).isEmpty())
            QSKIP("this shell is not on this machine");
        QProcess process;
        process.start(shell, {u"-n"_s, file});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardError(), QByteArray());
        QCOMPARE(process.exitCode(), 0);
    }
};

INTERLEAVE_TEST_MAIN(PagesTest)
#include "tst_pages.moc"
