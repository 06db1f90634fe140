// How many tokens a text may be, without any model's vocabulary: four letters to a token and at least one a word, one for
// each ideograph, and one for each punctuation mark or symbol. An estimate, to be held against the server's own count.
#include "analysis/each_analyzer.h"
#include "analysis/words.h"

namespace interleave {

static qint64 countMarks(QStringView between)
{
    qint64 marks = 0;
    for (const QChar c : between) {
        if (!c.isSpace() && !c.isLowSurrogate() && !c.isMark())
            ++marks;
    }
    return marks;
}

QJsonObject estimateTokenCount(const QString &text)
{
    qint64 tokens = 0;
    qsizetype end = 0;
    for (WordReader reader(text); reader.next();) {
        tokens += countMarks(QStringView(text).sliced(end, reader.word().begin - end));
        tokens += (reader.word().text.size() + 3) / 4;
        end = reader.word().end();
    }
    tokens += countMarks(QStringView(text).sliced(end));
    return {{QStringLiteral("tokens"), tokens}};
}

} // namespace interleave
