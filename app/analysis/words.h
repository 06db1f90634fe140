// What a word and a sentence are, for all analyzers alike. Any thread.
//
// A word is a run of letters, marks and digits; one apostrophe or one point inside it belongs to it ("don't", "3.14").
// Han and kana are written without spaces, so each such character is a word, as word processors count them. A sentence
// ends with . ! ? or … before white space, a closing quote or the end, or with 。！？ anywhere; so "e.g. this" is two, a
// known error of such rules.
#pragma once

#include <QStringView>

namespace interleave {

struct Word {
    QStringView text;
    qsizetype begin = 0;
    bool ideograph = false; ///< one Han or kana character
    qsizetype end() const { return begin + text.size(); }
};

/// Steps through the words of a text: `for (WordReader reader(text); reader.next();) use(reader.word());`
class WordReader
{
public:
    explicit WordReader(QStringView text)
        : m_text(text)
    {
    }
    bool next();
    const Word &word() const { return m_word; }

private:
    QStringView m_text;
    qsizetype m_at = 0;
    Word m_word;
};

/// Whether a sentence ends between two neighbouring words, told from the text between them (or after the last one).
bool endsSentence(QStringView between);

} // namespace interleave
