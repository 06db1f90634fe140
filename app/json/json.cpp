#include "json/json.h"

#include <QJsonDocument>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace interleave {

constexpr int deepest = 512;

// Half a surrogate pair has no UTF-8 form, so on its way through one it is a character of the last private plane.
constexpr char32_t halves = 0x10f000;
constexpr char firstByteOfHalves = '\xf4';

constexpr qsizetype mostValues = 1'000'000; // each takes some fifty bytes, whatever it takes in the text

/// What is not read: too deep, or of too many values. Counting is enough for nearly all texts. Empty: it is read.
static QString excessOf(QByteArrayView bytes)
{
    const auto count = [bytes](char c) { return std::count(bytes.begin(), bytes.end(), c); };
    const qsizetype opened = count('{') + count('[');
    if (opened <= deepest && opened + count(',') <= mostValues)
        return {};
    int depth = 0;
    qsizetype values = 1;
    bool isInString = false;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (isInString) {
            i += c == '\\';
            isInString = c != '"';
        } else if (c == '"') {
            isInString = true;
        } else if (c == '{' || c == '[') {
            ++values;
            if (++depth > deepest)
                return QStringLiteral("nested deeper than %1 levels").arg(deepest);
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (c == ',' && ++values > mostValues) {
            return QStringLiteral("more than %1 values").arg(mostValues);
        }
    }
    return {};
}

/// The code unit of "\uXXXX" at this place; -1: something else is there.
static int escapedUnit(QByteArrayView bytes, qsizetype at)
{
    if (at + 6 > bytes.size() || bytes[at] != '\\' || bytes[at + 1] != 'u')
        return -1;
    bool ok = false;
    const int unit = bytes.sliced(at + 2, 4).toByteArray().toInt(&ok, 16);
    return ok ? unit : -1;
}

static QByteArray utf8Of(char32_t character) { return QString::fromUcs4(&character, 1).toUtf8(); }

QByteArray withLoneHalvesKept(QByteArrayView bytes)
{
    QByteArray kept;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const int unit = escapedUnit(bytes, i);
        if (unit < 0) {
            const bool isEscape = bytes[i] == '\\' && i + 1 < bytes.size();
            kept.append(bytes.data() + i, isEscape ? 2 : 1);
            i += isEscape;
            continue;
        }
        const bool isHigh = unit >= 0xd800 && unit < 0xdc00;
        const int next = isHigh ? escapedUnit(bytes, i + 6) : -1;
        const bool isPair = next >= 0xdc00 && next < 0xe000;
        if (isPair || unit < 0xd800 || unit > 0xdfff)
            kept.append(bytes.data() + i, isPair ? 12 : 6);
        else
            kept.append(utf8Of(halves + static_cast<char32_t>(unit - 0xd800)));
        i += isPair ? 11 : 5;
    }
    return kept;
}

static Json parsed(QByteArrayView bytes) { return Json::parse(bytes.begin(), bytes.end(), nullptr, false); }

/// Of a text that could not be read: the library tells why by an exception alone.
static JsonError errorOf(QByteArrayView bytes)
{
    if (std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }))
        return {QStringLiteral("nothing is there"), bytes.size()};
    try {
        static_cast<void>(Json::parse(bytes.begin(), bytes.end()));
    } catch (const Json::parse_error &error) {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing object key - ..."
        QString words = QString::fromUtf8(error.what());
        words = words.sliced(words.indexOf(QStringLiteral(": ")) + 2).section(QStringLiteral("; last read"), 0, 0);
        return {words, static_cast<qsizetype>(error.byte)};
    } catch (const Json::exception &error) { // a number beyond all bounds
        return {QString::fromUtf8(error.what()).section(QStringLiteral("] "), 1), 0};
    }
    return {};
}

Json parseJson(QByteArrayView bytes, JsonError *error)
{
    Json value(Json::value_t::discarded);
    JsonError wrong;
    wrong.reason = excessOf(bytes);
    if (wrong.reason.isEmpty()) {
        value = parsed(bytes);
        if (value.is_discarded() && (bytes.indexOf("\\ud") >= 0 || bytes.indexOf("\\uD") >= 0))
            value = parsed(withLoneHalvesKept(bytes));
        if (value.is_discarded())
            wrong = errorOf(bytes);
    }
    if (error)
        *error = wrong;
    return value;
}

OrderedJson parseOrderedJson(QByteArrayView bytes)
{
    if (!excessOf(bytes).isEmpty())
        return OrderedJson(OrderedJson::value_t::discarded);
    return OrderedJson::parse(bytes.begin(), bytes.end(), nullptr, false);
}

OrderedJson jsonOf(const QJsonObject &object) { return parseOrderedJson(QJsonDocument(object).toJson(QJsonDocument::Compact)); }

QJsonObject qtObject(const OrderedJson &object) { return QJsonDocument::fromJson(compact(object)).object(); }

OrderedJson jsonOf(const QStringList &texts)
{
    OrderedJson list = OrderedJson::array();
    for (const QString &text : texts)
        list.push_back(utf8(text));
    return list;
}

OrderedJson numberOf(double value)
{
    constexpr double mostExact = 9'007'199'254'740'992; // up to it every whole number is a double
    if (!std::isfinite(value))
        return nullptr;
    return std::abs(value) <= mostExact && value == std::trunc(value) ? OrderedJson(static_cast<qint64>(value)) : OrderedJson(value);
}

const Json &at(const Json &object, std::string_view name)
{
    static const Json absent(Json::value_t::discarded);
    if (!object.is_object())
        return absent;
    const auto field = object.find(name);
    return field == object.end() ? absent : *field;
}

static QString textOf(const std::string *text)
{
    if (!text)
        return {};
    QString words = QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size()));
    if (text->find(firstByteOfHalves) == std::string::npos)
        return words;
    for (qsizetype i = 0; i + 1 < words.size(); ++i) {
        const char32_t character = words[i].isHighSurrogate() ? QChar::surrogateToUcs4(words[i], words[i + 1]) : 0;
        if (character >= halves && character < halves + 0x800)
            words.replace(i, 2, QChar(static_cast<char16_t>(0xd800 + (character - halves))));
    }
    return words;
}

QString textOf(const Json &value) { return textOf(value.get_ptr<const Json::string_t *>()); }
QString textOf(const OrderedJson &value) { return textOf(value.get_ptr<const OrderedJson::string_t *>()); }

std::string utf8(const QString &text)
{
    QByteArray bytes;
    if (text.isValidUtf16()) {
        bytes = text.toUtf8();
    } else {
        for (qsizetype i = 0; i < text.size(); ++i) {
            const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
            const char16_t unit = text[i].unicode();
            bytes += text[i].isSurrogate() && !isPair ? utf8Of(halves + static_cast<char32_t>(unit - 0xd800))
                                                      : QStringView(text).sliced(i, isPair ? 2 : 1).toUtf8();
            i += isPair;
        }
    }
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

/// Halves, as JSON can say them: "\ud83d".
static QByteArray withHalvesEscaped(const QByteArray &json)
{
    QByteArray escaped;
    for (qsizetype i = 0; i < json.size();) {
        const bool isLong = json[i] == firstByteOfHalves && i + 4 <= json.size();
        const QString character = isLong ? QString::fromUtf8(json.sliced(i, 4)) : QString();
        const char32_t code = character.size() == 2 ? QChar::surrogateToUcs4(character[0], character[1]) : 0;
        if (code >= halves && code < halves + 0x800)
            escaped += "\\u" + QByteArray::number(0xd800 + static_cast<uint>(code - halves), 16);
        else
            escaped += json.sliced(i, isLong ? 4 : 1);
        i += isLong ? 4 : 1;
    }
    return escaped;
}

template<typename Value> static QByteArray dumped(const Value &value, int indent = -1)
{
    const std::string text = value.dump(indent, ' ', false, Value::error_handler_t::replace);
    const QByteArray json(text.data(), static_cast<qsizetype>(text.size()));
    return json.contains(firstByteOfHalves) ? withHalvesEscaped(json) : json;
}

QByteArray compact(const Json &value) { return dumped(value); }
QByteArray compact(const OrderedJson &value) { return dumped(value); }
QByteArray pretty(const OrderedJson &value) { return dumped(value, 2) + '\n'; }

} // namespace interleave
