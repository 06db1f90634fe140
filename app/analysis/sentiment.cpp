// Positive, negative or neutral, from a small lexicon of our own (resources/analysis/sentiment.tsv). A negation up to three
// words before a scored word, in the same sentence, turns its score around. The mean score, divided by the largest one (3),
// lies in -1..1. English only: other languages score no words and come out neutral.
#include "analysis/each_analyzer.h"
#include "analysis/words.h"

#include <QFile>
#include <QHash>
#include <QSet>

namespace interleave {

static QHash<QString, int> readLexicon()
{
    QHash<QString, int> scores;
    QFile file(QStringLiteral(":/analysis/sentiment.tsv"));
    if (!file.open(QIODevice::ReadOnly))
        return scores;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        const qsizetype tab = line.indexOf('\t');
        if (tab > 0 && !line.startsWith('#'))
            scores.insert(QString::fromUtf8(line.first(tab)), line.mid(tab + 1).toInt());
    }
    return scores;
}

static bool isNegation(const QString &word)
{
    static const QSet<QString> words{QStringLiteral("not"),     QStringLiteral("no"),      QStringLiteral("never"),
                                     QStringLiteral("nothing"), QStringLiteral("neither"), QStringLiteral("nor"),
                                     QStringLiteral("without"), QStringLiteral("hardly"),  QStringLiteral("barely"),
                                     QStringLiteral("cannot"),  QStringLiteral("nobody"),  QStringLiteral("none")};
    return words.contains(word) || word.endsWith(QLatin1StringView("n't"));
}

QJsonObject rateSentiment(const QString &text)
{
    static const QHash<QString, int> lexicon = readLexicon();
    constexpr int reach = 3;
    constexpr int largestScore = 3;
    int positive = 0;
    int negative = 0;
    int sum = 0;
    int sinceNegation = reach + 1;
    qsizetype end = 0;
    QString lower;
    for (WordReader reader(text); reader.next();) {
        if (endsSentence(QStringView(text).sliced(end, reader.word().begin - end)))
            sinceNegation = reach + 1;
        end = reader.word().end();
        lower = reader.word().text.toString().toLower();
        lower.replace(u'\u2019', u'\'');
        ++sinceNegation;
        if (isNegation(lower)) {
            sinceNegation = 0;
            continue;
        }
        const int score = lexicon.value(lower) * (sinceNegation <= reach ? -1 : 1);
        positive += score > 0;
        negative += score < 0;
        sum += score;
    }
    const int scored = positive + negative;
    const double score = scored == 0 ? 0 : static_cast<double>(sum) / (scored * largestScore);
    const QString label = score > 0.1 ? QStringLiteral("positive") : score < -0.1 ? QStringLiteral("negative") : QStringLiteral("neutral");
    return {{QStringLiteral("label"), label},
            {QStringLiteral("score"), score},
            {QStringLiteral("positive_words"), positive},
            {QStringLiteral("negative_words"), negative}};
}

} // namespace interleave
