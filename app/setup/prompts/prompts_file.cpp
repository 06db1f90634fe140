#include "setup/prompts/prompts_file.h"

#include "setup/prompts/decode.h"
#include "setup/prompts/length_trace.h"
#include "setup/prompts/prompt_folder.h"
#include "setup/prompts/prompt_formats.h"
#include "setup/prompts/shapes.h"
#include "setup/prompts/template_text.h"
#include "setup/prompts/unpack.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QFile>
#include <QFileInfo>
#include <QMap>

#include <utility>

#include <nlohmann/json.hpp>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

/// The suffix that tells the format: "a.jsonl.gz" is packed JSON Lines, "prompts.gz" may be anything.
QString suffixOf(const QString &name)
{
    QString last = name.section(u'/', -1);
    for (const auto packed : {".gz"_L1, ".gzip"_L1, ".zst"_L1, ".zstd"_L1}) {
        if (last.endsWith(packed, Qt::CaseInsensitive))
            last.chop(packed.size());
    }
    return QFileInfo(last).suffix().toLower();
}

Error unknownFormat(const QString &name)
{
    return promptsError(name,
                        u"prompts are read from .txt, .md, .jsonl, .ndjson, .json, .csv, .tsv and .yaml files, packed or not, and from "
                        "folders; save it as one of these, or say what it is with --prompts-format."_s);
}

/// What is neither read nor left out in silence.
class UnusedFields
{
public:
    void add(const QStringList &names)
    {
        for (const QString &name : names)
            ++m_counts[name];
    }
    QString sentence(const QString &name) const
    {
        QStringList parts;
        for (auto count = m_counts.begin(); count != m_counts.end() && parts.size() < mostNamed; ++count)
            parts.append(u"\"%1\" (%2)"_s.arg(count.key(), QString::number(*count)));
        if (m_counts.size() > mostNamed)
            parts.append(u"and %1 more"_s.arg(m_counts.size() - mostNamed));
        return parts.isEmpty()
                   ? QString()
                   : u"%1: fields that have no effect here, with the entries that have them: %2."_s.arg(name, parts.join(u", "_s));
    }

private:
    static constexpr int mostNamed = 12;
    QMap<QString, int> m_counts;
};

class Reading
{
public:
    Reading(const QString &name, const PromptShape *shape)
        : m_name(name)
        , m_shape(shape)
    {
    }

    /// What is wrong; empty: nothing.
    QString read(const Record &record, QList<Prompt> &prompts)
    {
        const qsizetype before = prompts.size();
        const QString wrong = record.value.isString() ? readString(record.value.toString(), prompts)
                              : record.value.isObject()
                                  ? readObject(record, prompts)
                                  : u"is neither a string with text nor an object; write \"…\" or {\"prompt\": \"…\"}."_s;
        if (!wrong.isEmpty())
            return wrong;
        for (qsizetype i = before; i < prompts.size(); ++i) {
            if (prompts[i].text.size() + prompts[i].system.size() > mostCharactersOfPrompt)
                return u"has a prompt of more than 8 million characters; shorten it."_s;
            m_size += sizeOfPrompt(prompts[i]);
        }
        return prompts.size() > mostPrompts || m_size > mostPromptBytes ? tooManyPromptsOrTooLong() : QString();
    }

    QString notes() const { return m_unused.sentence(m_name); }

private:
    static QString readString(const QString &text, QList<Prompt> &prompts)
    {
        if (text.trimmed().isEmpty())
            return u"is an empty text; write a prompt or remove it."_s;
        Prompt prompt;
        prompt.text = text;
        prompts.append(std::move(prompt));
        return {};
    }

    QString readObject(const Record &record, QList<Prompt> &prompts)
    {
        const QJsonObject fields = record.value.toObject();
        const PromptShape *shape = m_shape ? m_shape : shapeOf(fields);
        if (!shape)
            return u"has neither a field \"prompt\" nor \"text\"; name the prompt so."_s;
        if (!shape->fits(fields))
            return u"is no entry of the kind \"%1\": %2."_s.arg(shape->id, shape->sentence);
        ShapeReader reader(record, fields);
        const QString wrong = shape->read(reader, prompts);
        m_unused.add(reader.unused());
        return wrong;
    }

    const QString &m_name;
    const PromptShape *m_shape;
    qint64 m_size = 0;
    UnusedFields m_unused;
};

/// The bytes are let go: they and the text are too much together.
Result<QString> textOf(QByteArray content, const QString &name, QStringList &notes)
{
    Result<QByteArray> bytes = unpacked(content, name, mostPromptBytes);
    if (!bytes)
        return Error{bytes.error()};
    content.clear();
    return decodedText(std::exchange(*bytes, {}), name, notes);
}

Result<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    const bool isStandardInput = path == "-"_L1;
    if (!(isStandardInput ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly)))
        return promptsError(path, u"cannot be read (%1); check the path."_s.arg(file.errorString()));
    QByteArray content, block;
    do { // a pipe gives what it has
        block = file.read(1 << 20);
        content += block;
    } while (!block.isEmpty() && content.size() <= mostPromptBytes);
    if (content.size() > mostPromptBytes)
        return promptsError(path, u"is larger than 32 MiB; split it."_s);
    return content;
}

/// Those that have a variable.
QJsonArray templatesOf(const PromptsRequest &request)
{
    QJsonArray templates;
    for (const Prompt &prompt : request.templates) {
        if (!variablesIn(prompt.text + prompt.system).isEmpty())
            templates.append(qtObject(toJson(prompt)));
    }
    return templates;
}

/// Of containers; null: by its content.
Result<const PromptFormat *> formatOf(const QString &name, const PromptsRequest &request)
{
    if (!request.format.isEmpty() && !promptFormatIds().contains(request.format))
        return Error{u"--prompts-format %1: there is no such kind; known are %2"_s.arg(request.format, promptFormatIds().join(u", "_s))};
    if (const PromptFormat *asked = findPromptFormat(request.format))
        return asked;
    const QString suffix = suffixOf(name);
    const PromptFormat *format = promptFormatOfSuffix(suffix);
    if (!format && !suffix.isEmpty() && request.format.isEmpty())
        return unknownFormat(name);
    return format;
}

} // namespace

Result<PromptSet> parsePrompts(QByteArray content, const QString &name, const PromptsRequest &request)
{
    // A suffix first: "report.pdf" should be told what can be read, not what its first odd byte is.
    const Result<const PromptFormat *> format = formatOf(name, request);
    if (!format)
        return Error{format.error()};
    PromptSet set;
    Result<QString> text = textOf(std::move(content), name, set.notes);
    if (!text)
        return Error{text.error()};
    const PromptFormat &container = *format ? **format : promptFormatOfText(*text);
    Reading reading(name, findShape(request.format));
    QString wrong;
    const QString wrongContainer = container.records({std::move(text).value(), name, templatesOf(request)}, [&](const Record &record) {
        const QString place = record.line > 0 || record.place.isEmpty() ? QString() : record.place + u' ';
        if (const QString problem = reading.read(record, set.prompts); !problem.isEmpty())
            wrong = promptsError(name, place + problem, record.line).sentence;
        return wrong.isEmpty();
    });
    if (!wrong.isEmpty() || !wrongContainer.isEmpty())
        return Error{wrong.isEmpty() ? wrongContainer : wrong};
    if (set.prompts.isEmpty())
        return promptsError(name, u"has no prompt; write one a line."_s);
    if (const QString sentence = reading.notes(); !sentence.isEmpty())
        set.notes.append(sentence);
    return set;
}

Result<PromptSet> readPrompts(const QString &path, const PromptsRequest &request)
{
    if (QFileInfo(path).isDir())
        return promptsOfFolder(path);
    Result<QByteArray> content = contentOf(path);
    if (!content)
        return Error{content.error()};
    return parsePrompts(std::move(content).value(), path == "-"_L1 ? u"standard input"_s : path, request);
}

Result<std::vector<qint64>> readTimes(const QString &path)
{
    Result<QByteArray> content = contentOf(path);
    if (!content)
        return Error{content.error()};
    QStringList notes;
    Result<QString> text = textOf(std::move(content).value(), path, notes);
    if (!text)
        return Error{text.error()};
    const PromptFormat *known = promptFormatOfSuffix(suffixOf(path));
    const PromptFormat &container = known ? *known : promptFormatOfText(*text);
    TimeReader reader;
    QString wrong;
    const QString wrongContainer = container.records({std::move(text).value(), path}, [&](const Record &record) {
        if (const QString problem = reader.add(record); !problem.isEmpty())
            wrong = promptsError(path, problem, record.line).sentence;
        return wrong.isEmpty();
    });
    if (!wrong.isEmpty() || !wrongContainer.isEmpty())
        return Error{wrong.isEmpty() ? wrongContainer : wrong};
    if (reader.times().empty())
        return promptsError(path, u"has no requests, so there is nothing to replay."_s);
    return reader.times();
}

} // namespace interleave
