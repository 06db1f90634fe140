#include "json/json_text.h"

#include <algorithm>

namespace interleave {

static bool isPlain(char16_t c) { return c >= u' ' && c < 0x7f && c != u'"' && c != u'\\'; }

/// One character, or a pair of surrogates, that is not plain. Returns how many code units it took.
static qsizetype appendOther(QByteArray &out, QStringView text)
{
    const QChar c = text[0];
    const bool isPair = c.isHighSurrogate() && text.size() > 1 && text[1].isLowSurrogate();
    if (c == u'"' || c == u'\\')
        out.append('\\').append(static_cast<char>(c.unicode()));
    else if (c == u'\n')
        out.append("\\n");
    else if (c < u' ' || (c.isSurrogate() && !isPair)) // half a pair alone has no UTF-8 form
        out.append("\\u").append(QByteArray::number(c.unicode() + 0x10000, 16).last(4));
    else
        out.append(text.first(isPair ? 2 : 1).toUtf8());
    return isPair ? 2 : 1;
}

void appendJsonText(QByteArray &out, QStringView text)
{
    out.append('"');
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i;
        while (end < text.size() && isPlain(text[end].unicode()))
            ++end;
        // plain text is ASCII: its code units are its bytes
        const qsizetype at = out.size();
        out.resize(at + end - i);
        std::transform(text.begin() + i, text.begin() + end, out.begin() + at, [](QChar c) { return static_cast<char>(c.unicode()); });
        i = end < text.size() ? end + appendOther(out, text.sliced(end)) : end;
    }
    out.append('"');
}

} // namespace interleave
