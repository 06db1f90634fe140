#include "analysis/words.h"

#include <QChar>

namespace interleave {

struct CodePoint {
    char32_t ucs4 = 0;
    qsizetype size = 0;
};

static CodePoint codePointAt(QStringView text, qsizetype at)
{
    const QChar first = text[at];
    if (first.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return {QChar::surrogateToUcs4(first, text[at + 1]), 2};
    return {first.unicode(), 1};
}

static bool isWordPart(char32_t c)
{
    return c < 0x80 ? (c | 0x20) - U'a' < 26 || c - U'0' < 10 : QChar::isLetterOrNumber(c) || QChar::isMark(c);
}

static bool isIdeograph(char32_t c)
{
    if (c < 0x3005)
        return false;
    const QChar::Script script = QChar::script(c);
    return script == QChar::Script_Han || script == QChar::Script_Hiragana || script == QChar::Script_Katakana;
}

/// A joiner between two word characters keeps them one word.
static bool joins(QStringView text, qsizetype at)
{
    if (at + 1 >= text.size() || !isWordPart(codePointAt(text, at + 1).ucs4))
        return false;
    const char16_t c = text[at].unicode();
    return c == u'\'' || c == u'\u2019' || (c == u'.' && text[at - 1].isDigit() && text[at + 1].isDigit());
}

bool WordReader::next()
{
    CodePoint c;
    for (; m_at < m_text.size(); m_at += c.size) {
        c = codePointAt(m_text, m_at);
        // a mark alone, such as the variation selector after an emoji, begins no word
        if (isWordPart(c.ucs4) && !QChar::isMark(c.ucs4))
            break;
    }
    if (m_at >= m_text.size())
        return false;
    m_word.begin = m_at;
    m_word.ideograph = isIdeograph(c.ucs4);
    m_at += c.size;
    while (!m_word.ideograph && m_at < m_text.size()) {
        c = codePointAt(m_text, m_at);
        if (isWordPart(c.ucs4) ? isIdeograph(c.ucs4) : !joins(m_text, m_at))
            break;
        m_at += c.size;
    }
    m_word.text = m_text.sliced(m_word.begin, m_at - m_word.begin);
    return true;
}

bool endsSentence(QStringView between)
{
    for (qsizetype i = 0; i < between.size(); ++i) {
        const char16_t c = between[i].unicode();
        if (c == u'。' || c == u'！' || c == u'？')
            return true;
        if (c != u'.' && c != u'!' && c != u'?' && c != u'…')
            continue;
        if (i + 1 == between.size())
            return false; // a word follows at once: "example.com"; the end of the text is the caller's to count
        const QChar after = between[i + 1];
        if (after.isSpace() || after.category() == QChar::Punctuation_FinalQuote || after.category() == QChar::Punctuation_Close ||
            after == u'"' || after == u'\'')
            return true;
    }
    return false;
}

} // namespace interleave
