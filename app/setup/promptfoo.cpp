#include "setup/promptfoo.h"

#include "setup/neighbour_file.h"
#include "setup/prompt_set.h"
#include "setup/table_rows.h"
#include "setup/template_text.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

constexpr auto filePrefix = "file://"_L1;

/// Goes through prompts and tests, and remembers the first thing that is wrong.
class Configuration
{
public:
    explicit Configuration(const PromptsText &source)
        : m_source(source)
    {
    }

    QJsonArray prompts(const QJsonValue &value)
    {
        QJsonArray prompts;
        const QJsonArray items = value.isArray() ? value.toArray() : QJsonArray{value};
        for (const QJsonValue &item : items) {
            if (item.isObject() && item[u"raw"_s].isString())
                addPrompt(item[u"raw"_s].toString(), prompts);
            else if (item.isObject() && item[u"id"_s].toString().startsWith(filePrefix))
                addPrompt(item[u"id"_s].toString(), prompts);
            else if (item.isString())
                addPrompt(item.toString(), prompts);
            else
                fail(u"\"prompts\" has an entry that is neither text nor has \"raw\"; write it as text."_s);
        }
        return prompts;
    }

    QJsonArray tests(const QJsonValue &value)
    {
        QJsonArray tests;
        const QJsonArray items = value.isArray() ? value.toArray() : value.isUndefined() ? QJsonArray() : QJsonArray{value};
        for (const QJsonValue &item : items) {
            if (item.isString())
                addTestsOf(item.toString(), tests);
            else
                tests.append(item);
        }
        return tests;
    }

    void fail(const QString &sentence)
    {
        if (m_problem.isEmpty())
            m_problem = sentence;
    }
    const QString &problem() const { return m_problem; }

private:
    QString neighbour(const QString &reference)
    {
        Result<QString> text =
            textOfNeighbour(m_source.name, reference.startsWith(filePrefix) ? reference.mid(filePrefix.size()) : reference);
        if (!text)
            fail(text.error());
        return text ? std::move(text).value() : QString();
    }

    /// A prompt may be written out, be a conversation as JSON, or be in a file.
    void addPrompt(const QString &text, QJsonArray &prompts)
    {
        if (!text.startsWith(filePrefix)) {
            const QJsonArray turns = QJsonDocument::fromJson(text.toUtf8()).array();
            prompts.append(!turns.isEmpty() && turns[0].isObject() ? QJsonValue(turns) : QJsonValue(text));
            return;
        }
        const QString ending = QFileInfo(text).suffix().toLower();
        if (ending != "txt"_L1 && ending != "md"_L1 && ending != "j2"_L1 && ending != "json"_L1)
            return fail(u"\"prompts\" names %1; only .txt, .md, .j2 and .json are read: nothing is run."_s.arg(text));
        const QString content = neighbour(text);
        if (ending == "json"_L1)
            return addPrompt(content.trimmed(), prompts);
        for (const QString &part : content.split(u"\n---\n"_s, Qt::SkipEmptyParts))
            prompts.append(part.trimmed());
    }

    void addTestsOf(const QString &reference, QJsonArray &tests)
    {
        const QString ending = QFileInfo(reference).suffix().toLower();
        if (ending != "csv"_L1 && ending != "tsv"_L1 && ending != "json"_L1 && ending != "jsonl"_L1)
            return fail(u"\"tests\" names %1; only .csv, .tsv, .json and .jsonl are read."_s.arg(reference));
        const QString text = neighbour(reference);
        if (!m_problem.isEmpty())
            return;
        if (ending == "json"_L1 || ending == "jsonl"_L1) {
            const Result<QList<Record>> records =
                ending == "json"_L1 ? jsonRecords({text, reference, {}}) : jsonLinesRecords({text, reference, {}});
            if (!records)
                return fail(records.error());
            for (const Record &record : *records)
                tests.append(record.value);
            return;
        }
        const TableText table = tableRows(withoutSeparatorLine(text), separatorOf(text), mostPrompts + 1);
        if (!table.error.isEmpty())
            return fail(u"%1, line %2: %3"_s.arg(reference).arg(table.errorLine).arg(table.error));
        for (qsizetype i = 1; i < table.rows.size(); ++i) {
            QJsonObject vars;
            const QStringList &names = table.rows.first().cells;
            for (qsizetype column = 0; column < std::min(names.size(), table.rows[i].cells.size()); ++column)
                vars[names[column].trimmed()] = table.rows[i].cells[column];
            tests.append(QJsonObject{{u"vars"_s, vars}});
        }
    }

    const PromptsText &m_source;
    QString m_problem;
};

/// A variable that is a list stands for each of its values.
QList<QJsonObject> valuesOf(const QJsonObject &vars)
{
    QList<QJsonObject> all{{}};
    for (auto var = vars.begin(); var != vars.end(); ++var) {
        const QJsonArray choices = var->isArray() ? var->toArray() : QJsonArray{*var};
        QList<QJsonObject> next;
        for (const QJsonObject &before : all) {
            for (const QJsonValue &choice : choices) {
                QJsonObject values = before;
                values[var.key()] = choice;
                next.append(values);
                if (next.size() > mostPrompts)
                    return next;
            }
        }
        all = next;
    }
    return all;
}

QJsonObject merged(QJsonObject base, const QJsonObject &over)
{
    for (auto field = over.begin(); field != over.end(); ++field)
        base[field.key()] = *field;
    return base;
}

Result<QList<Record>> recordsOf(const QJsonArray &prompts, const QJsonArray &tests, const QJsonObject &usual, const PromptsText &source)
{
    QList<Record> records;
    qsizetype characters = 0;
    for (qsizetype i = 0; i < std::max<qsizetype>(tests.size(), 1); ++i) {
        const QString place = u"test %1"_s.arg(i + 1);
        const QList<QJsonObject> all = valuesOf(merged(usual, tests.at(i).toObject()[u"vars"_s].toObject()));
        for (const QJsonObject &values : all) {
            for (const QJsonValue &prompt : prompts) {
                QString problem;
                const QJsonValue filled = filledValue(prompt, values, problem);
                if (!problem.isEmpty())
                    return promptsError(source.name, place + u' ' + problem);
                records.append({filled.isObject() ? filled.toObject() : QJsonObject{{u"prompt"_s, filled}}, 0, place});
                characters += textOfValue(filled).size();
                if (records.size() > mostPrompts || characters > mostPromptBytes)
                    return promptsError(source.name, u"makes more than %1 prompts, or 64 MiB of them; use fewer tests."_s.arg(mostPrompts));
            }
        }
    }
    return records;
}

} // namespace

bool isPromptfoo(const QJsonObject &config)
{
    const bool hasPrompts = config[u"prompts"_s].isArray() || config[u"prompts"_s].isString();
    return hasPrompts && (config.contains(u"tests"_s) || config.contains(u"providers"_s) || config.contains(u"targets"_s) ||
                          config.contains(u"defaultTest"_s));
}

bool areTests(const QJsonArray &list)
{
    return !list.isEmpty() && list[0].isObject() && list[0][u"vars"_s].isObject() && !list[0].toObject().contains(u"prompt"_s);
}

Result<QList<Record>> promptfooRecords(const QJsonObject &config, const PromptsText &source)
{
    Configuration configuration(source);
    const QJsonArray prompts = configuration.prompts(config[u"prompts"_s]);
    const QJsonArray tests = configuration.tests(config[u"tests"_s]);
    if (!configuration.problem().isEmpty())
        return promptsError(source.name, configuration.problem());
    return recordsOf(prompts, tests, config[u"defaultTest"_s][u"vars"_s].toObject(), source);
}

Result<QList<Record>> recordsOfTests(const QJsonArray &tests, const PromptsText &source)
{
    if (source.templates.isEmpty())
        return promptsError(source.name,
                            u"has tests, but no prompts; name promptfoo's configuration instead, or a scenario whose prompts have "
                            "variables such as {{name}}."_s);
    return recordsOf(source.templates, tests, {}, source);
}

Result<QList<Record>> recordsOfRow(const QJsonObject &row, int line, const PromptsText &source)
{
    QJsonObject vars;
    for (auto cell = row.begin(); cell != row.end(); ++cell) {
        if (!cell.key().startsWith("__"_L1))
            vars[cell.key()] = *cell;
    }
    Result<QList<Record>> records = recordsOfTests({QJsonObject{{u"vars"_s, vars}}}, source);
    if (records) {
        for (Record &record : *records)
            record.line = line;
    }
    return records;
}

} // namespace interleave
