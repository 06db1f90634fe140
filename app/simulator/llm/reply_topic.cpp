#include "simulator/llm/reply_topic.h"

#include <QStringList>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostTopicWords = 5;

QString bare(const QString &word)
{
    qsizetype from = 0;
    qsizetype to = word.size();
    while (from < to && !word[from].isLetterOrNumber())
        ++from;
    while (to > from && !word[to - 1].isLetterOrNumber() && word[to - 1] != u'+' && word[to - 1] != u'#')
        --to;
    return word.mid(from, to - from);
}

bool isOneOf(const QString &word, const QStringList &list) { return list.contains(word, Qt::CaseInsensitive); }

bool startsWithDigit(const QString &word) { return !word.isEmpty() && word[0].isDigit(); }

/// Words that open an instruction or a question and do not belong to its subject.
bool isOpener(const QString &word)
{
    static const QStringList openers{
        u"explain"_s, u"summarize"_s, u"summarise"_s, u"describe"_s, u"define"_s,  u"discuss"_s, u"list"_s,      u"write"_s,  u"give"_s,
        u"compare"_s, u"translate"_s, u"tell"_s,      u"name"_s,     u"outline"_s, u"show"_s,    u"introduce"_s, u"please"_s, u"what"_s,
        u"who"_s,     u"why"_s,       u"how"_s,       u"when"_s,     u"where"_s,   u"which"_s,   u"is"_s,        u"are"_s,    u"was"_s,
        u"were"_s,    u"do"_s,        u"does"_s,      u"did"_s,      u"can"_s,     u"could"_s,   u"would"_s,     u"you"_s,    u"me"_s,
        u"us"_s,      u"the"_s,       u"a"_s,         u"an"_s,       u"to"_s,      u"briefly"_s, u"return"_s,    u"in"_s,     u"answer"_s};
    return isOneOf(word, openers);
}

/// Words after the subject that say only in which form to answer.
bool endsTopic(const QStringList &words, qsizetype at)
{
    static const QStringList enders{u"using"_s, u"with"_s, u"for"_s, u"briefly"_s, u"so"_s, u"then"_s, u"that"_s};
    static const QStringList sizes{u"one"_s,     u"two"_s, u"three"_s, u"four"_s,  u"five"_s,   u"six"_s,  u"seven"_s, u"eight"_s,
                                   u"nine"_s,    u"ten"_s, u"fifty"_s, u"a"_s,     u"under"_s,  u"less"_s, u"fewer"_s, u"about"_s,
                                   u"exactly"_s, u"at"_s,  u"json"_s,  u"valid"_s, u"simple"_s, u"plain"_s};
    const QString word = bare(words[at]);
    if (isOneOf(word, enders))
        return true;
    if (at + 1 == words.size() || !isOneOf(word, {u"in"_s, u"as"_s}))
        return false;
    const QString next = bare(words[at + 1]);
    return isOneOf(next, sizes) || startsWithDigit(next);
}

} // namespace

QString topicOf(const QString &promptText)
{
    const QStringList words = promptText.left(400).simplified().split(u' ', Qt::SkipEmptyParts);
    qsizetype from = 0;
    while (from < words.size() && (bare(words[from]).isEmpty() || isOpener(bare(words[from]))))
        ++from;
    // "Write a haiku about robots", "Give an overview of Rome": the subject follows the preposition
    for (qsizetype at = from; at < words.size() && at < from + 6; ++at) {
        const bool isAbout = isOneOf(words[at], {u"about"_s, u"on"_s}) || (isOneOf(words[at], {u"of"_s}) && at > from);
        if (isAbout && at + 1 < words.size() && !startsWithDigit(bare(words[at + 1])))
            from = at + 1;
    }
    while (from < words.size() && isOneOf(bare(words[from]), {u"the"_s, u"a"_s, u"an"_s}))
        ++from;
    QStringList topic;
    for (qsizetype at = from; at < words.size() && topic.size() < mostTopicWords && !endsTopic(words, at); ++at) {
        const QString word = bare(words[at]);
        if (!word.isEmpty())
            topic += word;
        if (!word.isEmpty() && !words[at].endsWith(word)) // punctuation closes the phrase
            break;
    }
    return topic.isEmpty() ? u"this question"_s : topic.join(u' ');
}

} // namespace interleave
