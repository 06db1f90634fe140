// No colour is written down in the window outside of the theme: a literal anywhere else would be wrong in one of the themes.
#include "source_tree.h"
#include "support/test_main.h"

#include <QRegularExpression>

using namespace interleave::test;

namespace {

QStringList colourComplaints(const SourceFile &file)
{
    static const QRegularExpression hex(QStringLiteral("\"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\"|[: ]#[0-9a-fA-F]{6}\\b"));
    static const QRegularExpression named(QStringLiteral(
        "\\bQt::(white|black|red|darkRed|green|darkGreen|blue|darkBlue|cyan|darkCyan|magenta|darkMagenta|yellow|darkYellow|gray|"
        "darkGray|lightGray)\\b"));
    static const QRegularExpression numbers(QStringLiteral("\\b(QColor|qRgba?|QRgb|fromRgb)\\s*[({]\\s*(0x)?[0-9a-fA-F]*[0-9]"));
    QStringList complaints;
    for (qsizetype i = 0; i < file.lines.size(); ++i) {
        const QString &line = file.lines.at(i);
        if (hex.match(line).hasMatch() || named.match(line).hasMatch() || numbers.match(line).hasMatch())
            complaints.append(QStringLiteral("%1:%2: %3").arg(file.path).arg(i + 1).arg(line.trimmed()));
    }
    return complaints;
}

} // namespace

class ColoursTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyTheThemeWritesColours()
    {
        QStringList complaints;
        int themeFiles = 0;
        for (const SourceFile &file : readSources({QStringLiteral("ui")}, {QStringLiteral(".h"), QStringLiteral(".cpp")})) {
            if (file.path.startsWith(QStringLiteral("ui/widgets/theme")))
                ++themeFiles;
            else
                complaints += colourComplaints(file);
        }
        QVERIFY(themeFiles > 2);
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void literalsAreFound_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("string") << QStringLiteral("QColor(QStringLiteral(\"#1a2b3c\"))");
        QTest::newRow("style sheet") << QStringLiteral("R\"(QLabel { color: #1A202C; })\"");
        QTest::newRow("name") << QStringLiteral("painter.setPen(Qt::red);");
        QTest::newRow("numbers") << QStringLiteral("QColor(12, 30, 40)");
        QTest::newRow("hex number") << QStringLiteral("QColor::fromRgb(0xF1F3F6)");
        QTest::newRow("rgb") << QStringLiteral("qRgb(1, 2, 3)");
    }
    void literalsAreFound()
    {
        QFETCH(QString, line);
        QCOMPARE(colourComplaints(sourceFile(QStringLiteral("ui/a.cpp"), line)).size(), 1);
    }

    void tokensAndIncludesAreNot()
    {
        for (const char *line : {"painter.setPen(theme.text2);", "#include \"ui/a.h\"", "image.fill(Qt::transparent);",
                                 "QColor colour(theme.now);", "QStringLiteral(\"#%1\").arg(call)"})
            QCOMPARE(colourComplaints(sourceFile(QStringLiteral("ui/a.cpp"), QString::fromLatin1(line))), QStringList());
    }
};

INTERLEAVE_TEST_MAIN(ColoursTest)
#include "tst_colours.moc"
