#include "json/strict_json.h"

#include "json/json_places.h"

#include <nlohmann/json.hpp>

#include <string>
#include <unordered_set>
#include <vector>

namespace interleave {

namespace {

constexpr size_t deepest = 512;

/// Builds the tree. Not the library's own builder: that looks for each key from the start of its object, which takes the square of the
/// time of a large one, and lets the last of two equal keys win.
class TreeBuilder final : public nlohmann::json_sax<OrderedJson>
{
public:
    OrderedJson root;
    QString problem;              ///< of what is valid JSON and refused
    QString pointer, repeatedKey; ///< where a key is there twice
    qsizetype errorOffset = -1;   ///< where it is no JSON
    std::string errorWords;

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t &) override { return add(value); }
    bool string(string_t &value) override { return add(std::move(value)); }
    bool binary(binary_t &) override { return false; }
    bool start_object(size_t) override { return open(true); }
    bool start_array(size_t) override { return open(false); }
    bool key(string_t &name) override
    {
        Level &level = m_levels.back();
        level.key = name;
        if (isNew(level, name))
            return true;
        pointer = place(m_levels.size() - 1);
        repeatedKey = QString::fromStdString(name);
        return false;
    }
    bool end_object() override
    {
        Level level = close();
        OrderedJson object = OrderedJson::object();
        auto &fields = object.get_ref<OrderedJson::object_t &>();
        fields.reserve(level.fields.size());
        for (auto &[name, value] : level.fields)
            fields.emplace_back(std::move(name), std::move(value));
        return put(std::move(object));
    }
    bool end_array() override
    {
        Level level = close();
        OrderedJson array = OrderedJson::array();
        array.get_ref<OrderedJson::array_t &>() = std::move(level.items);
        return put(std::move(array));
    }
    bool parse_error(size_t position, const std::string &, const nlohmann::detail::exception &error) override
    {
        errorOffset = static_cast<qsizetype>(position);
        errorWords = error.what();
        return false;
    }

private:
    struct Level {
        bool isObject = false;
        std::string key;
        std::vector<std::pair<std::string, OrderedJson>> fields;
        std::vector<OrderedJson> items;
        std::unordered_set<std::string> keys; ///< only of an object that has many
    };

    bool isNew(Level &level, const std::string &name)
    {
        constexpr size_t few = 16; // as many are compared faster than they are hashed
        if (level.fields.size() < few)
            return std::none_of(level.fields.begin(), level.fields.end(), [&](const auto &field) { return field.first == name; });
        if (level.keys.empty()) {
            for (const auto &field : level.fields)
                level.keys.insert(field.first);
        }
        return level.keys.insert(name).second;
    }
    /// Of the value that is being built at a depth.
    QString place(size_t depth) const
    {
        QString path;
        for (size_t i = 0; i < depth; ++i)
            path = m_levels[i].isObject ? pointerTo(path, QString::fromStdString(m_levels[i].key))
                                        : pointerTo(path, static_cast<qsizetype>(m_levels[i].items.size()));
        return path;
    }
    bool counted()
    {
        if (++m_values <= mostValuesOfFile)
            return true;
        problem = QStringLiteral("it has more than two million values; split it");
        return false;
    }
    bool open(bool isObject)
    {
        if (m_levels.size() == deepest) {
            problem = QStringLiteral("it is nested deeper than %1 levels").arg(deepest);
            return false;
        }
        m_levels.emplace_back();
        m_levels.back().isObject = isObject;
        return counted();
    }
    Level close()
    {
        Level level = std::move(m_levels.back());
        m_levels.pop_back();
        return level;
    }
    template<typename Value> bool add(Value &&value) { return counted() && put(OrderedJson(std::forward<Value>(value))); }
    bool put(OrderedJson &&value)
    {
        if (m_levels.empty())
            root = std::move(value);
        else if (m_levels.back().isObject)
            m_levels.back().fields.emplace_back(m_levels.back().key, std::move(value));
        else
            m_levels.back().items.push_back(std::move(value));
        return true;
    }

    std::vector<Level> m_levels;
    qsizetype m_values = 0;
};

/// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing value - unexpected …; last read: …"
QString wordsOf(const std::string &what)
{
    QString words = QString::fromStdString(what).section(QStringLiteral("] "), 1);
    if (words.startsWith(QStringLiteral("parse error")))
        words = words.section(QStringLiteral(": "), 1);
    return words.section(QStringLiteral("; last read"), 0, 0);
}

} // namespace

OrderedJson parseStrictly(QByteArrayView text, QString *problem)
{
    const auto refused = [&](const QString &sentence) {
        *problem = sentence;
        return OrderedJson(OrderedJson::value_t::discarded);
    };
    TreeBuilder builder;
    if (OrderedJson::sax_parse(text.begin(), text.end(), &builder))
        return std::move(builder.root);
    if (builder.errorOffset >= 0 && (text.indexOf("\\ud") >= 0 || text.indexOf("\\uD") >= 0)) { // a lone half of a surrogate pair?
        TreeBuilder again;
        const QByteArray kept = withLoneHalvesKept(text);
        if (OrderedJson::sax_parse(kept.begin(), kept.end(), &again))
            return std::move(again.root);
    }
    if (!builder.problem.isEmpty())
        return refused(builder.problem);
    if (!builder.repeatedKey.isNull()) {
        const auto second = findValue(text, pointerTo(builder.pointer, builder.repeatedKey), 2);
        return refused(QStringLiteral("%1: the key \"%2\" is there twice; remove one of them")
                           .arg(lineAndColumn(text, second ? second->begin : 0), builder.repeatedKey));
    }
    if (std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }))
        return refused(QStringLiteral("line 1, column 1: not valid JSON (nothing is there)"));
    // What the library read last is the wrong byte, or the end.
    return refused(QStringLiteral("%1: not valid JSON (%2)")
                       .arg(lineAndColumn(text, std::max<qsizetype>(0, builder.errorOffset - 1)), wordsOf(builder.errorWords)));
}

} // namespace interleave
