#include "setup/prompts/promptfoo.h"

#include "setup/prompts/neighbour_file.h"
#include "setup/prompts/prompt_set.h"
#include "setup/prompts/table_rows.h"
#include "setup/prompts/template_text.h"

#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

constexpr auto filePrefix = "file://"_L1;
constexpr qsizetype mostCombinations = 50'000; // of the values of one test

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
            if (!m_problem.isEmpty())
                break;
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

    /// Those whose value is a file have its content.
    QJsonObject vars(QJsonObject vars)
    {
        for (auto var = vars.begin(); var != vars.end(); ++var) {
            if (var->isArray()) {
                QJsonArray choices;
                const QJsonArray items = var->toArray();
                for (const QJsonValue &item : items)
                    choices.append(contentOf(item, var.key()));
                *var = choices;
            } else {
                *var = contentOf(*var, var.key());
            }
        }
        return vars;
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
        else if (m_size += text->size(); m_size > mostPromptBytes)
            fail(u"names files of more than 32 MiB together; take fewer."_s);
        return m_problem.isEmpty() ? std::move(text).value() : QString();
    }

    QJsonValue contentOf(const QJsonValue &value, const QString &variable)
    {
        const QString reference = value.toString();
        if (!reference.startsWith(filePrefix) || !m_problem.isEmpty())
            return value;
        const QString ending = QFileInfo(reference).suffix().toLower();
        if (ending == "txt"_L1 || ending == "md"_L1 || ending == "json"_L1)
            return neighbour(reference).trimmed();
        fail(u"has the variable \"%1\" from %2; only .txt, .md and .json are read: nothing is run."_s.arg(variable, reference));
        return value;
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
            const auto add = [&tests](const Record &record) {
                tests.append(record.value);
                return tests.size() <= mostPrompts;
            };
            const QString wrong = (ending == "json"_L1 ? jsonRecords : jsonLinesRecords)({text, reference, {}}, add);
            if (!wrong.isEmpty())
                fail(wrong);
            return;
        }
        const TableText table = tableRows(withoutSeparatorLine(text), separatorOf(text), mostPrompts + 1);
        if (!table.error.isEmpty())
            return fail(u"%1, line %2: %3"_s.arg(reference, QString::number(table.errorLine), table.error));
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
    qint64 m_size = 0; // of the files that were read
};

/// A variable that is a list stands for each of its values. One combination is made at a time: together they would be as many copies.
class Combinations
{
public:
    explicit Combinations(const QJsonObject &vars)
    {
        for (auto var = vars.begin(); var != vars.end(); ++var) {
            m_names.append(var.key());
            m_choices.append(var->isArray() ? var->toArray() : QJsonArray{*var});
            m_count = std::min(m_count * static_cast<double>(m_choices.last().size()), 1e18);
        }
    }

    double count() const { return m_count; }
    /// The last variable changes first.
    QJsonObject at(qint64 index) const
    {
        QJsonObject values;
        for (qsizetype i = m_names.size() - 1; i >= 0; --i) {
            values[m_names[i]] = m_choices[i].at(index % m_choices[i].size());
            index /= m_choices[i].size();
        }
        return values;
    }

private:
    QStringList m_names;
    QList<QJsonArray> m_choices;
    double m_count = 1;
};

QJsonObject merged(QJsonObject base, const QJsonObject &over)
{
    for (auto field = over.begin(); field != over.end(); ++field)
        base[field.key()] = *field;
    return base;
}

QString visitProduct(const QJsonArray &prompts, const QJsonArray &tests, const QJsonObject &usual, const PromptsText &source,
                     const RecordVisitor &visit)
{
    for (qsizetype i = 0; i < std::max<qsizetype>(tests.size(), 1); ++i) {
        const QString place = u"test %1"_s.arg(i + 1);
        Configuration files(source);
        const Combinations all(files.vars(merged(usual, tests.at(i).toObject()[u"vars"_s].toObject())));
        if (!files.problem().isEmpty())
            return promptsError(source.name, place + u' ' + files.problem()).sentence;
        if (all.count() > mostCombinations)
            return promptsError(source.name,
                                u"%1 has variables whose values combine to more than %2 prompts; take fewer entries."_s.arg(place).arg(
                                    mostCombinations))
                .sentence;
        for (qint64 number = 0; number < static_cast<qint64>(all.count()); ++number) {
            const QJsonObject values = all.at(number);
            for (const QJsonValue &prompt : prompts) {
                QString problem;
                const QJsonValue filled = filledValue(prompt, values, problem);
                if (!problem.isEmpty())
                    return promptsError(source.name, place + u' ' + problem).sentence;
                if (!visit({filled.isObject() ? filled.toObject() : QJsonObject{{u"prompt"_s, filled}}, 0, place}))
                    return {};
            }
        }
    }
    return {};
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

QString promptfooRecords(const QJsonObject &config, const PromptsText &source, const RecordVisitor &visit)
{
    Configuration configuration(source);
    const QJsonArray prompts = configuration.prompts(config[u"prompts"_s]);
    const QJsonArray tests = configuration.tests(config[u"tests"_s]);
    if (!configuration.problem().isEmpty())
        return promptsError(source.name, configuration.problem()).sentence;
    return visitProduct(prompts, tests, config[u"defaultTest"_s][u"vars"_s].toObject(), source, visit);
}

QString recordsOfTests(const QJsonArray &tests, const PromptsText &source, const RecordVisitor &visit)
{
    if (source.templates.isEmpty())
        return promptsError(source.name,
                            u"has tests, but no prompts; name promptfoo's configuration instead, or a scenario whose prompts have "
                            "variables such as {{name}}."_s)
            .sentence;
    return visitProduct(source.templates, tests, {}, source, visit);
}

QString recordsOfRow(const QJsonObject &row, int line, const PromptsText &source, const RecordVisitor &visit)
{
    QJsonObject vars;
    for (auto cell = row.begin(); cell != row.end(); ++cell) {
        if (!cell.key().startsWith("__"_L1))
            vars[cell.key()] = *cell;
    }
    return recordsOfTests({QJsonObject{{u"vars"_s, vars}}}, source, [&visit, line](Record record) {
        record.line = line;
        return visit(record);
    });
}

} // namespace interleave
