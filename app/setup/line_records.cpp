// Entries of plain text: one a line, or the whole document.
#include "setup/prompt_set.h"
#include "setup/record.h"

namespace interleave {

Result<QList<Record>> lineRecords(const PromptsText &source)
{
    QList<Record> records;
    int number = 0;
    for (QStringView line : QStringView(source.text).split(u'\n')) {
        ++number;
        line = line.trimmed();
        if (!line.isEmpty())
            records.append({line.toString(), number});
    }
    return records;
}

Result<QList<Record>> documentRecords(const PromptsText &source)
{
    const QString trimmed = source.text.trimmed();
    return trimmed.isEmpty() ? QList<Record>() : QList<Record>{{trimmed, 1}};
}

} // namespace interleave
