// Arguments become options, or one sentence; figures become aligned columns.
#include "cli/command_line.h"
#include "cli/number_reader.h"
#include "cli/text_table.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::cli;
using namespace Qt::StringLiterals;

static Result<CommandLine> parse(const QStringList &arguments)
{
    const QList<OptionSpec> known{
        {u"--name"_s, u"X"_s, u"a name"_s}, {u"--switch"_s, {}, u"a switch"_s}, {u"--count"_s, u"N"_s, u"a count"_s}};
    return parseCommandLine(arguments, known, u"run"_s);
}

class CommandLineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void values_follow_or_are_inline()
    {
        const Result<CommandLine> line = parse({u"a"_s, u"--switch"_s, u"b"_s, u"--name=y=z"_s, u"--switch"_s});
        QVERIFY(bool(line));
        QCOMPARE(line->positional, (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(line->value("--name"), u"y=z"_s);
        QVERIFY(line->has("--switch"));
        QVERIFY(!line->has("--count"));
        QVERIFY(line->value("--count").isEmpty());
    }

    void a_dash_alone_and_a_negative_number_are_values()
    {
        QCOMPARE(parse({u"-"_s})->positional, QStringList{u"-"_s});
        QCOMPARE(parse({u"--name"_s, u"-"_s})->value("--name"), u"-"_s);
        QCOMPARE(parse({u"--count"_s, u"-3"_s})->value("--count"), u"-3"_s);
    }

    void an_option_with_a_value_is_given_once()
    {
        for (const QStringList &twice : {QStringList{u"--name"_s, u"x"_s, u"--name"_s, u"y"_s}, {u"--name=x"_s, u"--name=x"_s}}) {
            const Result<CommandLine> line = parse(twice);
            QVERIFY(!line);
            QCOMPARE(line.error(), u"--name is given twice; give it once"_s);
        }
    }

    void lists_lose_spaces_and_repetitions()
    {
        QCOMPARE(parse({u"--name"_s, u"a, b,,a,c"_s})->list("--name"), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    }

    void wrong_options_are_refused_by_name_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown") << QStringList{u"--nmae"_s} << u"unknown option --nmae"_s;
        QTest::newRow("single dash") << QStringList{u"-name"_s} << u"unknown option -name"_s;
        QTest::newRow("no value at the end") << QStringList{u"--name"_s} << u"--name needs a value"_s;
        QTest::newRow("an option where the value was due") << QStringList{u"--name"_s, u"--switch"_s} << u"--name needs a value"_s;
        QTest::newRow("a value that was not asked for") << QStringList{u"--switch=1"_s} << u"--switch=1"_s;
    }
    void wrong_options_are_refused_by_name()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, part);
        const Result<CommandLine> line = parse(arguments);
        QVERIFY(!line);
        QVERIFY2(line.error().contains(part) && !line.error().contains(u'\n'), qPrintable(line.error()));
    }

    void numbers_outside_their_range_are_refused_with_the_range_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"abc", "0", "11", "1.5", "", "nan", "inf", "1e400", "5 apples"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void numbers_outside_their_range_are_refused_with_the_range()
    {
        QFETCH(QString, text);
        const Result<CommandLine> line = parse({u"--count="_s + text});
        QVERIFY(bool(line));
        NumberReader reader(*line);
        int count = 7;
        reader.read("--count", FieldRange{"count", 1, 10}, count);
        QCOMPARE(count, 7);
        QCOMPARE(reader.error(), u"--count %1: must be a whole number between 1 and 10"_s.arg(text));
    }

    void numbers_within_their_range_are_taken()
    {
        const Result<CommandLine> line = parse({u"--count"_s, u"10"_s, u"--name"_s, u"0.25"_s});
        NumberReader reader(*line);
        int count = 0;
        double name = 0;
        reader.read("--count", FieldRange{"count", 1, 10}, count);
        reader.read("--name", FieldRange{"name", 0.001, 1000}, name);
        QCOMPARE(count, 10);
        QCOMPARE(name, 0.25);
        QVERIFY(reader.error().isEmpty());
    }

    void a_table_that_is_too_wide_becomes_several()
    {
        const QList<QStringList> rows{{u"model"_s, u"aaaa"_s, u"bbbb"_s, u"verdict"_s}, {u"x"_s, u"1"_s, u"2"_s, u"ok"_s}};
        QCOMPARE(alignedTable(rows, 30), alignedTable(rows, 0));
        QCOMPARE(alignedTable(rows, 0).split(u'\n').first().size(), 26);
        const QString parts = alignedTable(rows, 20);
        QCOMPARE(parts, u"model  aaaa  bbbb\nx         1     2\n\nmodel  verdict\nx      ok\n"_s);
        QCOMPARE(alignedTable(rows, 3).count(u"model"_s), 3); // no narrower than one column beside the first
    }

    void a_sentence_is_broken_between_words()
    {
        QCOMPARE(hangingText(u"name"_s, 6, u"one two three four five"_s, 26), u"name  one two three four\n      five\n"_s);
        QCOMPARE(hangingText(u"name"_s, 6, u"one two"_s, 0), u"name  one two\n"_s);
    }

    void columns_are_aligned_and_lines_end_without_spaces()
    {
        QCOMPARE(alignedTable({{u"model"_s, u"s"_s, u"verdict"_s}, {u"x"_s, u"12.5"_s, u"ok"_s}, {u"longer"_s, u"-"_s, {}}}),
                 u"model      s  verdict\n"
                 "x       12.5  ok\n"
                 "longer     -\n"_s);
    }

    void seconds_are_short()
    {
        QCOMPARE(secondsText({}), u"-"_s);
        QCOMPARE(secondsText(0.0123), u"12.3 ms"_s);
        QCOMPARE(secondsText(0.25), u"250 ms"_s);
        QCOMPARE(secondsText(0.9996), u"1.00 s"_s);
        QCOMPARE(secondsText(15.1), u"15.10 s"_s);
        QCOMPARE(secondsText(1234.56), u"1234.6 s"_s);
    }
};

INTERLEAVE_TEST_MAIN(CommandLineTest)
#include "tst_command_line.moc"
