// What can be counted in a text.
#include "tools/each_tool.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

/// Between white space, with a letter or a digit: so a dash alone is none, and "half-past" and "3.5" are one each.
static qint64 wordsIn(const QString &text)
{
    qint64 words = 0;
    for (const QString &part : text.simplified().split(u' ', Qt::SkipEmptyParts))
        words += std::any_of(part.begin(), part.end(), [](QChar c) { return c.isLetterOrNumber(); });
    return words;
}

static WorkResult counted(const Json &arguments, const ToolWorld &)
{
    constexpr qsizetype longest = 1'000'000;
    QString refusal;
    const std::optional<QString> text = textArgument(arguments, "text", longest, refusal);
    if (!text)
        return refused(refusal + u" for text_statistics"_s);
    // An end of sentence is followed by a blank, a quotation mark or the end: "3.5" has none.
    static const QRegularExpression endOfSentence(u"[.!?]+[\"'”’)]*(?=\\s|$)"_s);
    static const QRegularExpression blankLine(u"\\n\\s*\\n"_s);
    const auto count = [&](const QRegularExpression &what) {
        qint64 found = 0;
        for (auto it = what.globalMatch(*text); it.hasNext(); it.next())
            ++found;
        return found;
    };
    const qint64 words = wordsIn(*text);
    const auto letters = std::count_if(text->begin(), text->end(), [](QChar c) { return c.isLetter(); });
    qint64 paragraphs = 0;
    for (const QString &part : text->split(blankLine))
        paragraphs += part.trimmed().isEmpty() ? 0 : 1;
    return given(OrderedJson{{"words", words},
                             {"sentences", words > 0 ? std::max<qint64>(1, count(endOfSentence)) : 0},
                             {"paragraphs", paragraphs},
                             {"lines", text->isEmpty() ? 0 : text->count(u'\n') + 1 - (text->endsWith(u'\n') ? 1 : 0)},
                             {"characters", text->toUcs4().size()},
                             {"letters", letters}});
}

Tool textStatistics()
{
    return {u"text_statistics"_s,
            u"Text statistics"_s,
            u"Counts the words, sentences, paragraphs, lines, characters and letters of a text."_s,
            R"json({"type":"object","properties":{"text":{"type":"string"}},"required":["text"]})json"_ba,
            asLongAsItTakes,
            counted};
}

} // namespace interleave::each_tool
