// Files stay short: median, nine of ten, and the longest.
#include "size_limits.h"
#include "support/test_main.h"

using namespace interleave::test;

namespace {

SourceFile ofLines(qsizetype count) { return sourceFile(QStringLiteral("app/x/y.cpp"), QString(count, u'\n')); }

QList<SourceFile> ofLines(qsizetype files, qsizetype count) { return QList<SourceFile>(files, ofLines(count)); }

} // namespace

class FileSizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProgramsFilesAreShort()
    {
        const QStringList complaints =
            sizeComplaints(readSources({QStringLiteral("app"), QStringLiteral("ui")}, {QStringLiteral(".h"), QStringLiteral(".cpp")}));
        QVERIFY2(complaints.isEmpty(), qPrintable(u'\n' + complaints.join(u'\n')));
    }

    void filesAtTheLimitsPass()
    {
        QCOMPARE(sizeComplaints(ofLines(50, medianLimit) + ofLines(40, usualLimit) + ofLines(10, hardLimit)), QStringList());
    }

    void aLongFileIsFound() { QCOMPARE(sizeComplaints(ofLines(99, 10) + ofLines(1, hardLimit + 1)).size(), 1); }

    void aLongMedianIsFound() { QCOMPARE(sizeComplaints(ofLines(49, 10) + ofLines(51, medianLimit + 1)).size(), 1); }

    void tooManyLongFilesAreFound() { QCOMPARE(sizeComplaints(ofLines(89, 10) + ofLines(11, usualLimit + 1)).size(), 1); }

    void noFilesAtAllIsAComplaint() { QCOMPARE(sizeComplaints({}).size(), 1); }

    void aLastLineCountsWithAndWithoutItsNewline()
    {
        QCOMPARE(sourceFile({}, QStringLiteral("a\nb\n")).lines.size(), 2);
        QCOMPARE(sourceFile({}, QStringLiteral("a\nb")).lines.size(), 2);
    }
};

INTERLEAVE_TEST_MAIN(FileSizeTest)
#include "tst_file_size.moc"
