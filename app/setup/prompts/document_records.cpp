// Entries of one document, whether it was JSON or YAML: a list of entries, an entry, an object that has a list, promptfoo's configuration
// or tests.
#include "setup/prompts/prompt_set.h"
#include "setup/prompts/promptfoo.h"
#include "setup/prompts/record.h"
#include "setup/prompts/shapes.h"

namespace interleave {

using namespace Qt::StringLiterals;

/// The list of entries in an object that is none itself; empty: there is no such list.
static QJsonArray listIn(const QJsonObject &object)
{
    for (const char *key : {"prompts", "data", "examples", "questions", "conversations", "requests", "records", "rows", "items",
                            "instances", "tests", "train", "test"}) {
        const QJsonArray list = object.value(QLatin1StringView(key)).toArray();
        if (!list.isEmpty())
            return list;
    }
    return {};
}

static void visitAll(const QJsonArray &list, const RecordVisitor &visit)
{
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (!visit({list[i], 0, u"entry %1"_s.arg(i + 1)}))
            return;
    }
}

QString recordsOfDocument(const QJsonValue &document, const PromptsText &source, const RecordVisitor &visit)
{
    const QJsonObject object = document.toObject();
    if (document.isArray() && areTests(document.toArray()))
        return recordsOfTests(document.toArray(), source, visit);
    if (isPromptfoo(object))
        return promptfooRecords(object, source, visit);
    if (object.value(u"schema"_s).toString().startsWith("interleave.scenario"_L1))
        return promptsError(source.name, u"is a scenario, not a file of prompts; run it, or open it, in place of another scenario."_s)
            .sentence;
    if (document.isArray()) {
        visitAll(document.toArray(), visit);
        return {};
    }
    if (!isKnownShape(object) && document.isObject()) {
        if (const QJsonArray tests = object[u"tests"_s].toArray(); areTests(tests))
            return recordsOfTests(tests, source, visit);
        if (const QJsonArray list = listIn(object); !list.isEmpty()) {
            visitAll(list, visit);
            return {};
        }
    }
    visit({document, 1});
    return {};
}

} // namespace interleave
