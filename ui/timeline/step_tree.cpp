#include "ui/timeline/step_tree.h"

#include <algorithm>

namespace interleave {

namespace {
constexpr int fewJobs = 24;  // more begin folded
constexpr int fewSteps = 60; // groups of a job with more begin folded
} // namespace

int StepTree::addNode(qint32 job, qint32 step, int parent)
{
    TreeNode node;
    node.job = job;
    node.step = step;
    node.parent = parent;
    node.depth = parent < 0 ? 0 : m_nodes[static_cast<size_t>(parent)].depth + 1;
    m_depth = std::max(m_depth, node.depth + 1);
    const int index = nodes();
    if (parent >= 0)
        m_nodes[static_cast<size_t>(parent)].children.push_back({TreeRow::Kind::Node, index, node.depth});
    m_nodes.push_back(std::move(node));
    return index;
}

void StepTree::addStep(const Trace &trace, qint32 index)
{
    const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
    const qint32 group = trace.find({step.id.job, step.parent});
    const int parent = group < 0 || group >= index ? nodeOfJob(step.id.job) : nodeOf(group);
    if (step.kind == StepKind::Group) {
        m_nodeOfStep.push_back(addNode(step.id.job, index, parent));
        return;
    }
    m_nodeOfStep.push_back(parent);
    TreeNode &node = m_nodes[static_cast<size_t>(parent)];
    if (step.kind == StepKind::Call) {
        for (auto before = node.children.rbegin(); before != node.children.rend(); ++before) {
            if (before->kind != TreeRow::Kind::Call)
                continue;
            const CallRecord &call = trace.calls()[static_cast<size_t>(before->index)];
            node.callsOverlap = node.callsOverlap || !call.finished || call.done > step.begin;
            break;
        }
        ++node.calls;
        node.children.push_back({TreeRow::Kind::Call, step.call, node.depth + 1});
    } else if (step.kind == StepKind::Tool || step.call < 0) {
        ++node.tools;
        node.children.push_back({TreeRow::Kind::Step, index, node.depth + 1});
    }
}

bool StepTree::update(const Trace &trace)
{
    const bool hadAll = m_jobsSeen == trace.jobs().size() && m_stepsSeen == trace.steps().size();
    for (; m_jobsSeen < trace.jobs().size(); ++m_jobsSeen)
        m_nodeOfJob.push_back(addNode(static_cast<qint32>(m_jobsSeen), -1, -1));
    for (; m_stepsSeen < trace.steps().size(); ++m_stepsSeen) {
        addStep(trace, static_cast<qint32>(m_stepsSeen));
        const TreeNode &node = m_nodes[static_cast<size_t>(m_nodeOfStep.back())];
        m_isTree = m_isTree || !node.isJob() || node.calls > 1 || node.tools > 0;
    }
    return !hadAll && m_isTree;
}

QString StepTree::nameOf(const TreeNode &node, const Trace &trace)
{
    return node.isJob() ? trace.jobs()[static_cast<size_t>(node.job)].label : trace.steps()[static_cast<size_t>(node.step)].label;
}

bool StepTree::isOpen(int index) const
{
    const TreeNode &one = node(index);
    if (m_openTo >= 0)
        return one.depth < m_openTo;
    const bool startsOpen =
        one.isJob() ? m_jobsSeen <= static_cast<size_t>(fewJobs) : m_stepsSeen <= static_cast<size_t>(fewSteps) * m_jobsSeen;
    return startsOpen != m_toggled.contains(index);
}

void StepTree::setOpen(int index, bool open)
{
    if (isOpen(index) == open)
        return;
    if (!m_toggled.remove(index))
        m_toggled.insert(index);
}

void StepTree::setAllOpen(int index, bool open)
{
    setOpen(index, open);
    for (const TreeRow &child : node(index).children) {
        if (child.kind == TreeRow::Kind::Node)
            setAllOpen(child.index, open);
    }
}

void StepTree::reveal(qint32 step)
{
    for (int at = nodeOf(step); at >= 0; at = node(at).parent) {
        if (node(at).step != step)
            setOpen(at, true);
    }
}

TreeRow StepTree::rowOf(qint32 step, const Trace &trace) const
{
    int shown = nodeOf(step);
    const StepRecord &record = trace.steps()[static_cast<size_t>(step)];
    bool isFolded = record.kind != StepKind::Group && !isOpen(shown);
    for (int at = node(shown).parent; at >= 0; at = node(at).parent) {
        if (!isOpen(at)) {
            shown = at;
            isFolded = true;
        }
    }
    const TreeNode &in = node(shown);
    const bool isOnRowOfNode = record.kind == StepKind::Group || (record.call >= 0 && record.kind != StepKind::Tool && !in.callsOverlap);
    if (isOneCall(in))
        return {TreeRow::Kind::Call, in.children.front().index, 0};
    if (isFolded || isOnRowOfNode)
        return {TreeRow::Kind::Node, shown, in.depth};
    const bool hasOwn = record.kind == StepKind::Tool || record.call < 0;
    return {hasOwn ? TreeRow::Kind::Step : TreeRow::Kind::Call, hasOwn ? step : record.call, in.depth + 1};
}

void StepTree::appendRows(std::vector<TreeRow> &rows, int index, size_t most) const
{
    const TreeNode &one = node(index);
    rows.push_back({TreeRow::Kind::Node, index, one.depth});
    if (!isOpen(index))
        return;
    for (const TreeRow &child : one.children) {
        if (rows.size() > most)
            return;
        if (child.kind == TreeRow::Kind::Node)
            appendRows(rows, child.index, most);
        else if (child.kind == TreeRow::Kind::Step || one.callsOverlap)
            rows.push_back(child);
    }
}

std::vector<TreeRow> StepTree::rows(const Trace &trace, size_t most) const
{
    std::vector<TreeRow> rows;
    for (size_t job = 0; job < m_nodeOfJob.size() && rows.size() <= most; ++job) {
        const TreeNode &one = node(m_nodeOfJob[job]);
        const JobRecord &record = trace.jobs()[job];
        if (one.children.empty() && record.planned >= 0)
            rows.push_back({TreeRow::Kind::Call, record.firstCall, 0});
        else if (isOneCall(one))
            rows.push_back({TreeRow::Kind::Call, one.children.front().index, 0});
        else if (!one.children.empty())
            appendRows(rows, m_nodeOfJob[job], most);
    }
    return rows;
}

std::vector<int> StepTree::callsOn(const TreeRow &row) const
{
    std::vector<int> calls;
    if (row.kind == TreeRow::Kind::Call)
        calls.push_back(row.index);
    if (row.kind != TreeRow::Kind::Node || !isOpen(row.index) || node(row.index).callsOverlap)
        return calls;
    for (const TreeRow &child : node(row.index).children) {
        if (child.kind == TreeRow::Kind::Call)
            calls.push_back(child.index);
    }
    return calls;
}

} // namespace interleave
