// Entries of one document, whether it was JSON or YAML: a list of entries, an entry, an object that has a list, promptfoo's configuration
// or tests.
#include "setup/prompt_set.h"
#include "setup/promptfoo.h"
#include "setup/record.h"
#include "setup/shapes.h"

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

static QList<Record> recordsOf(const QJsonArray &list)
{
    QList<Record> records;
    for (qsizetype i = 0; i < list.size(); ++i)
        records.append({list[i], 0, u"entry %1"_s.arg(i + 1)});
    return records;
}

Result<QList<Record>> recordsOfDocument(const QJsonValue &document, const PromptsText &source)
{
    if (document.isArray())
        return areTests(document.toArray()) ? recordsOfTests(document.toArray(), source) : recordsOf(document.toArray());
    const QJsonObject object = document.toObject();
    if (isPromptfoo(object))
        return promptfooRecords(object, source);
    if (object.value(u"schema"_s).toString().startsWith("interleave.scenario"_L1))
        return promptsError(source.name, u"is a scenario, not a file of prompts; run it, or open it, in place of another scenario."_s);
    if (document.isString())
        return QList<Record>{{document, 1}};
    if (!isKnownShape(object)) {
        if (const QJsonArray tests = object[u"tests"_s].toArray(); areTests(tests))
            return recordsOfTests(tests, source);
        if (const QJsonArray list = listIn(object); !list.isEmpty())
            return recordsOf(list);
    }
    return QList<Record>{{object, 1}};
}

} // namespace interleave
