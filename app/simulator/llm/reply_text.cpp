#include "simulator/llm/reply_text.h"

#include "simulator/llm/reply_size.h"
#include "simulator/llm/reply_topic.h"
#include "simulator/protocols/conversation_text.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// %1 topic, %2 adjective, %3 place, %4 people. One full stop each and no hyphen, so that every way of counting words and
/// sentences agrees; verbs that suit a topic in singular and in plural.
constexpr std::array sentencePatterns{
    "The idea behind %1 is simple, yet its consequences reach far.",
    "Much of the work on %1 rests on careful observation and patient trial.",
    "People meet %1 in %3 every day without noticing it.",
    "A %2 understanding of %1 begins with one clear question.",
    "Researchers study %1 by comparing what they expect with what they measure.",
    "In %3, %1 can save time and reduce mistakes.",
    "Critics of %1 point to cost, complexity and uneven results.",
    "Progress in %1 often comes from %2 tools rather than from sudden insight.",
    "To explain %1, teachers usually start from an everyday example.",
    "Over time, %1 may change how %4 plan their work.",
    "Many %4 value %1 because small improvements add up.",
    "Early work on %1 was slow, and most results were modest.",
    "Today %1 can draw on better data and faster machines.",
    "The limits of %1 become visible when conditions change.",
    "A good account of %1 separates what is known from what is guessed.",
    "With %1, the hard part is rarely the first step.",
    "Several fields contribute to %1, among them mathematics, language and design.",
    "Without %1, many %2 ideas would remain on paper.",
    "Anyone new to %1 should expect questions before answers.",
    "The history of %1 shows how theory and practice feed each other.",
    "Some uses of %1 are obvious, while others stay hidden in %3.",
    "Experts on %1 disagree about speed, but seldom about direction.",
    "Tests of %1 must be repeated before anyone relies on them.",
    "The main benefit of %1 lies in doing %2 things more often.",
    "Everyday talk about %1 tends to skip the details that matter.",
    "For %4, %1 can be both a tool and a subject.",
    "Compared with older methods, %1 can handle far more variety.",
    "Risks around %1 shrink when decisions stay open to review.",
    "The language of %1 is technical, yet the core can be told in a minute.",
    "What surprises most %4 about %1 is how ordinary the parts are.",
};
constexpr std::array adjectives{"clear", "practical", "modest", "sound", "useful", "shared", "lasting", "careful", "simple"};
constexpr std::array places{"hospitals", "schools", "offices", "factories", "homes", "laboratories", "banks", "shops", "libraries"};
constexpr std::array people{"engineers", "teachers", "doctors", "students", "planners", "designers", "analysts", "managers", "beginners"};
/// closers[n - 1] has n words: what makes an exact number of words possible.
constexpr std::array closers{
    "Remarkable.",
    "It matters.",
    "That is progress.",
    "Much remains to learn.",
    "The details still matter here.",
    "Small steps add up over time.",
    "Good questions lead to much better answers.",
    "Careful people check results before they trust them.",
};
constexpr std::array firstLines{"%1 at first light", "%1, so quiet now", "Early morning, %1", "Soft hum of %1"};
constexpr std::array middleLines{"patient work beneath the stars", "learning what the silence says", "counting every falling leaf",
                                 "a small lamp left burning on"};
constexpr std::array lastLines{"the long day begins", "the wind carries on", "nobody is lost", "one step, then the next"};

/// Times a text's words to come near a number of tokens: measured over the patterns above.
constexpr double wordsPerToken = 0.62;
/// Of what a tool answered, in characters.
constexpr qsizetype mostQuoted = 200;

template<typename List> const char *pick(const List &list, RandomStream &random) { return list[random.below(list.size())]; }

QString capitalised(QString text)
{
    text[0] = text[0].toUpper();
    return text;
}

qsizetype wordsIn(const QString &text) { return text.count(u' ') + 1; }

class Writer
{
public:
    Writer(QString topic, RandomStream &random)
        : m_topic(std::move(topic))
        , m_random(random)
    {
        std::iota(m_order.begin(), m_order.end(), size_t(0));
        for (size_t i = m_order.size() - 1; i > 0; --i)
            std::swap(m_order[i], m_order[random.below(i + 1)]);
    }

    /// No pattern comes again before all were used.
    QString sentence()
    {
        const QLatin1StringView pattern(sentencePatterns[m_order[m_next++ % m_order.size()]]);
        const char *adjective = pick(adjectives, m_random), *place = pick(places, m_random), *who = pick(people, m_random);
        QString text;
        text.reserve(pattern.size() + m_topic.size() + 24);
        for (qsizetype at = 0; at < pattern.size(); ++at) { // in one pass: a prediction writes hundreds of thousands
            if (pattern[at] != u'%')
                text += pattern[at];
            else if (const char number = pattern.data()[++at]; number == '1')
                text += m_topic;
            else
                text += QLatin1StringView(number == '2' ? adjective : number == '3' ? place : who);
        }
        return capitalised(std::move(text));
    }

    QString sentences(int count, QChar between = u' ')
    {
        QStringList list;
        for (int i = 0; i < count; ++i)
            list += sentence();
        return list.join(between);
    }

    /// Exactly so many words, in whole sentences.
    QString words(qsizetype count)
    {
        QStringList list;
        while (count > 0) {
            const auto longestCloser = static_cast<qsizetype>(closers.size());
            QString next = count > longestCloser ? sentence() : QString();
            if (next.isEmpty() || wordsIn(next) > count)
                next = QString::fromLatin1(closers[static_cast<size_t>(std::min(count, longestCloser) - 1)]);
            count -= wordsIn(next);
            list += next;
        }
        return list.join(u' ');
    }

    QString lines(int count)
    {
        QStringList list{capitalised(QString::fromLatin1(pick(firstLines, m_random)).replace("%1"_L1, m_topic))};
        while (list.size() < count - 1)
            list += QString::fromLatin1(pick(middleLines, m_random));
        if (count > 1)
            list += QString::fromLatin1(pick(lastLines, m_random));
        return list.join(u'\n');
    }

    QString bullets(int count)
    {
        QStringList list;
        for (int i = 0; i < count; ++i)
            list += u"- "_s % sentence();
        return list.join(u'\n');
    }

    QString paragraphs(int count)
    {
        QStringList list;
        for (int i = 0; i < count; ++i)
            list += sentences(3);
        return list.join("\n\n"_L1);
    }

    QString json(const ReplySize &size, qsizetype plainWords)
    {
        const bool countsWords = size.unit == ReplySize::Unit::Words;
        QJsonArray points;
        const int count = size.unit == ReplySize::Unit::Unsaid || countsWords ? 3 : std::min(size.count, 100);
        for (int i = 0; i < count; ++i)
            points += sentence();
        const QJsonObject object{{u"topic"_s, m_topic},
                                 {u"summary"_s, words(countsWords ? size.count : std::min<qsizetype>(plainWords, 40))},
                                 {u"points"_s, points},
                                 {u"confidence"_s, std::round(50 + 50 * m_random.uniform()) / 100}};
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }

private:
    QString m_topic;
    RandomStream &m_random;
    std::array<size_t, sentencePatterns.size()> m_order{};
    size_t m_next = 0;
};

struct Reading {
    QString topic;
    ReplySize size;
};

/// What a question is about, and how much it asks for. Calls of a run ask the same few again and again, so that is worked out once.
Reading readingOf(const QString &question)
{
    constexpr qsizetype most = 64, longest = 4096; // kept, and characters of each
    static thread_local QHash<QString, Reading> known;
    const auto found = known.constFind(question);
    if (found != known.cend())
        return *found;
    const Reading reading{topicOf(question), askedSize(question)};
    if (question.size() > longest)
        return reading;
    if (known.size() >= most)
        known.clear();
    known.insert(question, reading);
    return reading;
}

/// What the tools answered, in front of a reply of no particular size.
QString reportedResults(const Prompt &prompt)
{
    QString text;
    if (!prompt.text.isEmpty() || prompt.history.isEmpty())
        return text;
    for (const ToolResult &result : prompt.history.last().toolResults) {
        const QString said = result.output.left(mostQuoted).simplified();
        text += (result.isError ? u"The tool %1 failed: %2. "_s : u"According to %1: %2. "_s).arg(result.name, said);
    }
    return text;
}

} // namespace

QString writeReply(const Prompt &prompt, ReplyFormat format, double wantedTokens, RandomStream &random)
{
    using enum ReplySize::Unit;
    const QString question = lastQuestion(prompt);
    const Reading reading = readingOf(question);
    ReplySize size = reading.size;
    const ReplySize systemSize = prompt.system.isEmpty() ? ReplySize() : askedSize(prompt.system);
    const bool json = format == ReplyFormat::Json || size.json || systemSize.json;
    if (size.unit == Unsaid)
        size = systemSize;

    const auto plainWords = static_cast<qsizetype>(std::clamp(std::round(wantedTokens * wordsPerToken), 1.0, 200000.0));
    Writer writer(reading.topic, random);
    if (json)
        return writer.json(size, plainWords);
    switch (size.unit) {
    case Words:
        return writer.words(size.count);
    case Sentences:
        return writer.sentences(size.count);
    case Lines:
        return writer.lines(size.count);
    case Bullets:
        return writer.bullets(size.count);
    case Paragraphs:
        return writer.paragraphs(size.count);
    case Unsaid:
        break;
    }
    return reportedResults(prompt) % writer.words(plainWords);
}

} // namespace interleave
