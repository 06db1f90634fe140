// A value within JSON, by its path: "/hits/0/id" (a JSON Pointer), or "hits.0.id".
#include "tools/each_tool.h"

#include <QStringList>

#include <nlohmann/json.hpp>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

static QStringList partsOf(const QString &path)
{
    if (!path.startsWith(u'/'))
        return path.split(u'.', Qt::SkipEmptyParts);
    QStringList parts = path.sliced(1).split(u'/');
    for (QString &part : parts)
        part.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s);
    return parts;
}

static WorkResult found(const Json &arguments, const ToolWorld &)
{
    constexpr qsizetype longest = 1'000'000, longestPath = 1000;
    QString refusal;
    const std::optional<QString> path = textArgument(arguments, "path", longestPath, refusal);
    if (!path)
        return refused(refusal + u" for json_query, such as \"/hits/0/id\""_s);
    const Json &given = at(arguments, "json");
    Json parsed;
    if (given.is_string()) {
        if (textOf(given).size() > longest)
            return refused(u"\"json\" of json_query has more than %1 characters"_s.arg(longest));
        JsonError error;
        parsed = parseJson(textOf(given).toUtf8(), &error);
        if (parsed.is_discarded())
            return refused(u"\"json\" of json_query is no JSON at character %1: %2"_s.arg(error.offset + 1).arg(error.reason));
    } else if (given.is_discarded()) {
        return refused(u"\"json\" of json_query is missing: give an object, a list, or JSON as text"_s);
    }
    const Json *value = given.is_string() ? &parsed : &given;
    for (const QString &part : partsOf(*path)) {
        bool isIndex = false;
        const uint index = part.toUInt(&isIndex);
        const Json &inner = value->is_array() && isIndex && index < value->size() ? (*value)[index] : interleave::at(*value, utf8(part));
        if (inner.is_discarded())
            return refused(u"there is no \"%1\" of the path %2 in the JSON"_s.arg(part, *path));
        value = &inner;
    }
    return each_tool::given(*value);
}

Tool jsonQuery()
{
    return {
        u"json_query"_s,
        u"JSON query"_s,
        u"Gives the value at a path within JSON, such as /hits/0/id."_s,
        R"json({"type":"object","properties":{"json":{"description":"an object, a list, or JSON as text"},"path":{"type":"string"}},"required":["json","path"]})json"_ba,
        asLongAsItTakes,
        found};
}

} // namespace interleave::each_tool
