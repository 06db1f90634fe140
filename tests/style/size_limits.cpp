#include "size_limits.h"

#include <algorithm>

namespace interleave::test {

QStringList sizeComplaints(const QList<SourceFile> &files)
{
    if (files.isEmpty())
        return {QStringLiteral("no files were found")};
    QStringList complaints;
    QList<qsizetype> sizes;
    qsizetype usual = 0;
    for (const SourceFile &file : files) {
        const qsizetype size = file.lines.size();
        sizes.append(size);
        usual += size <= usualLimit;
        if (size > hardLimit)
            complaints.append(QStringLiteral("%1 has %2 lines, more than %3").arg(file.path).arg(size).arg(hardLimit));
    }
    std::sort(sizes.begin(), sizes.end());
    // the lower of the two middle ones when there is an even number: at least half of the files are no longer than it
    const qsizetype median = sizes.at((sizes.size() - 1) / 2);
    if (median > medianLimit)
        complaints.append(QStringLiteral("the median file has %1 lines, more than %2").arg(median).arg(medianLimit));
    if (usual * 10 < sizes.size() * 9)
        complaints.append(
            QStringLiteral("%1 of %2 files have more than %3 lines").arg(sizes.size() - usual).arg(sizes.size()).arg(usualLimit));
    return complaints;
}

} // namespace interleave::test
