// Text from servers, files and other people is plain in the window, and harmless on the terminal: mark-up is switched on, and the
// terminal written to, in few places, which are listed here with the reason why they may.
#include "source_tree.h"
#include "support/test_main.h"

#include <QRegularExpression>

using namespace interleave::test;

namespace {

/// What shows mark-up, or may.
QStringList markUpComplaints(const SourceFile &file)
{
    static const QStringList allowed{
        QStringLiteral("ui/widgets/plain_text.cpp"),        // the filter itself
        QStringLiteral("ui/main_window_menus.cpp"),         // two boxes with texts of the program's own
        QStringLiteral("ui/endpoints/endpoint_dialog.cpp"), // a text of the program's own
        QStringLiteral("ui/compare/comparison_panel.cpp"),  // findings, escaped
        QStringLiteral("ui/edit/setup_panel.cpp"),          // variants, escaped
        QStringLiteral("ui/timeline/span_tooltip.cpp"),     // the card of a span, escaped
        QStringLiteral("ui/timeline/timeline_mouse.cpp"),   // shows it
        QStringLiteral("ui/widgets/theme_qss.cpp"),         // names of classes
        QStringLiteral("ui/run/step_words.cpp"),            // a step's texts, escaped here
        QStringLiteral("ui/run/step_text.cpp"),             // with them
        QStringLiteral("ui/run/conversation_text.cpp"),     // likewise
        QStringLiteral("ui/run/step_view.h"),               // shows them, and loads nothing
        QStringLiteral("ui/run/step_view.cpp"),             // likewise
        QStringLiteral("ui/widgets/phase_legend.cpp"),      // what phases mean, in words of the program's own
    };
    static const QRegularExpression markUp(
        QStringLiteral("Qt::(RichText|AutoText|MarkdownText)|\\b(setHtml|insertHtml|appendHtml|setMarkdown|QTextBrowser|QTextDocument|"
                       "QStaticText|QErrorMessage)\\b|"
                       "QToolTip::showText|QMessageBox::about\\b|\"[^\"]*</?(b|br|p|h[1-6]|table|tr|td|img|a|font|qt)[ >/]"));
    QStringList complaints;
    if (allowed.contains(file.path) || file.path == QStringLiteral("ui/compare/result_page.cpp")) // a page for a browser, escaped
        return complaints;
    for (qsizetype i = 0; i < file.lines.size(); ++i) {
        if (!file.lines.at(i).trimmed().startsWith(QStringLiteral("//")) && markUp.match(file.lines.at(i)).hasMatch())
            complaints.append(QStringLiteral("%1:%2: %3").arg(file.path).arg(i + 1).arg(file.lines.at(i).trimmed()));
    }
    return complaints;
}

/// A box that asks about money or keys has Cancel as its default.
QStringList boxComplaints(const SourceFile &file)
{
    const QString text = file.lines.join(u'\n');
    const qsizetype boxes = text.count(QStringLiteral("QMessageBox::AcceptRole"));
    const qsizetype cancels = text.count(QStringLiteral("setDefaultButton(QMessageBox::Cancel)"));
    return boxes > cancels ? QStringList{file.path + QStringLiteral(": a question whose default is not Cancel")} : QStringList();
}

QStringList terminalComplaints(const SourceFile &file)
{
    static const QStringList allowed{
        QStringLiteral("app/cli/console.cpp"),             // the writer
        QStringLiteral("app/cli/standard_output.cpp"),     // its own part of it
        QStringLiteral("app/simulator/service/serve.cpp"), // through visibleText
        QStringLiteral("app/run/worker_process.cpp"),      // through visibleText
        QStringLiteral("app/main.cpp"),                    // a text of the program's own
        QStringLiteral("ui/window_entry.cpp"),             // likewise
    };
    static const QRegularExpression writes(QStringLiteral(
        "\\b(std::)?(f?printf|fputs|puts|putchar|fputc|perror)\\s*\\(|std::c(out|err|log)\\b|\\bq(Warning|Critical|Info|Debug)\\s*\\(|"
        "\\bSTD(OUT|ERR)_FILENO, |QTextStream\\s+\\w+\\(std(out|err)"));
    QStringList complaints;
    if (allowed.contains(file.path))
        return complaints;
    for (qsizetype i = 0; i < file.lines.size(); ++i) {
        if (writes.match(file.lines.at(i)).hasMatch() && !file.lines.at(i).contains(QStringLiteral("ioctl")))
            complaints.append(QStringLiteral("%1:%2: %3").arg(file.path).arg(i + 1).arg(file.lines.at(i).trimmed()));
    }
    return complaints;
}

template<typename Check> QStringList complaintsOf(const QStringList &folders, Check check)
{
    QStringList complaints;
    for (const SourceFile &file : readSources(folders, {QStringLiteral(".h"), QStringLiteral(".cpp")}))
        complaints += check(file);
    return complaints;
}

} // namespace

class OutsideTextTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void markUpIsWrittenInFewPlaces()
    {
        const QStringList complaints = complaintsOf({QStringLiteral("ui")}, markUpComplaints);
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }
    void questionsHaveCancelAsTheirDefault()
    {
        const QStringList complaints = complaintsOf({QStringLiteral("ui")}, boxComplaints);
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }
    void theTerminalIsWrittenToInOnePlace()
    {
        const QStringList complaints = complaintsOf({QStringLiteral("app"), QStringLiteral("ui")}, terminalComplaints);
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void othersAreFound_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"label->setTextFormat(Qt::RichText);", "text->setHtml(words);", "QToolTip::showText(at, words);",
                                 "label->setText(\"<b>\" + name);", "new QTextBrowser(this);"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void othersAreFound()
    {
        QFETCH(QString, line);
        QCOMPARE(markUpComplaints(sourceFile(QStringLiteral("ui/a.cpp"), line)).size(), 1);
    }
    void otherWritersAreFound()
    {
        for (const char *line :
             {"std::fprintf(stderr, \"%s\", words);", "std::cerr << words;", "std::puts(words);", "qWarning() << words;"})
            QCOMPARE(terminalComplaints(sourceFile(QStringLiteral("app/a.cpp"), QString::fromLatin1(line))).size(), 1);
        QCOMPARE(terminalComplaints(sourceFile(QStringLiteral("app/a.cpp"), QStringLiteral("std::snprintf(digits, 3, format);"))),
                 QStringList());
    }
    void aQuestionWithoutItsDefaultIsFound()
    {
        const QString question = QStringLiteral("box.addButton(tr(\"Run\"), QMessageBox::AcceptRole);\n");
        QCOMPARE(boxComplaints(sourceFile(QStringLiteral("ui/a.cpp"), question)).size(), 1);
        QCOMPARE(boxComplaints(
                     sourceFile(QStringLiteral("ui/a.cpp"), question + QStringLiteral("box.setDefaultButton(QMessageBox::Cancel);\n"))),
                 QStringList());
    }
};

INTERLEAVE_TEST_MAIN(OutsideTextTest)
#include "tst_outside_text.moc"
