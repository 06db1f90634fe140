#include "providers/typed_json.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

constexpr int deepest = 16; // levels of parts within parts that are followed

TypedJson::TypedJson() = default;
TypedJson::~TypedJson() = default;

static bool isBlank(const Json &string)
{
    const auto &text = string.get_ref<const Json::string_t &>();
    const auto isPlainWord = [](char c) { return c > ' ' && c != '\x7f'; };
    return std::none_of(text.begin(), text.end(), isPlainWord) && QStringView(textOf(string)).trimmed().isEmpty();
}

bool isTold(const Json &value)
{
    switch (value.type()) {
    case Json::value_t::boolean:
        return value.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
        return value.get<double>() != 0;
    case Json::value_t::string:
        return !isBlank(value);
    case Json::value_t::array:
    case Json::value_t::object:
        return !value.empty();
    default:
        return false;
    }
}

/// Null, false, and what is empty stand for "not there" in one server or another; 0 does not.
static bool isAbsent(const Json &value) { return !value.is_number() && !value.is_string() && !isTold(value); }

static const Json &nothing()
{
    static const Json empty = Json::object();
    return empty;
}

static const Json &objectOr(const Json &value) { return value.is_object() ? value : nothing(); }

static QString named(std::string_view name) { return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())); }

void TypedJson::miss(std::string_view name, const char *type)
{
    if (m_error.isEmpty())
        m_error = "the field "_L1 % named(name) % " is not "_L1 % QLatin1StringView(type);
}

const Json &TypedJson::made(std::string_view name, const Json &value)
{
    Json object = Json::object();
    object[std::string(name)] = value;
    return m_made.emplace_back(std::move(object));
}

/// A string that is not empty, anywhere in it.
static bool hasString(const Json &value, int depth = 0)
{
    if (value.is_string())
        return !value.get_ref<const Json::string_t &>().empty();
    if (depth == deepest || !value.is_structured())
        return false;
    for (auto it = value.begin(); it != value.end(); ++it) {
        if (!(value.is_object() && it.key() == "type") && hasString(*it, depth + 1))
            return true;
    }
    return false;
}

static bool isThinking(const Json &part)
{
    const QString type = textOf(at(part, "type"));
    return type.contains("thinking"_L1) || type.contains("reasoning"_L1) || isTold(at(part, "thought"));
}

/// False: there is something that cannot be text.
static bool collect(const Json &value, TypedJson::Words &words, int depth = 0)
{
    if (value.is_string()) {
        words.text += textOf(value);
        return true;
    }
    if (isAbsent(value))
        return true;
    if (depth == deepest || !value.is_structured())
        return false;
    if (value.is_array())
        return std::all_of(value.begin(), value.end(), [&](const Json &part) { return collect(part, words, depth + 1); });
    if (isThinking(value)) {
        words.hasOther = words.hasOther || hasString(value);
        return true;
    }
    for (const auto *name : {"text", "content", "refusal", "value", "parts"}) {
        if (const Json &inner = at(value, name); !inner.is_discarded())
            return collect(inner, words, depth + 1);
    }
    return value.contains("type"); // a part of another kind, such as an image or a reference
}

TypedJson::Words TypedJson::words(const Json &in, std::string_view name)
{
    Words words;
    if (!collect(at(in, name), words))
        miss(name, "a string");
    return words;
}

bool TypedJson::hasWords(const Json &in, std::string_view name) { return hasString(at(in, name)); }

std::vector<const Json *> TypedJson::list(const Json &in, std::string_view name)
{
    const Json &value = at(in, name);
    std::vector<const Json *> elements;
    if (value.is_array()) {
        for (const Json &element : value) {
            if (!element.is_null())
                elements.push_back(element.is_string() ? &made("text", element) : &element);
        }
    } else if (value.is_string() && isTold(value) && name != "choices" && name != "candidates" && name != "tool_calls") {
        elements.push_back(&made("text", value));
    } else if (value.is_object() && isTold(value)) {
        elements.push_back(&value);
    } else if (isTold(value)) {
        miss(name, "an array");
    }
    return elements;
}

static QString wordOf(const Json &value)
{
    if (value.is_string())
        return textOf(value).trimmed();
    if (value.is_number()) // an enum by its number: 0 is "unspecified"
        return isTold(value) ? QString::number(value.get<double>()) : QString();
    for (const auto *name : {"type", "reason", "name", "value"}) {
        if (at(value, name).is_string())
            return textOf(at(value, name));
    }
    return {};
}

QString TypedJson::word(const Json &in, std::string_view name)
{
    const QString word = wordOf(at(in, name));
    if (word.isEmpty() && isTold(at(in, name)))
        miss(name, "a string");
    return word;
}

QString TypedJson::optionalWord(const Json &in, std::string_view name) { return wordOf(at(in, name)); }

const Json &TypedJson::object(const Json &in, std::string_view name)
{
    const Json &value = at(in, name);
    return objectOr(value.is_array() && !value.empty() ? value.front() : value);
}

/// False: no number.
static bool readCount(const Json &value, std::optional<qint32> &count)
{
    if (isAbsent(value) || (value.is_string() && !isTold(value)))
        return true;
    bool ok = value.is_number();
    double number = ok ? value.get<double>() : 0;
    if (value.is_string())
        number = textOf(value).trimmed().toDouble(&ok);
    if (!ok || std::isnan(number))
        return false;
    if (number >= 0)
        count = static_cast<qint32>(std::min<double>(std::round(number), std::numeric_limits<qint32>::max()));
    return true;
}

std::optional<qint32> TypedJson::count(const Json &in, std::string_view name)
{
    std::optional<qint32> count;
    if (!readCount(at(in, name), count))
        miss(name, "a number");
    return count;
}

std::optional<qint32> TypedJson::optionalCount(const Json &in, std::string_view name)
{
    std::optional<qint32> count;
    return readCount(at(in, name), count) ? count : std::nullopt;
}

QString TypedJson::arguments(const Json &in, std::string_view name)
{
    const Json &value = at(in, name);
    if (value.is_string())
        return textOf(value);
    if (value.is_object())
        return QString::fromUtf8(compact(value));
    if (isTold(value) || value.is_number())
        miss(name, "an object");
    return {};
}

const Json &TypedJson::element(const Json &value, std::string_view arrayName)
{
    if (!value.is_object() && m_error.isEmpty())
        m_error = "an element of "_L1 % named(arrayName) % " is not an object"_L1;
    return objectOr(value);
}

} // namespace interleave
