#include "providers/plain_words.h"

#include <QRegularExpression>

#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

constexpr qsizetype mostRead = 64 * 1024; // of a page

bool isHtml(const QString &text)
{
    const QStringView start = QStringView(text).first(std::min<qsizetype>(text.size(), 1024)).trimmed();
    return start.startsWith(u'<') && start.size() > 1 && (start[1].isLetter() || start[1] == u'!' || start[1] == u'?');
}

static QString withoutControls(const QString &text)
{
    QString clean;
    clean.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const bool isDirection = (c >= QChar(0x202a) && c <= QChar(0x202e)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
        if (isPair) {
            clean += c;
            clean += text[++i];
        } else if (c.isSurrogate()) {
            clean += QChar(QChar::ReplacementCharacter);
        } else {
            const bool isControl = c.category() == QChar::Other_Control || isDirection || c == QChar(0xfeff);
            clean += isControl ? u' ' : c;
        }
    }
    return clean;
}

static QString withoutEntities(QString text)
{
    static constexpr std::array<std::pair<QLatin1StringView, char16_t>, 7> entities{
        {{"&nbsp;"_L1, u' '},
         {"&lt;"_L1, u'<'},
         {"&gt;"_L1, u'>'},
         {"&quot;"_L1, u'"'},
         {"&#39;"_L1, u'\''},
         {"&#x27;"_L1, u'\''},
         {"&amp;"_L1, u'&'}}}; // the last one last: what it makes is no entity
    for (const auto &[entity, character] : entities)
        text.replace(entity, QString(QChar(character)));
    return text;
}

static QString withoutTags(QString html)
{
    static const QRegularExpression unread(u"<(script|style|head)\\b.*?</\\1\\s*>|<!--.*?-->"_s,
                                           QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression heading(u"</h[1-6]\\s*>"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression tag(u"<[^>]*>?"_s);
    html.replace(unread, u" "_s).replace(heading, u": "_s).replace(tag, u" "_s);
    QString text = withoutEntities(html).simplified().replace(" :"_L1, ":"_L1);
    while (text.endsWith(u':'))
        text.chop(1);
    return text;
}

/// The title, which a page of errors sums itself up with; one without a title is short.
static QString wordsOfPage(const QString &html)
{
    static const QRegularExpression title(u"<title[^>]*>(.*?)</title"_s,
                                          QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    const QString words = withoutEntities(title.match(html).captured(1)).simplified();
    return words.isEmpty() ? withoutTags(html) : words;
}

QString plainWords(const QString &text)
{
    const QString read = withoutControls(text.first(std::min(text.size(), mostRead)));
    return isHtml(read) ? wordsOfPage(read).simplified() : read.simplified();
}

QString excerpt(const QString &text, qsizetype length)
{
    const QString line = plainWords(text);
    if (line.size() <= length)
        return line;
    const qsizetype space = line.lastIndexOf(u' ', length);
    qsizetype end = space > length / 2 ? space : length;
    if (line[end - 1].isHighSurrogate())
        --end;
    return line.first(end).trimmed() + u'…';
}

} // namespace interleave
