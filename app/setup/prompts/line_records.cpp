// Entries of plain text: one a line, or the whole document.
#include "setup/prompts/record.h"

namespace interleave {

QString lineRecords(const PromptsText &source, const RecordVisitor &visit)
{
    int number = 0;
    for (QStringView line : QStringView(source.text).tokenize(u'\n')) {
        ++number;
        line = line.trimmed();
        if (!line.isEmpty() && !visit({line.toString(), number}))
            break;
    }
    return {};
}

QString documentRecords(const PromptsText &source, const RecordVisitor &visit)
{
    if (const QString text = source.text.trimmed(); !text.isEmpty())
        visit({text, 1});
    return {};
}

} // namespace interleave
