#include "ui/edit/graph_items.h"

#include "ui/widgets/number_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;
using Kind = WorkflowStep::Kind;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(interleave::WorkloadGraph)
};

QString toolsText(const QStringList &tools) { return tools.isEmpty() ? Words::tr("no tools") : tools.join(u", "_s); }

QString testText(const Condition &condition)
{
    static constexpr const char *words[] = {
        QT_TRANSLATE_NOOP("interleave::WorkloadGraph", "is"),           QT_TRANSLATE_NOOP("interleave::WorkloadGraph", "is not"),
        QT_TRANSLATE_NOOP("interleave::WorkloadGraph", "contains"),     QT_TRANSLATE_NOOP("interleave::WorkloadGraph", "matches"),
        QT_TRANSLATE_NOOP("interleave::WorkloadGraph", "is less than"), QT_TRANSLATE_NOOP("interleave::WorkloadGraph", "is more than")};
    return condition.value + u' ' + Words::tr(words[static_cast<size_t>(condition.test)]) + u' ' + condition.operand;
}

GraphBlock blockOf(const Workflow &workflow, int number, const QString &path, const QString &title = {});

/// Where the steps of an inner block are, in the JSON of their step.
QString pathOfBlock(const WorkflowStep &step, size_t i)
{
    switch (step.kind) {
    case Kind::Map:
        return u"/map/steps"_s;
    case Kind::Loop:
        return u"/loop/steps"_s;
    case Kind::Branch:
        return i == 0 ? u"/branch/then"_s : u"/branch/else"_s;
    case Kind::Race:
        return u"/race/ways/%1/steps"_s.arg(i);
    default:
        return {};
    }
}

GraphItem itemOf(const Workflow &workflow, const WorkflowStep &step, const QString &path)
{
    GraphItem item;
    item.name = step.name;
    item.path = path;
    item.after = step.after;
    switch (step.kind) {
    case Kind::Call:
        item.phase = Phase::Ttft;
        item.what = step.callClass.isEmpty() ? Words::tr("call") : Words::tr("call, class %1").arg(step.callClass);
        item.text = step.text;
        break;
    case Kind::Analyze:
        item.phase = Phase::Analyze;
        item.what = Words::tr("analyze, on the CPU");
        item.text = step.text;
        break;
    case Kind::Tool:
        item.phase = Phase::Tool;
        item.what = Words::tr("tool %1").arg(step.tool);
        item.text = QString::fromUtf8(step.arguments);
        break;
    case Kind::Agent:
        item.phase = Phase::Ttft;
        item.what = Words::tr("agent: %1").arg(toolsText(step.agent.tools));
        item.text = step.agent.task;
        break;
    case Kind::Join:
        item.what = step.text.isEmpty() ? Words::tr("join, in their order") : Words::tr("join as text");
        item.text = step.text;
        break;
    case Kind::Map:
        item.what = Words::tr("over %1").arg(QString::fromUtf8(step.over).left(40));
        item.badge = u"× n"_s;
        item.footer = step.atOnce > 0 ? Words::tr("%1 at once, at most %2").arg(step.atOnce).arg(step.most)
                                      : Words::tr("all at once, at most %1").arg(step.most);
        break;
    case Kind::Loop:
        item.what = Words::tr("until %1").arg(testText(step.condition));
        item.footer = Words::tr("at most %1 rounds").arg(step.most);
        item.goesBack = true;
        break;
    case Kind::Branch:
        item.what = Words::tr("if %1").arg(testText(step.condition));
        break;
    case Kind::Race:
        item.what = Words::tr("the first good one wins");
        break;
    }
    for (size_t i = 0; i < step.blocks.size(); ++i) {
        const QString title = step.kind == Kind::Branch ? (i == 0 ? Words::tr("then") : Words::tr("else"))
                              : step.kind == Kind::Race ? Words::tr("way %1").arg(i + 1)
                                                        : QString();
        item.blocks.push_back(blockOf(workflow, step.blocks[i], path + pathOfBlock(step, i), title));
    }
    return item;
}

GraphBlock blockOf(const Workflow &workflow, int number, const QString &path, const QString &title)
{
    GraphBlock block{title, {}, {}};
    for (const WorkflowStep &step : workflow.blocks[static_cast<size_t>(number)].steps)
        block.items.push_back(itemOf(workflow, step, path + u'/' + QString::number(block.items.size())));
    return block;
}

GraphItem leaf(const QString &name, const QString &what, Phase phase, const QString &text = {})
{
    GraphItem item;
    item.name = name;
    item.what = what;
    item.text = text;
    item.phase = phase;
    return item;
}

/// Thinks, and calls tools, in turns.
GraphItem itemOf(const Agent &agent, const QString &name, int count, bool isOnly = false)
{
    GraphItem item;
    item.name = name;
    item.what = toolsText(agent.tools);
    item.text = agent.system + u'\n' + agent.task;
    item.badge = count > 1 ? u"× %1"_s.arg(count) : QString();
    if (agent.tools.isEmpty()) {
        item.phase = Phase::Ttft;
        return item;
    }
    item.goesBack = true;
    item.footer = Words::tr("at most %1 turns").arg(agent.bounds.turns);
    GraphBlock turn;
    turn.items.push_back(leaf(Words::tr("turn"), Words::tr("call"), Phase::Ttft));
    turn.items.push_back(leaf(Words::tr("tools"), Words::tr("those that it asks for"), Phase::Tool));
    turn.items.back().after = {0};
    for (GraphItem &part : turn.items)
        part.key = (isOnly ? QString() : name) + (part.phase == Phase::Tool ? u"/tools"_s : u"/turn"_s);
    item.blocks.push_back(std::move(turn));
    return item;
}

GraphBlock blockOf(const Team &team)
{
    GraphBlock block;
    const auto add = [&](GraphItem item) {
        if (!block.items.empty())
            item.after = {static_cast<int>(block.items.size()) - 1};
        block.items.push_back(std::move(item));
    };
    GraphItem members;
    members.name = team.shape == Team::Shape::Board ? Words::tr("board") : Words::tr("members");
    members.what = team.wave > 0 ? Words::tr("%1 at once, in waves").arg(team.wave) : Words::tr("side by side");
    members.blocks.emplace_back();
    std::vector<GraphItem> &roles = members.blocks.front().items;
    for (const TeamRole &role : team.roles)
        roles.push_back(itemOf(role.agent, role.agent.name, role.count));
    if (team.shape == Team::Shape::Board) {
        members.what = Words::tr("proposed to, and answered");
        members.footer = Words::tr("%1 rounds").arg(team.rounds);
        members.goesBack = true;
        for (size_t i = 1; i < roles.size(); ++i)
            roles[i].after = {0};
    }
    if (team.plan)
        add(itemOf(*team.plan, Words::tr("plan"), 1));
    add(std::move(members));
    if (team.decision)
        add(itemOf(*team.decision, Words::tr("decision"), 1));
    return block;
}

int countOf(const GraphBlock &block)
{
    int count = 0;
    for (const GraphItem &item : block.items) {
        count += item.blocks.empty();
        for (const GraphBlock &inner : item.blocks)
            count += countOf(inner);
    }
    return count;
}

constexpr double leafWidth = 138, leafHeight = 56, across = 34, down = 14, frameHead = 54, frameFoot = 26, framePad = 12, blockTitle = 18;

QSizeF layOutItem(GraphItem &item, bool isTopDown)
{
    if (item.blocks.empty())
        return {leafWidth, leafHeight};
    double width = leafWidth, height = frameHead;
    for (GraphBlock &block : item.blocks) {
        const double title = block.title.isEmpty() ? 0 : blockTitle;
        const QSizeF size = layOut(block, !isTopDown);
        block.rect = QRectF(framePad, height + title, size.width(), size.height());
        width = std::max(width, size.width() + 2 * framePad + (item.goesBack ? framePad : 0));
        height += size.height() + title + framePad;
    }
    for (GraphBlock &block : item.blocks) // centred
        block.rect.moveLeft((width - (item.goesBack ? framePad : 0) - block.rect.width()) / 2);
    return {width, height + (item.footer.isEmpty() ? 0 : frameFoot - framePad)};
}

void moveBy(GraphBlock &block, QPointF by)
{
    block.rect.translate(by);
    for (GraphItem &item : block.items) {
        item.rect.translate(by);
        for (GraphBlock &inner : item.blocks)
            moveBy(inner, by);
    }
}

} // namespace

GraphBlock graphOf(const Scenario &scenario)
{
    if (scenario.workload == "workflow"_L1 && scenario.workflow.isThere())
        return blockOf(*scenario.workflow, 0, u"/steps"_s);
    if (scenario.workload == "agent"_L1 && scenario.agent.isThere()) {
        GraphBlock block;
        block.items.push_back(itemOf(*scenario.agent, scenario.agent->name.isEmpty() ? Words::tr("agent") : scenario.agent->name, 1, true));
        return block;
    }
    return scenario.workload == "team"_L1 && scenario.team.isThere() ? blockOf(*scenario.team) : GraphBlock();
}

QString graphSummary(const Scenario &scenario)
{
    const int steps = countOf(graphOf(scenario));
    const QString jobs = countText(scenario.plannedCalls(), Words::tr("job"), Words::tr("jobs"));
    return steps == 0 ? jobs : countText(steps, Words::tr("step"), Words::tr("steps")) + u", "_s + jobs;
}

QSizeF layOut(GraphBlock &block, bool isTopDown)
{
    // In columns (or rows) by the longest way that leads to an item; each in the middle of the whole.
    std::vector<int> levels(block.items.size(), 0);
    int last = 0;
    for (size_t pass = 0; pass < block.items.size(); ++pass) {
        for (size_t i = 0; i < block.items.size(); ++i) {
            for (const int before : block.items[i].after)
                levels[i] = std::max(levels[i], levels[static_cast<size_t>(before)] + 1);
            last = std::max(last, levels[i]);
        }
    }
    struct Level {
        double along = 0, beside = 0;
        std::vector<size_t> items;
    };
    std::vector<Level> rows(static_cast<size_t>(last) + 1);
    double beside = 0, along = 0;
    for (size_t i = 0; i < block.items.size(); ++i) {
        Level &row = rows[static_cast<size_t>(levels[i])];
        const QSizeF size = layOutItem(block.items[i], isTopDown);
        block.items[i].rect = QRectF(QPointF(), size);
        row.along = std::max(row.along, isTopDown ? size.height() : size.width());
        row.beside += (isTopDown ? size.width() : size.height()) + (row.items.empty() ? 0 : down);
        row.items.push_back(i);
        beside = std::max(beside, row.beside);
    }
    for (const Level &row : rows) {
        double place = (beside - row.beside) / 2;
        for (const size_t i : row.items) {
            GraphItem &item = block.items[i];
            const QSizeF size = item.rect.size();
            const double slack = (row.along - (isTopDown ? size.height() : size.width())) / 2;
            const QPointF at = isTopDown ? QPointF(place, along + slack) : QPointF(along + slack, place);
            item.rect.moveTopLeft(at);
            for (GraphBlock &inner : item.blocks) {
                const QPointF corner = at + inner.rect.topLeft();
                const QSizeF innerSize = inner.rect.size();
                inner.rect = QRectF(QPointF(), innerSize);
                moveBy(inner, corner);
            }
            place += (isTopDown ? size.width() : size.height()) + down;
        }
        along += row.along + across;
    }
    along -= block.items.empty() ? 0 : across;
    block.rect = QRectF(QPointF(), isTopDown ? QSizeF(beside, along) : QSizeF(along, beside));
    return block.rect.size();
}

} // namespace interleave
