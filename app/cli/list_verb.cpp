// interleave list: what there is to choose from.
#include "cli/console.h"
#include "cli/text_table.h"
#include "cli/verbs.h"
#include "export/exporters.h"
#include "setup/catalog.h"
#include "setup/prompts/prompt_formats.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static QList<CatalogEntry> catalogOfExporters()
{
    QList<CatalogEntry> entries;
    for (const Exporter &exporter : exporters())
        entries.append({exporter.id, exporter.title, exporter.sentence, {}});
    return entries;
}

static QList<CatalogEntry> catalogOfPromptKinds()
{
    QList<CatalogEntry> entries;
    for (const PromptKind &kind : promptKinds())
        entries.append({kind.id, kind.title, kind.sentence, {}});
    return entries;
}

struct Kind {
    QString name;
    QList<CatalogEntry> (*entries)();
};

static QList<Kind> kinds(const WindowServices &window)
{
    return {{u"models"_s, catalogOfModels},        {u"workloads"_s, catalogOfWorkloads}, {u"tools"_s, catalogOfTools},
            {u"providers"_s, catalogOfProviders},  {u"profiles"_s, catalogOfProfiles},   {u"analyzers"_s, catalogOfAnalyzers},
            {u"scenarios"_s, catalogOfScenarios},  {u"scripts"_s, catalogOfScripts},     {u"exporters"_s, catalogOfExporters},
            {u"charts"_s, window.catalogOfCharts}, {u"prompts"_s, catalogOfPromptKinds}};
}

static QString namesOfKinds()
{
    QStringList names;
    for (const Kind &kind : kinds({}))
        names.append(kind.name);
    return names.join(u'|');
}

static QByteArray jsonOf(const QList<CatalogEntry> &entries)
{
    OrderedJson list = OrderedJson::array();
    for (const CatalogEntry &entry : entries)
        list.push_back(
            {{"id", utf8(entry.id)}, {"name", utf8(entry.id)}, {"title", utf8(entry.title)}, {"sentence", utf8(entry.sentence)}});
    return pretty(list);
}

static QString tableOf(const QList<CatalogEntry> &entries)
{
    qsizetype width = 0;
    for (const CatalogEntry &entry : entries)
        width = std::max(width, entry.id.size());
    QString text;
    for (const CatalogEntry &entry : entries)
        text += hangingText(entry.id, width + 2, entry.sentence);
    return text;
}

static int list(const CommandLine &line, const WindowServices &window)
{
    for (const Kind &kind : kinds(window)) {
        if (kind.name != line.positional[0] || !kind.entries)
            continue;
        if (line.has("--json"))
            print(jsonOf(kind.entries()));
        else
            print(tableOf(kind.entries()));
        return Finished;
    }
    return complain(u"list %1: there is no such list in this version; known are %2"_s.arg(line.positional[0], namesOfKinds()), BadInput);
}

Verb listVerb() { return {u"list"_s, namesOfKinds(), u"lists what there is to choose from"_s, {{u"--json"_s, {}, u"as JSON"_s}}, 1, list}; }

} // namespace interleave::cli
