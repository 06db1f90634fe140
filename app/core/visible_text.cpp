#include "core/visible_text.h"

namespace interleave {

/// Controls, separators of lines and paragraphs, and characters that only tell how others are shown (bidi, zero width, tags). Joiners
/// between letters stay: scripts need them, and emoji.
static bool isHidden(char32_t c)
{
    constexpr char32_t zeroWidthNonJoiner = 0x200c, zeroWidthJoiner = 0x200d, softHyphen = 0xad;
    if (c == zeroWidthNonJoiner || c == zeroWidthJoiner || c == softHyphen)
        return false;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString visibleText(const QString &text, LineBreaks lineBreaks)
{
    QString shown;
    shown.reserve(text.size());
    const QList<uint> characters = text.toUcs4();
    for (const uint c : characters) {
        const bool isKept = lineBreaks == LineBreaks::Kept && (c == '\n' || c == '\t');
        if (isHidden(c) && !isKept)
            shown += QChar(QChar::ReplacementCharacter);
        else
            shown += QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1);
    }
    return shown;
}

} // namespace interleave
