#include "core/text_template.h"

namespace interleave {

using namespace Qt::StringLiterals;

QList<Placeholder> placeholdersOf(const QString &text)
{
    QList<Placeholder> found;
    qsizetype from = 0;
    for (;;) {
        const qsizetype begin = text.indexOf("{{"_L1, from);
        const qsizetype end = begin < 0 ? -1 : text.indexOf("}}"_L1, begin + 2);
        if (end < 0)
            return found;
        const QString inner = text.mid(begin + 2, end - begin - 2).trimmed();
        from = end + 2;
        if (inner.isEmpty() || inner.contains(u'{'))
            continue;
        QStringList parts = inner.split(u'.');
        Placeholder placeholder{begin, from - begin, parts.takeFirst(), {}};
        placeholder.path = parts;
        found.append(placeholder);
    }
}

bool isLonePlaceholder(const QString &text, const QList<Placeholder> &placeholders)
{
    return placeholders.size() == 1 && placeholders.front().begin == 0 && placeholders.front().size == text.size();
}

} // namespace interleave
