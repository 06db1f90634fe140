// A document, by the id that search gives.
#include "tools/documents.h"
#include "tools/each_tool.h"

#include <nlohmann/json.hpp>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

static WorkResult text(const Json &arguments, const ToolWorld &world)
{
    constexpr qsizetype longest = 1000;
    QString refusal;
    const std::optional<QString> id = textArgument(arguments, "id", longest, refusal);
    if (!id)
        return refused(refusal + u" for read: an id that search gave"_s);
    if (const QString problem = problemOf(world); !problem.isEmpty())
        return refused(problem);
    const Documents::Document *document = world.documents->find(*id);
    if (!document)
        return refused(u"there is no document with the id \"%1\"; search gives the ids"_s.arg(id->left(80)));
    return given(OrderedJson{{"id", utf8(document->id)}, {"title", utf8(document->title)}, {"text", utf8(document->text)}});
}

Tool read()
{
    return {u"read"_s,
            u"Read"_s,
            u"Gives a document's title and text by the id that search gave."_s,
            R"json({"type":"object","properties":{"id":{"type":"string"}},"required":["id"]})json"_ba,
            asLongAsItTakes,
            text};
}

} // namespace interleave::each_tool
