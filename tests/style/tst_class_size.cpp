// Classes stay short over all their files.
#include "class_sizes.h"
#include "support/test_main.h"

using namespace interleave::test;

namespace {

/// A class with so many lines in its header, and so many in the one member that a second file has.
QList<SourceFile> ofLines(int inHeader, int inSource)
{
    return {sourceFile(QStringLiteral("ui/x/thing.h"), QStringLiteral("class Thing : public QObject\n{\n") +
                                                           QStringLiteral("    int m_a = 0;\n").repeated(inHeader - 3) +
                                                           QStringLiteral("};\n")),
            sourceFile(QStringLiteral("ui/x/thing_more.cpp"), QStringLiteral("static int other() { return 1; }\n\nvoid Thing::go()\n{\n") +
                                                                  QStringLiteral("    call();\n").repeated(inSource - 3) +
                                                                  QStringLiteral("}\n"))};
}

} // namespace

class ClassSizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProgramsClassesAreShort()
    {
        const QStringList complaints =
            classComplaints(readSources({QStringLiteral("app"), QStringLiteral("ui")}, {QStringLiteral(".h"), QStringLiteral(".cpp")}));
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void theProgramsLongestMembersAreCounted()
    {
        const auto classes =
            classSizes(readSources({QStringLiteral("app"), QStringLiteral("ui")}, {QStringLiteral(".h"), QStringLiteral(".cpp")}));
        // one with its members in several files, and one that is all in its header
        QVERIFY(classes[QStringLiteral("Trace")].files.size() >= 3);
        QVERIFY(classes[QStringLiteral("Trace")].lines > 200);
        QCOMPARE(classes[QStringLiteral("TimeScale")].files, QStringList{QStringLiteral("ui/timeline/time_scale.h")});
    }

    void aClassAtTheLimitPasses() { QCOMPARE(classComplaints(ofLines(100, classLimit - 100)), QStringList()); }

    void aLongClassIsFoundThoughItsFilesAreShort()
    {
        const QStringList complaints = classComplaints(ofLines(100, classLimit - 99));
        QCOMPARE(complaints.size(), 1);
        QVERIFY2(complaints.first().contains(QStringLiteral("Thing has 501 lines in ui/x/thing.h, ui/x/thing_more.cpp")),
                 qPrintable(complaints.first()));
    }

    void membersOfEveryShapeCount()
    {
        const auto sizeOf = [](const char *text) {
            return classSizes({sourceFile(QStringLiteral("a.cpp"), QString::fromUtf8(text))})[QStringLiteral("Thing")].lines;
        };
        QCOMPARE(sizeOf("Thing::Thing(int a)\n    : m_a(a)\n{\n}\n"), 4);
        QCOMPARE(sizeOf("Thing::~Thing() = default;\n"), 1);
        QCOMPARE(sizeOf("Task<std::unique_ptr<Other>> Thing::go(const QString &a,\n      int b) const\n{\n    f(\"}\");\n}\n"), 5);
        QCOMPARE(sizeOf("bool Thing::operator==(const Thing &other) const { return true; }\n"), 1);
        QCOMPARE(sizeOf("Thing::Place Thing::place() { return {}; }\n"), 1);
        QCOMPARE(sizeOf("struct Thing {\n    int a;\n};\n"), 3);
        QCOMPARE(sizeOf("class Thing;\n"), 0);
        QCOMPARE(sizeOf("    Thing::call();\n"), 0); // in a body
    }

    void noFilesAtAllIsAComplaint() { QCOMPARE(classComplaints({}).size(), 1); }
};

INTERLEAVE_TEST_MAIN(ClassSizeTest)
#include "tst_class_size.moc"
