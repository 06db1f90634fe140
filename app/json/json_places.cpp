#include "json/json_places.h"

#include "json/json.h"

#include <QStringList>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

namespace {

/// Steps over the values of a text. Never behind its end, whatever it holds.
class Scanner
{
public:
    explicit Scanner(QByteArrayView text)
        : m_text(text)
    {
        if (text.startsWith("\xef\xbb\xbf"))
            m_at = 3;
    }

    qsizetype at() const { return m_at; }
    char here() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void step() { ++m_at; }
    void skipBlanks()
    {
        while (here() == ' ' || here() == '\n' || here() == '\r' || here() == '\t')
            ++m_at;
    }
    /// A comma between two items; false: there is no next one.
    bool nextItem()
    {
        skipBlanks();
        const bool isComma = here() == ',';
        m_at += isComma;
        skipBlanks();
        return isComma;
    }
    QByteArrayView skipText()
    {
        const qsizetype begin = m_at++;
        while (m_at < m_text.size() && here() != '"')
            m_at += here() == '\\' ? 2 : 1;
        m_at = std::min(m_at + 1, m_text.size());
        return m_text.sliced(begin, m_at - begin);
    }
    void skipValue()
    {
        int depth = 0;
        do {
            const char c = here();
            if (c == '"') {
                skipText();
                continue;
            }
            depth += (c == '{' || c == '[') - (c == '}' || c == ']');
            ++m_at;
            while (depth == 0 && m_at < m_text.size() && QByteArrayView(",:]} \t\r\n").indexOf(here()) < 0 && c != '}' && c != ']')
                ++m_at; // a number or a word
        } while (depth > 0 && m_at < m_text.size());
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
};

QString keyOf(QByteArrayView quoted)
{
    if (!quoted.contains('\\'))
        return QString::fromUtf8(quoted.sliced(1, std::max<qsizetype>(0, quoted.size() - 2)));
    return textOf(parseJson(quoted));
}

/// To the value of the key; false: there is none.
bool enterField(Scanner &scanner, const QString &key, int occurrence, qsizetype &begin)
{
    scanner.step();
    scanner.skipBlanks();
    if (scanner.here() != '"')
        return false;
    do {
        if (scanner.here() != '"')
            return false;
        begin = scanner.at();
        const QString name = keyOf(scanner.skipText());
        scanner.skipBlanks();
        scanner.step(); // the colon
        scanner.skipBlanks();
        if (name == key && --occurrence == 0)
            return true;
        scanner.skipValue();
    } while (scanner.nextItem());
    return false;
}

bool enterItem(Scanner &scanner, qsizetype index, qsizetype &begin)
{
    scanner.step();
    scanner.skipBlanks();
    if (scanner.here() == ']')
        return false;
    while (index-- > 0) {
        scanner.skipValue();
        if (!scanner.nextItem())
            return false;
    }
    begin = scanner.at();
    return true;
}

} // namespace

std::optional<JsonRange> findValue(QByteArrayView json, const QString &pointer, int occurrence)
{
    Scanner scanner(json);
    scanner.skipBlanks();
    JsonRange range{scanner.at(), 0, 0};
    const QStringList steps = pointer.isEmpty() ? QStringList() : pointer.sliced(1).split(u'/');
    for (qsizetype i = 0; i < steps.size(); ++i) {
        QString step = steps[i];
        step.replace(QStringLiteral("~1"), QStringLiteral("/")).replace(QStringLiteral("~0"), QStringLiteral("~"));
        const bool isThere = scanner.here() == '{'   ? enterField(scanner, step, i + 1 == steps.size() ? occurrence : 1, range.begin)
                             : scanner.here() == '[' ? enterItem(scanner, step.toLongLong(), range.begin)
                                                     : false;
        if (!isThere)
            return std::nullopt;
    }
    range.valueBegin = scanner.at();
    scanner.skipValue();
    range.end = std::min(scanner.at(), json.size());
    return range;
}

QString pointerTo(const QString &parent, const QString &key)
{
    QString escaped = key;
    escaped.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1"));
    return parent + u'/' + escaped;
}

QString pointerTo(const QString &parent, qsizetype index) { return parent + u'/' + QString::number(index); }

QString lineAndColumn(QByteArrayView text, qsizetype offset)
{
    const QByteArrayView before = text.first(std::clamp<qsizetype>(offset, 0, text.size()));
    const qsizetype lineBegin = before.lastIndexOf('\n') + 1;
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }; // a character's further bytes
    const QByteArrayView line = before.sliced(lineBegin);
    const qsizetype column = line.size() - std::count_if(line.begin(), line.end(), continues);
    return QStringLiteral("line %1, column %2").arg(std::count(before.begin(), before.end(), '\n') + 1).arg(column + 1);
}

} // namespace interleave
