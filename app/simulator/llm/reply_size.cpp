#include "simulator/llm/reply_size.h"

#include <QHash>
#include <QStringList>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostWords = 20000;
constexpr int mostOfOthers = 1000;
/// Adjectives that may stand between number and unit: "three short, clear sentences".
constexpr int mostAdjectives = 2;

QStringList plainWords(const QString &text)
{
    QStringList words;
    QString word;
    for (const QChar c : text) {
        if (c.isLetterOrNumber()) {
            word += c.toLower();
        } else if (!word.isEmpty()) {
            words += word;
            word.clear();
        }
    }
    if (!word.isEmpty())
        words += word;
    return words;
}

int numberOf(const QString &word)
{
    static const QHash<QString, int> spelled{{u"single"_s, 1}, {u"one"_s, 1},     {u"two"_s, 2},      {u"three"_s, 3},   {u"four"_s, 4},
                                             {u"five"_s, 5},   {u"six"_s, 6},     {u"seven"_s, 7},    {u"eight"_s, 8},   {u"nine"_s, 9},
                                             {u"ten"_s, 10},   {u"twelve"_s, 12}, {u"fifteen"_s, 15}, {u"twenty"_s, 20}, {u"thirty"_s, 30},
                                             {u"forty"_s, 40}, {u"fifty"_s, 50},  {u"hundred"_s, 100}};
    bool isNumber = false;
    const int number = word.toInt(&isNumber);
    return isNumber ? number : spelled.value(word);
}

ReplySize::Unit unitOf(const QString &word)
{
    using enum ReplySize::Unit;
    static const QHash<QString, ReplySize::Unit> units{
        {u"word"_s, Words},      {u"words"_s, Words},    {u"sentence"_s, Sentences},   {u"sentences"_s, Sentences},
        {u"line"_s, Lines},      {u"lines"_s, Lines},    {u"bullet"_s, Bullets},       {u"bullets"_s, Bullets},
        {u"point"_s, Bullets},   {u"points"_s, Bullets}, {u"item"_s, Bullets},         {u"items"_s, Bullets},
        {u"fact"_s, Bullets},    {u"facts"_s, Bullets},  {u"ideas"_s, Bullets},        {u"examples"_s, Bullets},
        {u"reasons"_s, Bullets}, {u"tips"_s, Bullets},   {u"paragraph"_s, Paragraphs}, {u"paragraphs"_s, Paragraphs},
        {u"steps"_s, Bullets},
    };
    return units.value(word, Unsaid);
}

int linesOfPoem(const QString &word)
{
    static const QHash<QString, int> poems{{u"haiku"_s, 3}, {u"limerick"_s, 5}, {u"sonnet"_s, 14}, {u"couplet"_s, 2}, {u"quatrain"_s, 4}};
    return poems.value(word);
}

/// "a paragraph" and "a sentence" are sizes; "a word" and "a line" seldom are ("what is a word embedding?").
bool isOneByArticle(const QStringList &words, qsizetype at)
{
    return words[at] == "a"_L1 && at + 1 < words.size() && (words[at + 1] == "sentence"_L1 || words[at + 1] == "paragraph"_L1);
}

bool asksForJson(const QStringList &words, qsizetype at)
{
    static const QStringList before{u"as"_s,     u"in"_s,   u"valid"_s, u"return"_s, u"only"_s,
                                    u"output"_s, u"into"_s, u"to"_s,    u"with"_s,   u"a"_s};
    return words[at] == "json"_L1 && at > 0 && before.contains(words[at - 1]);
}

/// "under fifty words" is 49 of them.
bool excludesTheNumber(const QStringList &words, qsizetype at)
{
    const QString before = at > 0 ? words[at - 1] : QString();
    const QString twoBefore = at > 1 ? words[at - 2] : QString();
    return before == "under"_L1 || before == "below"_L1 || (before == "than"_L1 && (twoBefore == "less"_L1 || twoBefore == "fewer"_L1));
}

} // namespace

ReplySize askedSize(const QString &text)
{
    const QStringList words = plainWords(text.left(4000));
    ReplySize size;
    for (qsizetype at = 0; at < words.size(); ++at) {
        size.json = size.json || asksForJson(words, at);
        if (size.unit != ReplySize::Unit::Unsaid)
            continue;
        if (const int lines = linesOfPoem(words[at])) {
            size.unit = ReplySize::Unit::Lines;
            size.count = lines;
            continue;
        }
        const int number = isOneByArticle(words, at) ? 1 : numberOf(words[at]);
        for (qsizetype next = at + 1; number > 0 && next < words.size() && next <= at + 1 + mostAdjectives; ++next) {
            if (numberOf(words[next]) > 0)
                break;
            size.unit = unitOf(words[next]);
            if (size.unit == ReplySize::Unit::Unsaid)
                continue;
            const int most = size.unit == ReplySize::Unit::Words ? mostWords : mostOfOthers;
            size.count = qBound(1, number - (excludesTheNumber(words, at) ? 1 : 0), most);
            break;
        }
    }
    return size;
}

} // namespace interleave
