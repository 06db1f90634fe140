#include "core/workflow.h"

#include <algorithm>

namespace interleave {

static size_t at(int place) { return static_cast<size_t>(place); }
static bool contains(const std::vector<int> &places, int place) { return std::find(places.begin(), places.end(), place) != places.end(); }

/// Each after those that it waits for; what is left out lies on a ring, or waits for one.
static std::vector<int> inOrder(const std::vector<WorkflowStep> &steps)
{
    std::vector<int> order;
    for (bool isMoving = true; isMoving;) {
        isMoving = false;
        for (int step = 0; step < static_cast<int>(steps.size()); ++step) {
            const std::vector<int> &after = steps[at(step)].after;
            if (contains(order, step) || !std::all_of(after.begin(), after.end(), [&](int each) { return contains(order, each); }))
                continue;
            order.push_back(step);
            isMoving = true;
        }
    }
    return order;
}

static std::vector<int> ringOf(const std::vector<WorkflowStep> &steps, const std::vector<int> &order)
{
    std::vector<int> path;
    int step = 0;
    while (contains(order, step))
        ++step;
    while (!contains(path, step)) { // who is left waits for another who is left
        path.push_back(step);
        const std::vector<int> &after = steps[at(step)].after;
        step = *std::find_if(after.begin(), after.end(), [&](int each) { return !contains(order, each); });
    }
    path.erase(path.begin(), std::find(path.begin(), path.end(), step));
    return path;
}

/// Steps of one level begin together, when all of the level before are over.
static std::vector<WorkflowLine> levelsOf(const std::vector<WorkflowStep> &steps, const std::vector<int> &order)
{
    std::vector<int> levels(steps.size(), 0);
    for (const int step : order) {
        for (const int each : steps[at(step)].after)
            levels[at(step)] = std::max(levels[at(step)], levels[at(each)] + 1);
    }
    std::vector<WorkflowLine> lines;
    std::vector<int> before, present;
    for (int level = 0; lines.size() < steps.size(); ++level, before = std::exchange(present, {})) {
        for (const int step : order) {
            if (levels[at(step)] != level)
                continue;
            present.push_back(static_cast<int>(lines.size()));
            lines.push_back({{step}, before});
        }
    }
    return lines;
}

static std::vector<WorkflowLine> linesOf(const std::vector<WorkflowStep> &steps, const std::vector<int> &order)
{
    std::vector<int> followers(steps.size(), 0);
    for (const WorkflowStep &step : steps) {
        for (const int each : step.after)
            ++followers[at(each)];
    }
    std::vector<WorkflowLine> lines;
    std::vector<int> lineOf(steps.size(), -1);
    for (const int step : order) {
        const std::vector<int> &after = steps[at(step)].after;
        if (after.size() == 1 && followers[at(after.front())] == 1) {
            lineOf[at(step)] = lineOf[at(after.front())];
            lines[at(lineOf[at(step)])].steps.push_back(step);
            continue;
        }
        lineOf[at(step)] = static_cast<int>(lines.size());
        WorkflowLine line{{step}, {}};
        for (const int each : after) {
            if (!contains(line.after, lineOf[at(each)]))
                line.after.push_back(lineOf[at(each)]);
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

/// While one line alone can run, it runs alone.
static void divide(WorkflowBlock &block)
{
    const int count = static_cast<int>(block.lines.size());
    const auto isReady = [&](int line) {
        const std::vector<int> &after = block.lines[at(line)].after;
        return !contains(block.head, line) && std::all_of(after.begin(), after.end(), [&](int each) { return contains(block.head, each); });
    };
    const auto only = [&](auto &&isSo) {
        int found = -1;
        for (int line = 0; line < count; ++line) {
            if (!isSo(line))
                continue;
            if (found >= 0)
                return -1;
            found = line;
        }
        return found;
    };
    for (int line = only(isReady); line >= 0; line = only(isReady))
        block.head.push_back(line);
    for (int line = 0; line < count; ++line) {
        if (!contains(block.head, line))
            block.together.push_back(line);
    }
    const auto isLast = [&](int line) {
        return contains(block.together, line) && std::none_of(block.together.begin(), block.together.end(),
                                                              [&](int each) { return contains(block.lines[at(each)].after, line); });
    };
    for (int line = only(isLast); line >= 0; line = only(isLast)) {
        block.tail.insert(block.tail.begin(), line);
        block.together.erase(std::find(block.together.begin(), block.together.end(), line));
    }
}

int levelsOf(const Workflow &workflow, int number)
{
    const WorkflowBlock &block = workflow.blocks[at(number)];
    const auto isBeside = [&](int step) {
        return std::any_of(block.together.begin(), block.together.end(),
                           [&](int line) { return contains(block.lines[at(line)].steps, step); });
    };
    int most = 1;
    for (int place = 0; place < static_cast<int>(block.steps.size()); ++place) {
        using Kind = WorkflowStep::Kind;
        const WorkflowStep &step = block.steps[at(place)];
        int levels = 1;
        for (const int inner : step.blocks)
            levels = std::max(levels, levelsOf(workflow, inner));
        const bool isBranch =
            step.kind == Kind::Map || step.kind == Kind::Race || (step.kind == Kind::Agent && !step.agent.tools.isEmpty());
        most = std::max(most, levels + isBranch + (step.timeoutS > 0 || step.agent.bounds.s) + isBeside(place));
    }
    return most;
}

std::vector<int> makeLines(WorkflowBlock &block, bool barrier)
{
    const std::vector<int> order = inOrder(block.steps);
    if (order.size() < block.steps.size())
        return ringOf(block.steps, order);
    block.lines = barrier ? levelsOf(block.steps, order) : linesOf(block.steps, order);
    divide(block);
    return {};
}

} // namespace interleave
