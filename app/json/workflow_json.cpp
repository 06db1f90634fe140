#include "json/workflow_json.h"

#include "core/step.h"
#include "core/text_template.h"
#include "json/agent_json.h"
#include "json/json.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;
using Kind = WorkflowStep::Kind;

namespace {

constexpr int mostSteps = 1000; // of one block
constexpr int mostDeep = 8;     // blocks in blocks; how deep steps may be numbered is looked at when all is read

/// A name that a template asks for.
struct Use {
    Placeholder placeholder;
    QString step; ///< empty: the one that is being read
    QString field;
};

class WorkflowReader
{
public:
    explicit WorkflowReader(Workflow &workflow)
        : m_workflow(workflow)
    {
    }

    /// The steps at `key`: their place among the blocks, and what they ask for from outside.
    struct Block {
        int number = 0;
        std::vector<Use> wanted;
    };
    Block readBlock(FieldReader &fields, const char *key, int depth)
    {
        Block read{static_cast<int>(m_workflow.blocks.size()), {}};
        m_workflow.blocks.emplace_back();
        WorkflowBlock block;
        std::vector<QStringList> after;
        std::vector<std::vector<Use>> uses;
        if (depth > mostDeep)
            fields.fail(key, u"lies too deep; steps lie in at most %1 others"_s.arg(mostDeep));
        const auto readItem = [&](FieldReader &item) {
            if (!item.isObject())
                return item.fail(u"must be a step, as {\"name\": \"draft\", \"call\": {\"prompt\": \"…\"}}"_s);
            uses.emplace_back();
            after.emplace_back();
            WorkflowStep step = readStep(item, after.back(), uses.back(), depth);
            if (placeOf(block, step.name) >= 0)
                item.fail("name", u"is \"%1\", as that of another step; give each a name of its own"_s.arg(step.name));
            block.steps.push_back(std::move(step));
        };
        if (depth <= mostDeep)
            fields.items(key, readItem, [&](qsizetype count) {
                if (count == 0 || count > mostSteps)
                    fields.fail(key, u"has %1 steps; it must have 1 to %2"_s.arg(count).arg(mostSteps));
                return count > 0 && count <= mostSteps;
            });
        for (size_t i = 0; i < block.steps.size(); ++i) {
            waitForNamed(fields, key, block, i, after[i]);
            waitForUsed(block, i, uses[i], read.wanted);
        }
        if (const std::vector<int> ring = makeLines(block, m_workflow.barrier); !ring.empty())
            fields.fail(key, ringSentence(block, ring));
        m_workflow.blocks[static_cast<size_t>(read.number)] = std::move(block);
        return read;
    }

private:
    WorkflowStep readStep(FieldReader &item, QStringList &after, std::vector<Use> &uses, int depth)
    {
        WorkflowStep step;
        item.read("name", step.name);
        if (step.name.isEmpty() || step.name.contains(u'.') || step.name.contains(u'{'))
            item.fail("name", step.name.isEmpty() ? u"is missing; give the step a name"_s : u"must have neither dots nor braces"_s);
        item.read("after", after);
        item.read(FieldRange{"timeout_s", 0, 86'400}, step.timeoutS);
        item.read(FieldRange{"retries", 0, 100}, step.retries);
        readFailure(item, step);
        static constexpr const char *kinds[] = {"call", "analyze", "tool", "agent", "map", "join", "branch", "loop", "race"};
        int found = 0;
        for (size_t kind = 0; kind < std::size(kinds); ++kind) {
            if (!item.has(kinds[kind]))
                continue;
            ++found;
            step.kind = static_cast<Kind>(kind);
            item.object(kinds[kind], [&](FieldReader &fields) { readKind(fields, step, uses, depth); });
        }
        if (found != 1)
            item.fail(
                u"must have one of call, analyze, tool, agent, map, join, branch, loop and race, which says what step \"%1\" does"_s.arg(
                    step.name));
        return step;
    }

    void readFailure(FieldReader &item, WorkflowStep &step)
    {
        QString rule = u"fail"_s;
        item.read("on_failure", rule);
        step.failure = rule == "skip"_L1 ? WorkflowStep::Failure::Skip : WorkflowStep::Failure::FailJob;
        if (rule != "skip"_L1 && rule != "fail"_L1 && rule != "default"_L1)
            item.fail("on_failure", u"is \"%1\"; it must be fail, skip or default"_s.arg(rule));
        if (item.has("default")) {
            step.fallback.json = item.json("default");
            if (rule == "default"_L1)
                step.failure = WorkflowStep::Failure::Default;
            else
                item.fail("default", u"is of no use unless \"on_failure\" is default"_s);
        } else if (rule == "default"_L1) {
            item.fail("default", u"is missing; it is what the step gives when it fails"_s);
        }
    }

    void readKind(FieldReader &fields, WorkflowStep &step, std::vector<Use> &uses, int depth)
    {
        switch (step.kind) {
        case Kind::Call:
            fields.require("prompt");
            readTemplate(fields, "prompt", step.text, uses);
            readTemplate(fields, "system", step.system, uses);
            fields.read("model", step.modelName);
            fields.read(rangeOf("temperature"), step.temperature);
            fields.read(rangeOf("max_output_tokens"), step.maxOutputTokens);
            fields.read("class", step.callClass);
            break;
        case Kind::Analyze:
            fields.require("text");
            readTemplate(fields, "text", step.text, uses);
            break;
        case Kind::Tool:
            fields.require("name");
            fields.read("name", step.tool);
            step.arguments = fields.has("arguments") ? fields.json("arguments") : QByteArrayLiteral("{}");
            fields.know("arguments");
            if (!parseJson(step.arguments).is_object())
                fields.fail("arguments", u"must be an object"_s);
            usesOfJson(parseJson(step.arguments), u"arguments"_s, uses);
            break;
        case Kind::Agent:
            step.agent = readAgent(fields);
            usesOfText(step.agent.system, u"system"_s, uses);
            if (step.agent.task.isEmpty())
                step.agent.task = u"{{prompt}}"_s;
            usesOfText(step.agent.task, u"task"_s, uses);
            break;
        case Kind::Join:
            readTemplate(fields, "text", step.text, uses);
            break;
        case Kind::Map:
            readMap(fields, step, uses, depth);
            break;
        case Kind::Branch:
            fields.require("if");
            fields.object("if", [&](FieldReader &inner) { step.condition = readCondition(inner, u"if"_s, uses); });
            fields.require("then");
            readInner(fields, "then", step, {}, uses, depth);
            if (fields.has("else"))
                readInner(fields, "else", step, {}, uses, depth);
            break;
        case Kind::Loop:
            readLoop(fields, step, uses, depth);
            break;
        case Kind::Race:
            fields.require("ways");
            fields.objects("ways", [&](FieldReader &way) { readInner(way, "steps", step, {}, uses, depth); });
            if (step.blocks.size() < 2)
                fields.fail("ways", u"must have at least two, each with \"steps\""_s);
            break;
        }
    }

    void readMap(FieldReader &fields, WorkflowStep &step, std::vector<Use> &uses, int depth)
    {
        constexpr int mostWithoutLimit = 64;
        fields.require("over");
        step.over = fields.has("over") ? fields.json("over") : QByteArrayLiteral("[]");
        fields.know("over");
        if (const Json over = parseJson(step.over); !over.is_array() && !over.is_string())
            fields.fail("over", u"must be a list, or a template of one, as \"{{outline.json.points}}\""_s);
        usesOfJson(parseJson(step.over), u"over"_s, uses);
        step.as = u"item"_s;
        fields.read("as", step.as);
        fields.read(FieldRange{"at_once", 0, 100'000}, step.atOnce);
        fields.read(FieldRange{"most", 1, StepId::mostInGroup - 1}, step.most);
        if (step.most > mostWithoutLimit && step.atOnce == 0)
            fields.fail("most", u"is more than %1, so \"at_once\" must say how many may be under way together"_s.arg(mostWithoutLimit));
        fields.require("steps");
        readInner(fields, "steps", step, {step.as, u"index"_s}, uses, depth);
    }

    void readLoop(FieldReader &fields, WorkflowStep &step, std::vector<Use> &uses, int depth)
    {
        fields.require("most"); // a loop without a bound might never end
        fields.read(FieldRange{"most", 1, 1000}, step.most);
        fields.require("steps");
        readInner(fields, "steps", step, {u"round"_s, u"previous"_s}, uses, depth);
        fields.require("until");
        std::vector<Use> ofUntil;
        fields.object("until", [&](FieldReader &inner) { step.condition = readCondition(inner, u"until"_s, ofUntil); });
        if (step.blocks.empty())
            return;
        for (const Use &use : ofUntil) { // it knows the steps of its block
            const QString &name = use.placeholder.name;
            if (placeOf(m_workflow.blocks[static_cast<size_t>(step.blocks.front())], name) < 0 && name != "round"_L1 &&
                name != "previous"_L1)
                uses.push_back(use);
        }
    }

    /// A block that belongs to a step: what it asks for from outside, the step asks for.
    void readInner(FieldReader &fields, const char *key, WorkflowStep &step, const QStringList &given, std::vector<Use> &uses, int depth)
    {
        Block block = readBlock(fields, key, depth + 1);
        step.blocks.push_back(block.number);
        for (Use &use : block.wanted) {
            if (!given.contains(use.placeholder.name))
                uses.push_back(std::move(use));
        }
    }

    Condition readCondition(FieldReader &fields, const QString &field, std::vector<Use> &uses)
    {
        Condition condition;
        fields.require("value");
        readTemplate(fields, "value", condition.value, uses);
        static constexpr const char *tests[] = {"is", "is_not", "contains", "matches", "less", "more"};
        int found = 0;
        for (size_t test = 0; test < std::size(tests); ++test) {
            if (!fields.has(tests[test]))
                continue;
            ++found;
            condition.test = static_cast<Condition::Test>(test);
            readTemplate(fields, tests[test], condition.operand, uses);
        }
        if (const QRegularExpression expression(condition.operand);
            condition.test == Condition::Test::Matches && placeholdersOf(condition.operand).isEmpty() && !expression.isValid())
            fields.fail("matches", u"is no regular expression: %1"_s.arg(expression.errorString()));
        if (found != 1)
            fields.fail(u"%1 must have one of is, is_not, contains, matches, less and more"_s.arg(field));
        return condition;
    }

    void readTemplate(FieldReader &fields, const char *key, QString &text, std::vector<Use> &uses)
    {
        fields.read(key, text);
        usesOfText(text, QLatin1StringView(key), uses);
    }

    void usesOfText(const QString &text, const QString &field, std::vector<Use> &uses)
    {
        for (const Placeholder &placeholder : placeholdersOf(text))
            uses.push_back({placeholder, {}, field});
    }

    void usesOfJson(const Json &json, const QString &field, std::vector<Use> &uses)
    {
        if (json.is_string())
            usesOfText(textOf(json), field, uses);
        for (const auto &inner : json.is_structured() ? json : Json())
            usesOfJson(inner, field, uses);
    }

    static int placeOf(const WorkflowBlock &block, const QString &name)
    {
        for (size_t i = 0; i < block.steps.size(); ++i) {
            if (block.steps[i].name == name)
                return static_cast<int>(i);
        }
        return -1;
    }

    static void waitFor(WorkflowStep &step, int place)
    {
        if (std::find(step.after.begin(), step.after.end(), place) == step.after.end())
            step.after.push_back(place);
    }

    static void waitForNamed(FieldReader &fields, const char *key, WorkflowBlock &block, size_t number, const QStringList &names)
    {
        WorkflowStep &step = block.steps[number];
        for (const QString &name : names) {
            if (const int place = placeOf(block, name); place >= 0)
                waitFor(step, place);
            else
                fields.fail(key, u"step \"%1\" is after \"%2\", and no step beside it has that name"_s.arg(step.name, name));
        }
    }

    /// What no step beside it gives comes from outside.
    static void waitForUsed(WorkflowBlock &block, size_t number, const std::vector<Use> &uses, std::vector<Use> &wanted)
    {
        WorkflowStep &step = block.steps[number];
        for (const Use &use : uses) {
            if (const int place = placeOf(block, use.placeholder.name); place >= 0) {
                waitFor(step, place);
                continue;
            }
            wanted.push_back({use.placeholder, use.step.isEmpty() ? step.name : use.step, use.field});
            if (!block.uses.contains(use.placeholder.name))
                block.uses.append(use.placeholder.name);
        }
    }

    static QString ringSentence(const WorkflowBlock &block, const std::vector<int> &ring)
    {
        QStringList names;
        for (const int step : ring)
            names.append(u'"' + block.steps[static_cast<size_t>(step)].name + u'"');
        return names.size() == 1 ? u"step %1 waits for itself; let it begin"_s.arg(names.front())
                                 : u"steps %1 wait for each other in a ring; let one of them begin"_s.arg(names.join(u", "_s));
    }

    Workflow &m_workflow;
};

} // namespace

Workflow readWorkflow(FieldReader &fields)
{
    Workflow workflow;
    fields.read("barrier", workflow.barrier);
    fields.require("steps");
    if (!fields.has("steps"))
        return workflow;
    for (const Use &use : WorkflowReader(workflow).readBlock(fields, "steps", 1).wanted)
        workflow.wanted.push_back({use.placeholder.name, use.placeholder.text(), use.step, use.field});
    if (const int levels = levelsOf(workflow, 0); levels > StepId::mostLevels)
        fields.fail("steps",
                    u"lies too deep: branches lie in each other on %1 levels, and may on %2; take a map, a race or lines side by side out"_s
                        .arg(levels - 1)
                        .arg(StepId::mostLevels - 1));
    return workflow;
}

} // namespace interleave
