#include "setup/prompts/decode.h"

#include "setup/prompts/prompt_set.h"

#include <QStringDecoder>

#include <optional>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype sampleSize = 4096;

int lineOf(const QByteArray &content, qsizetype at) { return static_cast<int>(content.first(at).count('\n')) + 1; }

/// UTF-16 without a mark: text of most languages has a zero in one half of nearly every pair.
std::optional<QStringConverter::Encoding> wideWithoutMark(const QByteArray &content)
{
    const qsizetype size = std::min(content.size(), sampleSize) & ~qsizetype(1);
    qsizetype evenZeros = 0, oddZeros = 0;
    for (qsizetype i = 0; i < size; i += 2) {
        evenZeros += content[i] == '\0' ? 1 : 0;
        oddZeros += content[i + 1] == '\0' ? 1 : 0;
    }
    if (content.size() % 2 != 0 || size < 4)
        return std::nullopt;
    if (oddZeros * 4 >= size && evenZeros == 0)
        return QStringConverter::Utf16LE;
    if (evenZeros * 4 >= size && oddZeros == 0)
        return QStringConverter::Utf16BE;
    return std::nullopt;
}

/// How UTF-8 goes on from a byte: how many bytes the letter has; 0: it is none; -1: it is cut by the end of the file.
int lengthAt(const QByteArray &content, qsizetype at)
{
    const auto byte = [&](qsizetype i) { return static_cast<uchar>(content[i]); };
    const uchar first = byte(at);
    const int length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    for (int i = 1; i < length; ++i) {
        if (at + i >= content.size())
            return -1;
        const uchar next = byte(at + i);
        const uchar least = i == 1 && first == 0xE0 ? 0xA0 : i == 1 && first == 0xF0 ? 0x90 : 0x80;
        const uchar most = i == 1 && first == 0xED ? 0x9F : i == 1 && first == 0xF4 ? 0x8F : 0xBF;
        if (next < least || next > most)
            return 0;
    }
    return length;
}

/// Letters of Windows-1252 that Latin-1 does not have; 0: no letter.
constexpr char16_t windowsLetters[] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                       0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                       0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// Nothing: a byte is no letter there.
std::optional<QString> fromWindows(const QByteArray &content)
{
    QString text(content.size(), Qt::Uninitialized);
    for (qsizetype i = 0; i < content.size(); ++i) {
        const auto byte = static_cast<uchar>(content[i]);
        const char16_t letter = byte >= 0x80 && byte < 0xA0 ? windowsLetters[byte - 0x80] : byte;
        if (letter == 0)
            return std::nullopt;
        text[i] = QChar(letter);
    }
    return text;
}

Result<QString> fromUtf8(const QByteArray &content, const QString &name, QStringList &notes)
{
    bool hasLongLetters = false;
    for (qsizetype at = 0; at < content.size();) {
        const int length = lengthAt(content, at);
        if (length > 0) {
            hasLongLetters = hasLongLetters || length > 1;
            at += length;
            continue;
        }
        // A file that is UTF-8 elsewhere is a damaged one; only one that never is may be of another kind.
        const std::optional<QString> text = length < 0 || hasLongLetters ? std::nullopt : fromWindows(content);
        if (!text)
            return promptsError(name, u"is not UTF-8 there, nor text of another kind that is known; save the file as UTF-8."_s,
                                lineOf(content, at));
        notes.append(u"%1: is not UTF-8 and was read as Windows-1252; the first such letter is in line %2."_s.arg(
            name, QString::number(lineOf(content, at))));
        return *text;
    }
    return QString::fromUtf8(content);
}

Result<QString> fromWide(const QByteArray &content, QStringConverter::Encoding encoding, const QString &name, QStringList &notes)
{
    QStringDecoder decoder(encoding, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(content);
    const char *kind = QStringConverter::nameForEncoding(encoding);
    const bool isWide = encoding == QStringConverter::Utf32LE || encoding == QStringConverter::Utf32BE;
    if (decoder.hasError() || content.size() % (isWide ? 4 : 2) != 0 || text.contains(QChar(0)))
        return promptsError(name, u"begins as %1, but is cut or damaged; save it as UTF-8."_s.arg(QLatin1StringView(kind)));
    notes.append(u"%1: was %2, and has been converted."_s.arg(name, QLatin1StringView(kind)));
    return text;
}

QString withUnixLines(QString text)
{
    if (text.contains(u'\r')) {
        text.replace(u"\r\n"_s, u"\n"_s);
        if (!text.contains(u'\n')) // as old Macs wrote them; elsewhere a lone "\r" belongs to the text
            text.replace(u'\r', u'\n');
    }
    return text;
}

} // namespace

Result<QString> decodedText(const QByteArray &content, const QString &name, QStringList &notes)
{
    std::optional<QStringConverter::Encoding> wide;
    qsizetype mark = 0;
    if (const auto marked = QStringConverter::encodingForData(content); marked && *marked != QStringConverter::Utf8) {
        wide = marked;
        mark = *marked == QStringConverter::Utf32LE || *marked == QStringConverter::Utf32BE ? 4 : 2;
    } else if (marked) {
        mark = 3;
    } else {
        wide = wideWithoutMark(content);
    }
    if (const auto nul = content.indexOf('\0'); !wide && nul >= 0)
        return promptsError(name, u"has a zero byte, so this is not text; prompts are read from text files."_s, lineOf(content, nul));
    Result<QString> text = wide ? fromWide(content.mid(mark), *wide, name, notes) : fromUtf8(content.mid(mark), name, notes);
    return text ? Result<QString>(withUnixLines(std::move(text).value())) : text;
}

} // namespace interleave
