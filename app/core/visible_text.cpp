#include "core/visible_text.h"

#include <QList>

#include <algorithm>

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
            shown += QStringView(QChar::fromUcs4(c));
    }
    return shown;
}

/// Outside of its strings JSON is ASCII: what is not stands in one, where an escape may, too.
QByteArray visibleJson(const QByteArray &json)
{
    const auto isPlain = [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\n'; };
    if (std::all_of(json.begin(), json.end(), isPlain))
        return json;
    QString shown;
    const QList<uint> characters = QString::fromUtf8(json).toUcs4();
    for (const uint c : characters) {
        const QString text = QStringView(QChar::fromUcs4(c)).toString();
        if (!isHidden(c) || c == '\n' || c == '\r' || c == '\t') {
            shown += text;
            continue;
        }
        for (const QChar part : text)
            shown += QStringLiteral("\\u%1").arg(part.unicode(), 4, 16, QLatin1Char('0'));
    }
    return shown.toUtf8();
}

} // namespace interleave
