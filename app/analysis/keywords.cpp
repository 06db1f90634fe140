// The most frequent words, without those that every text is full of (a short English list of our own) and without words of
// one or two letters. Text without spaces (Han, kana) is counted by pairs of neighbouring characters.
#include "analysis/each_analyzer.h"
#include "analysis/words.h"

#include <QHash>
#include <QJsonArray>
#include <QSet>

namespace interleave {

static constexpr qsizetype shown = 10;

static const QSet<QString> &stopWords()
{
    static const QSet<QString> words = [] {
        const QString all = QStringLiteral(
            "about above after again all also although always among and another any anything are around because been before being below "
            "between both but can cannot could did does doing done down during each either else even ever every few for from further get "
            "gets give given goes going had has have having her here hers him his how however into isn't it's its itself just kind less "
            "let "
            "like made make makes many may might more most much must near need neither never nor not now off often once one only onto "
            "other "
            "our ours out over own per quite rather really same see seem seems several shall she should since some something sometimes "
            "such "
            "take than that that's the their theirs them then there there's these they thing things this those though through thus too two "
            "under until upon use used uses using very was way well were what when where whether which while who whole whom whose why will "
            "with within without would yes yet you your yours don't doesn't didn't can't won't aren't wasn't isn't");
        const QStringList list = all.split(u' ');
        return QSet<QString>(list.cbegin(), list.cend());
    }();
    return words;
}

static QHash<QString, int> countCandidates(const QString &text)
{
    QHash<QString, int> counts;
    Word previous;
    for (WordReader reader(text); reader.next();) {
        const Word &word = reader.word();
        if (word.ideograph) {
            if (previous.ideograph && previous.end() == word.begin)
                ++counts[text.sliced(previous.begin, word.end() - previous.begin)];
        } else if (word.text.size() > 2) {
            const QString lower = word.text.toString().toLower().replace(u'\u2019', u'\'');
            if (!stopWords().contains(lower))
                ++counts[lower];
        }
        previous = word;
    }
    return counts;
}

QJsonObject findKeywords(const QString &text)
{
    const QHash<QString, int> counts = countCandidates(text);
    std::vector<std::pair<int, QString>> ranked;
    ranked.reserve(static_cast<size_t>(counts.size()));
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        ranked.emplace_back(-it.value(), it.key()); // negative: most frequent first, then by the alphabet
    const auto last = ranked.begin() + std::min(shown, static_cast<qsizetype>(ranked.size()));
    std::partial_sort(ranked.begin(), last, ranked.end());
    QJsonArray keywords;
    for (auto it = ranked.begin(); it != last; ++it)
        keywords.append(QJsonObject{{QStringLiteral("word"), it->second}, {QStringLiteral("count"), -it->first}});
    return {{QStringLiteral("keywords"), keywords}};
}

} // namespace interleave
