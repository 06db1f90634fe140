// Words, sentences and characters. A character is what a reader sees as one: a family emoji is one, not seven.
#include "analysis/each_analyzer.h"
#include "analysis/words.h"

#include <QTextBoundaryFinder>

namespace interleave {

static qint64 countCharacters(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qint64 count = 0;
    while (finder.toNextBoundary() >= 0)
        ++count;
    return count;
}

QJsonObject countWords(const QString &text)
{
    qint64 words = 0;
    qint64 sentences = 0;
    qsizetype end = 0;
    for (WordReader reader(text); reader.next();) {
        if (words > 0 && endsSentence(QStringView(text).sliced(end, reader.word().begin - end)))
            ++sentences;
        end = reader.word().end();
        ++words;
    }
    if (words > 0)
        ++sentences; // the last one, closed or not
    return {
        {QStringLiteral("words"), words}, {QStringLiteral("sentences"), sentences}, {QStringLiteral("characters"), countCharacters(text)}};
}

} // namespace interleave
