#include "setup/prompts/prompt_formats.h"

#include "setup/prompts/prompt_set.h"
#include "setup/prompts/shapes.h"
#include "setup/prompts/table_rows.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static QStringView firstLine(const QString &text)
{
    const QStringView rest = QStringView(text).trimmed();
    return rest.left(rest.indexOf(u'\n') < 0 ? rest.size() : rest.indexOf(u'\n')).trimmed();
}

static bool areJsonLines(const QString &text)
{
    const QStringView line = firstLine(text);
    if (!line.startsWith(u'{') && !line.startsWith(u'"'))
        return false;
    QJsonParseError parseError;
    const QJsonArray values = QJsonDocument::fromJson("[" + line.toUtf8() + "]", &parseError).array();
    return parseError.error == QJsonParseError::NoError && values.size() == 1;
}

/// One document, or one value a line: jsonRecords() reads both.
static bool isJson(const QString &text)
{
    const QStringView rest = QStringView(text).trimmed();
    return rest.startsWith(u'[') || (rest.startsWith(u'{') && !areJsonLines(text));
}

static bool isYaml(const QString &text)
{
    const QStringView line = firstLine(text);
    return line.startsWith("prompts:"_L1) || line.startsWith("tests:"_L1) || line.startsWith("description:"_L1) ||
           line.startsWith("- vars:"_L1) || line.startsWith("# yaml-language-server"_L1) || line == "---"_L1;
}

static bool isTable(const QString &text)
{
    if (text.startsWith("sep="_L1, Qt::CaseInsensitive))
        return true;
    const TableText table = tableRows(text, separatorOf(text), 1);
    if (table.rows.isEmpty())
        return false;
    QJsonObject fields;
    for (const QString &cell : table.rows.first().cells)
        fields[isFieldOfShapes(cell.trimmed().toLower()) ? cell.trimmed().toLower() : cell.trimmed()] = u"x"_s;
    return isKnownShape(fields);
}

const std::vector<PromptFormat> &promptFormats()
{
    static const std::vector<PromptFormat> list{
        {u"json"_s, u"JSON"_s, u"an entry, a list of entries, or an object that has one"_s, {u"json"_s}, isJson, jsonRecords},
        {u"jsonl"_s, u"JSON Lines"_s, u"an entry on each line"_s, {u"jsonl"_s, u"ndjson"_s}, areJsonLines, jsonLinesRecords},
        {u"yaml"_s,
         u"YAML"_s,
         u"promptfoo's configuration or tests (variables are filled in), or entries as in JSON"_s,
         {u"yaml"_s, u"yml"_s},
         isYaml,
         yamlRecords},
        {u"csv"_s,
         u"CSV"_s,
         u"an entry in each row; the first names the fields. Separated by , ; tab or | (told from the rows, or by sep=)"_s,
         {u"csv"_s},
         isTable,
         csvRecords},
        {u"tsv"_s, u"TSV"_s, u"the same, separated by tabs"_s, {u"tsv"_s, u"tab"_s}, nullptr, tsvRecords},
        {u"document"_s, u"Document"_s, u"the whole file is one prompt"_s, {u"md"_s, u"markdown"_s}, nullptr, documentRecords},
        {u"lines"_s, u"Text"_s, u"a prompt on each line"_s, {u"txt"_s, u"text"_s}, nullptr, lineRecords},
    };
    return list;
}

const PromptFormat *findPromptFormat(const QString &id)
{
    const auto found =
        std::find_if(promptFormats().begin(), promptFormats().end(), [&](const PromptFormat &format) { return format.id == id; });
    return found == promptFormats().end() ? nullptr : &*found;
}

const PromptFormat *promptFormatOfSuffix(const QString &suffix)
{
    const auto found = std::find_if(promptFormats().begin(), promptFormats().end(),
                                    [&](const PromptFormat &format) { return format.suffixes.contains(suffix); });
    return found == promptFormats().end() ? nullptr : &*found;
}

const PromptFormat &promptFormatOfText(const QString &text)
{
    const auto found = std::find_if(promptFormats().begin(), promptFormats().end(),
                                    [&](const PromptFormat &format) { return format.looksLike && format.looksLike(text); });
    return found == promptFormats().end() ? promptFormats().back() : *found;
}

QList<PromptKind> promptKinds()
{
    QList<PromptKind> kinds;
    for (const PromptFormat &format : promptFormats())
        kinds.append({format.id, format.title, u"."_s + format.suffixes.join(u", ."_s) + u": "_s + format.sentence});
    for (const PromptShape &shape : promptShapes())
        kinds.append({shape.id, shape.title, u"entry of "_s + shape.title + u": "_s + shape.sentence});
    kinds.append({u"folder"_s, u"Folder"_s, u"a folder of .txt and .md files, each of which is a prompt"_s});
    kinds.append({u"packed"_s, u"Packed"_s, u".gz, .zst: any of these, packed; refused where it unpacks to more than 32 MiB"_s});
    kinds.append({u"encoding"_s, u"Encoding"_s, u"UTF-8; UTF-16, UTF-32 and Windows-1252 are converted, and it is said"_s});
    return kinds;
}

QStringList promptFormatIds()
{
    QStringList ids;
    for (const PromptFormat &format : promptFormats())
        ids.append(format.id);
    for (const PromptShape &shape : promptShapes())
        ids.append(shape.id);
    return ids;
}

QString promptFilesPattern()
{
    QStringList patterns;
    for (const PromptFormat &format : promptFormats()) {
        for (const QString &suffix : format.suffixes)
            patterns.append(u"*."_s + suffix);
    }
    return (patterns + QStringList{u"*.gz"_s, u"*.zst"_s}).join(u' ');
}

} // namespace interleave
