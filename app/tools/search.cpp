// Full text search over the documents: ids and titles, best first, and no words of theirs. Whoever wants to know what is in one reads it.
#include "tools/documents.h"
#include "tools/each_tool.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

static WorkResult found(const Json &arguments, const ToolWorld &world)
{
    constexpr qsizetype longest = 1000;
    constexpr int usual = 5, most = 20;
    QString refusal;
    const std::optional<QString> query = textArgument(arguments, "query", longest, refusal);
    if (!query)
        return refused(refusal + u" for search"_s);
    const Json &limit = at(arguments, "limit");
    if (!limit.is_discarded() && !limit.is_number())
        return refused(u"\"limit\" of search must be a number from 1 to %1"_s.arg(most));
    if (const QString problem = problemOf(world); !problem.isEmpty())
        return refused(problem);
    const int count = limit.is_number() ? static_cast<int>(std::clamp(limit.get<double>(), 1.0, double(most))) : usual;
    OrderedJson hits = OrderedJson::array();
    for (const Documents::Hit &hit : world.documents->search(*query, count))
        hits.push_back({{"id", utf8(hit.id)}, {"title", utf8(hit.title)}});
    return given(OrderedJson{{"hits", hits}});
}

Tool search()
{
    return {
        u"search"_s,
        u"Search"_s,
        u"Searches the documents for words and gives the ids and titles of those that fit best; read gives their text."_s,
        R"json({"type":"object","properties":{"query":{"type":"string"},"limit":{"type":"integer","minimum":1,"maximum":20}},"required":["query"]})json"_ba,
        asLongAsItTakes,
        found};
}

} // namespace interleave::each_tool
