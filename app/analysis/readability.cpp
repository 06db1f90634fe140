// Flesch reading ease (R. Flesch, "A new readability yardstick", 1948): 206.835 - 1.015 W/S - 84.6 Y/W, and the
// Flesch-Kincaid grade (Kincaid et al., 1975): 0.39 W/S + 11.8 Y/W - 15.59, with W words, S sentences, Y syllables. Both
// are made for English: only words of the letters a to z count, and a text without any has neither figure (null).
#include "analysis/each_analyzer.h"
#include "analysis/words.h"

#include <QJsonValue>

namespace interleave {

static bool isVowel(char16_t c) { return c == u'a' || c == u'e' || c == u'i' || c == u'o' || c == u'u' || c == u'y'; }

static bool isLatin(QStringView word)
{
    for (const QChar c : word) {
        if ((c.unicode() | 0x20U) - u'a' >= 26U && c != u'\'' && c != u'\u2019')
            return false;
    }
    return true;
}

/// Groups of vowels, without a silent e at the end ("make") and in "-ed" after other letters than t and d ("walked").
static int countSyllables(QStringView word)
{
    int groups = 0;
    bool inGroup = false;
    for (const QChar c : word) {
        const bool vowel = isVowel(c.unicode() | 0x20);
        groups += vowel && !inGroup;
        inGroup = vowel;
    }
    const qsizetype n = word.size();
    const auto letter = [&](qsizetype fromEnd) { return n >= fromEnd ? char16_t(word[n - fromEnd].unicode() | 0x20) : char16_t(0); };
    const bool silentE = letter(1) == u'e' && !isVowel(letter(2)) && !(letter(2) == u'l' && !isVowel(letter(3)));
    const bool silentEd = letter(1) == u'd' && letter(2) == u'e' && !isVowel(letter(3)) && letter(3) != u't' && letter(3) != u'd';
    return std::max(1, groups - (silentE || silentEd ? 1 : 0));
}

QJsonObject measureReadability(const QString &text)
{
    qint64 words = 0;
    qint64 syllables = 0;
    qint64 sentences = 0;
    qsizetype end = 0;
    for (WordReader reader(text); reader.next();) {
        if (words > 0 && endsSentence(QStringView(text).sliced(end, reader.word().begin - end)))
            ++sentences;
        end = reader.word().end();
        if (!isLatin(reader.word().text))
            continue;
        ++words;
        syllables += countSyllables(reader.word().text);
    }
    QJsonObject result{{QStringLiteral("flesch_reading_ease"), QJsonValue::Null},
                       {QStringLiteral("flesch_kincaid_grade"), QJsonValue::Null},
                       {QStringLiteral("syllables"), syllables}};
    if (words == 0)
        return result;
    const double perSentence = static_cast<double>(words) / static_cast<double>(sentences + 1);
    const double perWord = static_cast<double>(syllables) / static_cast<double>(words);
    result[QStringLiteral("flesch_reading_ease")] = 206.835 - 1.015 * perSentence - 84.6 * perWord;
    result[QStringLiteral("flesch_kincaid_grade")] = 0.39 * perSentence + 11.8 * perWord - 15.59;
    return result;
}

} // namespace interleave
