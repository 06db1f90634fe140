// Every header begins by saying what it is, and no file carries a note about work that somebody else should do.
#include "source_tree.h"
#include "support/test_main.h"

#include <QRegularExpression>

using namespace interleave::test;

namespace {

QStringList headerComplaints(const SourceFile &file)
{
    QStringList complaints;
    const QString first = file.lines.value(0);
    static const QRegularExpression sentence(QStringLiteral("^(//|/\\*+)\\s*\\w+"));
    if (!sentence.match(first).hasMatch())
        complaints.append(file.path + QStringLiteral(": does not begin with a paragraph that says what it is"));
    if (!file.lines.contains(QStringLiteral("#pragma once")))
        complaints.append(file.path + QStringLiteral(": has no #pragma once"));
    return complaints;
}

QStringList noteComplaints(const SourceFile &file)
{
    // written in two parts so that this line is not found itself
    static const QRegularExpression note(QStringLiteral("\\b(TO"
                                                        "DO|FIX"
                                                        "ME|XX"
                                                        "X|HA"
                                                        "CK)\\b"));
    QStringList complaints;
    for (qsizetype i = 0; i < file.lines.size(); ++i) {
        if (note.match(file.lines.at(i)).hasMatch())
            complaints.append(QStringLiteral("%1:%2: %3").arg(file.path).arg(i + 1).arg(file.lines.at(i).trimmed()));
    }
    return complaints;
}

/// Types that two headers define: all are in one namespace, and the linker keeps one constructor for both, in silence.
QStringList twiceDefined(const QList<SourceFile> &headers)
{
    static const QRegularExpression definition(QStringLiteral("^(?:class|struct|enum class) (\\w+)(?: final)?(?: : .*)?(?: \\{.*)?$"));
    QHash<QString, QString> places;
    QStringList complaints;
    for (const SourceFile &file : headers) {
        for (const QString &line : file.lines) {
            const QString name = definition.match(line).captured(1);
            if (name.isEmpty())
                continue;
            if (places.contains(name) && places[name] != file.path)
                complaints.append(name + QStringLiteral(" is defined in ") + places[name] + QStringLiteral(" and in ") + file.path);
            places.insert(name, file.path);
        }
    }
    return complaints;
}

} // namespace

class HouseRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyHeaderSaysWhatItIs()
    {
        const QList<SourceFile> headers =
            readSources({QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("tests")}, {QStringLiteral(".h")});
        QVERIFY(headers.size() > 20);
        QStringList complaints;
        for (const SourceFile &file : headers)
            complaints += headerComplaints(file);
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void noFileCarriesANoteAboutUnfinishedWork()
    {
        const QList<SourceFile> files = readSources(
            {QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("tests"), QStringLiteral("cmake"), QStringLiteral("packaging")},
            {QStringLiteral(".h"), QStringLiteral(".cpp"), QStringLiteral(".txt"), QStringLiteral(".cmake"), QStringLiteral(".sh")});
        QStringList complaints;
        for (const SourceFile &file : files)
            complaints += noteComplaints(file);
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void noTypeIsDefinedTwice()
    {
        const QStringList complaints = twiceDefined(readSources({QStringLiteral("app"), QStringLiteral("ui")}, {QStringLiteral(".h")}));
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void aTypeDefinedTwiceIsFound()
    {
        const SourceFile a = sourceFile(QStringLiteral("a.h"), QStringLiteral("class Other;\nstruct Thing\n{\n};\n"));
        const SourceFile b = sourceFile(QStringLiteral("b.h"), QStringLiteral("class Other;\nclass Thing : public QObject\n{\n};\n"));
        QCOMPARE(twiceDefined({a, b}).size(), 1);
        QCOMPARE(twiceDefined({a, a}).size(), 0);
    }

    void aBareHeaderIsFound()
    {
        QCOMPARE(headerComplaints(sourceFile(QStringLiteral("a.h"), QStringLiteral("#pragma once\n"))).size(), 1);
        QCOMPARE(headerComplaints(sourceFile(QStringLiteral("a.h"), QStringLiteral("//\n#pragma once\n"))).size(), 1);
        QCOMPARE(headerComplaints(sourceFile(QStringLiteral("a.h"), QStringLiteral("// A thing.\n"))).size(), 1);
        QCOMPARE(headerComplaints(sourceFile(QStringLiteral("a.h"), QStringLiteral("// A thing.\n#pragma once\n"))), QStringList());
    }

    void aNoteIsFound()
    {
        QCOMPARE(noteComplaints(sourceFile(QStringLiteral("a.cpp"), QStringLiteral("int x; // TO"
                                                                                   "DO: later\n")))
                     .size(),
                 1);
        QCOMPARE(noteComplaints(sourceFile(QStringLiteral("a.cpp"), QStringLiteral("// FIX"
                                                                                   "ME\n// fine\n")))
                     .size(),
                 1);
        QCOMPARE(noteComplaints(sourceFile(QStringLiteral("a.cpp"), QStringLiteral("todoList.hackathon();\n"))), QStringList());
    }
};

INTERLEAVE_TEST_MAIN(HouseRulesTest)
#include "tst_house_rules.moc"
