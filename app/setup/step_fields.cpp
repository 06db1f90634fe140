#include "setup/step_fields.h"

#include "core/field_range.h"
#include "core/step.h"

#include <QCoreApplication>

namespace interleave {

using namespace Qt::StringLiterals;
using Type = StepField::Type;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(interleave::StepFields)
};

StepField text(const char *kind, const char *path, const QString &title, const QString &hint, Type type = Type::Text)
{
    return {QLatin1StringView(kind), QLatin1StringView(path), title, hint, type};
}

StepField required(const char *kind, const char *path, const QString &title, const QString &hint, Type type, const QString &example)
{
    StepField field = text(kind, path, title, hint, type);
    field.isRequired = true;
    field.example = example;
    return field;
}

StepField number(const char *kind, const char *path, const QString &title, const QString &hint, Type type, double least, double most)
{
    StepField field = text(kind, path, title, hint, type);
    field.least = least;
    field.most = most;
    return field;
}

/// As a prompt's own, in the table of ranges.
StepField ranged(const char *kind, const char *path, const char *range, const QString &title, const QString &hint, Type type)
{
    const FieldRange found = rangeOf(range);
    return number(kind, path, title, hint, type, found.least, found.most);
}

std::vector<StepField> allFields()
{
    const QString template_ = Words::tr("a template: {{prompt}}, {{column}}, {{step.text}}, {{step.json.field}}");
    const QString limit = Words::tr("empty: no limit");
    std::vector<StepField> fields{
        required("call", "prompt", Words::tr("Prompt"), template_, Type::Prompt, u"{{prompt}}"_s),
        text("call", "system", Words::tr("System"), Words::tr("a template; empty: none"), Type::Prompt),
        text("call", "model", Words::tr("Model"), Words::tr("the endpoint's name of it; empty: as routing decides")),
        ranged("call", "temperature", "temperature", Words::tr("Temperature"), Words::tr("empty: the server's own"), Type::Number),
        ranged("call", "max_output_tokens", "max_output_tokens", Words::tr("Output limit"), Words::tr("tokens; empty: as the scenario"),
               Type::Whole),
        text("call", "class", Words::tr("Class"), Words::tr("for routing; empty: none")),
        required("analyze", "text", Words::tr("Text"), template_, Type::Prompt, u"{{prompt}}"_s),
        required("tool", "name", Words::tr("Tool"), Words::tr("its name"), Type::Text, u"clock"_s),
        text("tool", "arguments", Words::tr("Arguments"), Words::tr("an object; its texts are templates"), Type::Json),
        text("agent", "task", Words::tr("Task"), Words::tr("a template; empty: {{prompt}}"), Type::Prompt),
        text("agent", "system", Words::tr("System"), Words::tr("a template; empty: none"), Type::Prompt),
        text("agent", "tools", Words::tr("Tools"), Words::tr("names with commas between them"), Type::Names),
        number("agent", "bounds/turns", Words::tr("Turns"), Words::tr("at most; empty: 12"), Type::Whole, 1, 1000),
        number("agent", "bounds/tool_calls", Words::tr("Tools a turn"), Words::tr("at most; empty: 16"), Type::Whole, 1, 1000),
        number("agent", "bounds/tokens", Words::tr("Tokens"), limit, Type::Whole, 1, 1e9),
        number("agent", "bounds/usd", Words::tr("Dollars"), limit, Type::Number, 0, 1e6),
        number("agent", "bounds/s", Words::tr("Seconds"), limit, Type::Number, 0.001, 86'400),
        number("agent", "tools_at_once", Words::tr("Tools at once"), Words::tr("0: all of a turn"), Type::Whole, 0, 1000),
        text("agent", "model", Words::tr("Model"), Words::tr("the endpoint's name of it; empty: as routing decides")),
        ranged("agent", "temperature", "temperature", Words::tr("Temperature"), Words::tr("empty: the server's own"), Type::Number),
        ranged("agent", "max_output_tokens", "max_output_tokens", Words::tr("Output limit"), Words::tr("tokens; empty: as the scenario"),
               Type::Whole),
        text("agent", "class", Words::tr("Class"), Words::tr("for routing; empty: none")),
        required("map", "over", Words::tr("Over"), Words::tr("a list, or a template of one: {{outline.json.points}}"), Type::Json,
                 u"[1,2,3]"_s),
        text("map", "as", Words::tr("Each is called"), Words::tr("empty: {{item}}; its place is {{index}}")),
        number("map", "at_once", Words::tr("At once"), Words::tr("at most; 0: all"), Type::Whole, 0, 100'000),
        number("map", "most", Words::tr("Items"), Words::tr("at most; empty: 64"), Type::Whole, 1, StepId::mostInGroup - 1),
        text("join", "text", Words::tr("Text"), Words::tr("a template; empty: a list of what it waited for"), Type::Prompt),
        required("branch", "if/value", Words::tr("If"), template_, Type::Text, u"{{prompt}}"_s),
        required("branch", "if", Words::tr("Compared"), {}, Type::Test, u"contains"_s),
        required("branch", "if", Words::tr("With"), Words::tr("a template"), Type::Operand, u"?"_s),
        required("loop", "until/value", Words::tr("Until"), Words::tr("a template; knows the loop's own steps"), Type::Text,
                 u"{{round}}"_s),
        required("loop", "until", Words::tr("Compared"), {}, Type::Test, u"is"_s),
        required("loop", "until", Words::tr("With"), Words::tr("a template"), Type::Operand, u"2"_s),
        number("loop", "most", Words::tr("Rounds"), Words::tr("at most"), Type::Whole, 1, 1000),
        text("", "after", Words::tr("Runs after"), Words::tr("names with commas; those in its templates anyway"), Type::Names),
        number("", "retries", Words::tr("Retries"), Words::tr("empty: none"), Type::Whole, 0, 100),
        number("", "timeout_s", Words::tr("Time-out"), Words::tr("seconds; empty: none"), Type::Number, 0, 86'400),
        text("", "on_failure", Words::tr("If it fails"), Words::tr("the job, too; or it goes on"), Type::Choice),
        text("", "default", Words::tr("That value"), Words::tr("JSON or a text; only where it is \"default\""), Type::Json),
    };
    for (StepField &field : fields) {
        if (field.type == Type::Test)
            field.choices = {u"is"_s, u"is_not"_s, u"contains"_s, u"matches"_s, u"less"_s, u"more"_s};
        if (field.path == "on_failure"_L1)
            field.choices = {u"fail"_s, u"skip"_s, u"default"_s};
        if (field.kind == "loop"_L1 && field.path == "most"_L1) {
            field.isRequired = true;
            field.example = u"3"_s;
        }
    }
    return fields;
}

} // namespace

QString StepField::rangeText() const
{
    if (most <= least)
        return {};
    const double example = std::min(most, std::max(least, type == Type::Whole ? 8.0 : 0.5));
    return Words::tr("between %1 and %2, for example %3")
        .arg(QString::number(least, 'g', 12), QString::number(most, 'g', 12), QString::number(example));
}

const QStringList &stepKinds()
{
    static const QStringList kinds{u"call"_s, u"analyze"_s, u"tool"_s, u"agent"_s, u"map"_s, u"join"_s, u"branch"_s, u"loop"_s, u"race"_s};
    return kinds;
}

std::vector<StepField> stepFieldsOf(const QString &kind)
{
    std::vector<StepField> fields;
    for (StepField &field : allFields()) {
        if (field.kind == kind || field.kind.isEmpty())
            fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace interleave
