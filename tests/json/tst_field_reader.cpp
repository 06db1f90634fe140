// What a person wrote is read exactly or refused with the place of what is wrong: line, column and path, whatever is around it.
#include "support/test_main.h"
#include "json/field_reader.h"
#include "json/json_places.h"
#include "json/strict_json.h"

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

static constexpr FieldRange anyNumber{"n", -1e30, 1e30};

/// Of a text with one field, "n".
template<typename Number> static QString readNumber(const QByteArray &json, Number &number)
{
    return readJson(json, u"f"_s, [&](FieldReader &fields) { fields.read(anyNumber, number); });
}

class FieldReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_refused_is_named_with_line_column_and_path_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("problem");
        QTest::newRow("nothing") << QByteArray() << u"f, line 1, column 1: not valid JSON (nothing is there)"_s;
        QTest::newRow("a list") << QByteArray("\n [1]") << u"f, line 2, column 2: not a JSON object"_s;
        QTest::newRow("unknown") << QByteArray("{\n  \"list\": [],\n  \"lost\": [1]\n}")
                                 << u"f, line 3, column 3, /lost: unknown key \"lost\"; known are list, text"_s;
        QTest::newRow("type") << QByteArray("{\"text\":\n\t5}") << u"f, line 2, column 2, /text: \"text\" must be text"_s;
        QTest::newRow("behind other characters") << QByteArray("{\"text\": \"äöü𝄞\", \"lost\": 1}")
                                                 << u"f, line 1, column 18, /lost: unknown key \"lost\"; known are list, text"_s;
        QTest::newRow("behind what looks like JSON") << QByteArray("{\"text\": \"}],\\\"lost\\\":\\\\\", \"lost\": 1}")
                                                     << u"f, line 1, column 28, /lost: unknown key \"lost\"; known are list, text"_s;
        QTest::newRow("escaped key") << QByteArray("{\"l\\u006fst\": 1}")
                                     << u"f, line 1, column 2, /lost: unknown key \"lost\"; known are list, text"_s;
        QTest::newRow("key with slashes") << QByteArray("{\"a/b~c\": 1}")
                                          << u"f, line 1, column 2, /a~1b~0c: unknown key \"a/b~c\"; known are list, text"_s;
        QTest::newRow("item") << QByteArray("{\"list\": [ {\"a\": -1.5e3} , {\"b\": [[], {}]}, {\"n\": \"x\"}]}")
                              << u"f, line 1, column 51, /list/2/n: \"n\" must be a number"_s;
        QTest::newRow("no object") << QByteArray("{\"list\": [{},\n null]}") << u"f, line 2, column 2, /list/1: must be an object"_s;
        QTest::newRow("twice") << QByteArray("{\"text\": \"a\",\n \"text\": \"b\"}")
                               << u"f, line 2, column 2: the key \"text\" is there twice; remove one of them"_s;
        QTest::newRow("twice, deep") << QByteArray("{\"list\": [{}, {\"n\": {\"x\": 1, \"\\u0078\": 2}}]}")
                                     << u"f, line 1, column 30: the key \"x\" is there twice; remove one of them"_s;
    }
    void what_is_refused_is_named_with_line_column_and_path()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, problem);
        QString text;
        const QString found = readJson(json, u"f"_s, [&](FieldReader &fields) {
            fields.objects("list", [](FieldReader &item) {
                double n = 0;
                for (const char *key : {"a", "b"})
                    item.know(key);
                item.read(anyNumber, n);
            });
            fields.read("text", text);
        });
        QCOMPARE(found, problem);
    }

    void what_is_no_json_is_named_with_line_and_column_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("begin");
        QTest::newRow("comma") << QByteArray("{\"a\": 1,\n \"b\": 2,\n}") << u"line 3, column 1: not valid JSON (syntax error"_s;
        QTest::newRow("cut") << QByteArray("{\"a\":") << u"line 1, column 6: not valid JSON (syntax error"_s;
        QTest::newRow("word") << QByteArray("{\"a\": nil}") << u"line 1, column 8: not valid JSON (syntax error"_s;
        QTest::newRow("UTF-8") << QByteArray("{\"a\": \"\xff\"}") << u"line 1, column 8: not valid JSON (syntax error"_s;
        QTest::newRow("two") << QByteArray("{}\n{}") << u"line 2, column 1: not valid JSON (syntax error"_s;
        QTest::newRow("overflow") << QByteArray("{\"a\": 1e999}") << u"line 1, column 11: not valid JSON (number overflow"_s;
        QTest::newRow("depth") << QByteArray(513, '[') << u"it is nested deeper than 512 levels"_s;
    }
    void what_is_no_json_is_named_with_line_and_column()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, begin);
        QString problem;
        QVERIFY(parseStrictly(json, &problem).is_discarded());
        QVERIFY2(problem.startsWith(begin), qPrintable(problem));
    }

    void integers_keep_64_bits()
    {
        quint64 large = 0;
        QCOMPARE(readNumber("{\"n\": 9007199254740993}", large), QString());
        QCOMPARE(large, quint64(9'007'199'254'740'993)); // a double has no such number
        qint64 negative = 0;
        QCOMPARE(readNumber("{\"n\": -9223372036854775807}", negative), QString());
        QCOMPARE(negative, -9'223'372'036'854'775'807);
        int whole = 0;
        QCOMPARE(readNumber("{\"n\": 5.0}", whole), QString());
        QCOMPARE(whole, 5);
        QVERIFY(readNumber("{\"n\": 5.5}", whole).contains(u"must be a whole number"_s));
        QCOMPARE(whole, 5);
    }

    void a_field_that_is_not_there_leaves_its_value()
    {
        QString text = u"usual"_s;
        std::optional<double> number;
        const QString problem = readJson("{}", u"f"_s, [&](FieldReader &fields) {
            fields.read("text", text);
            fields.read(anyNumber, number);
        });
        QCOMPARE(problem, QString());
        QCOMPARE(text, u"usual"_s);
        QVERIFY(!number);
    }

    void the_first_error_is_kept()
    {
        const QString problem = readJson("{\"a\": 1, \"b\": 2}", u"f"_s, [&](FieldReader &fields) {
            QString a, b;
            fields.read("b", b);
            fields.read("a", a);
        });
        QVERIFY2(problem.contains(u"/b: "_s), qPrintable(problem));
    }

    void the_order_of_fields_and_lone_halves_are_kept()
    {
        QString problem;
        const OrderedJson json = parseStrictly("{\"z\":1,\"a\":{\"y\":[1,2.5,\"x\"],\"b\":null},\"half\":\"\\ud83d\"}", &problem);
        QCOMPARE(problem, QString());
        QCOMPARE(compact(json["a"]), QByteArray("{\"y\":[1,2.5,\"x\"],\"b\":null}"));
        QCOMPARE(json.begin().key(), std::string("z"));
        QCOMPARE(textOf(json["half"]), QString(QChar(0xd83d)));
    }

    // Were each key looked for from the start of its object, this would take minutes.
    void an_object_of_very_many_fields_is_read()
    {
        QByteArray text("{");
        for (int i = 0; i < 300'000; ++i)
            text += (i > 0 ? ",\"" : "\"") + QByteArray::number(i) + "\":1";
        QString problem;
        QCOMPARE(parseStrictly(QByteArray(text + '}'), &problem).size(), size_t(300'000));
        QVERIFY(parseStrictly(QByteArray(text + ",\"7\":2}"), &problem).is_discarded());
        QVERIFY2(problem.contains(u"\"7\" is there twice"_s), qPrintable(problem));
    }

    void a_value_is_found_in_its_text_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("all") << QString() << QByteArray("{ \"a\" : [ 1 , \"b,]\" , { \"c\" : true } ] , \"d\":-2.5e1}");
        QTest::newRow("number") << u"/a/0"_s << QByteArray("1");
        QTest::newRow("text") << u"/a/1"_s << QByteArray("\"b,]\"");
        QTest::newRow("object") << u"/a/2"_s << QByteArray("{ \"c\" : true }");
        QTest::newRow("word") << u"/a/2/c"_s << QByteArray("true");
        QTest::newRow("last") << u"/d"_s << QByteArray("-2.5e1");
        QTest::newRow("no index") << u"/a/3"_s << QByteArray();
        QTest::newRow("no key") << u"/e"_s << QByteArray();
        QTest::newRow("no container") << u"/d/e"_s << QByteArray();
    }
    void a_value_is_found_in_its_text()
    {
        QFETCH(QString, pointer);
        QFETCH(QByteArray, value);
        const QByteArray text(" { \"a\" : [ 1 , \"b,]\" , { \"c\" : true } ] , \"d\":-2.5e1} ");
        const std::optional<JsonRange> range = findValue(text, pointer);
        QCOMPARE(range ? text.sliced(range->valueBegin, range->end - range->valueBegin) : QByteArray(), value);
    }
};

INTERLEAVE_TEST_MAIN(FieldReaderTest)
#include "tst_field_reader.moc"
