// The rows of a run whose jobs are made of steps: a tree of jobs and groups (branches, agents) that folds. A job's or a group's own calls,
// which follow each other, share its row; calls beside each other, and tools, have rows below it. A job of one call is one row, as in a run
// of prompts. Grows with the trace, and looks only at what is new. Used by the timeline; a value, GUI thread, needs no window.
#pragma once

#include "trace/trace.h"

#include <QSet>

#include <limits>
#include <vector>

namespace interleave {

struct TreeRow {
    enum class Kind : quint8 { Node, Call, Step };
    Kind kind = Kind::Call;
    int index = 0; ///< of the node, the call, or the step
    int depth = 0;

    bool operator==(const TreeRow &) const = default;
};

/// A job or a group.
struct TreeNode {
    qint32 job = -1;
    qint32 step = -1; ///< of the group, index into Trace::steps(); -1: the job itself
    int parent = -1;  ///< -1: none
    int depth = 0;
    std::vector<TreeRow> children; ///< in order of begin; depth is that of the child
    int calls = 0;                 ///< its own
    int tools = 0;                 ///< its own tools, and analyses of no call's reply
    bool callsOverlap = false;     ///< then each has a row of its own

    bool isJob() const { return step < 0; }
    /// There is something to fold away.
    bool folds() const { return children.size() > static_cast<size_t>(callsOverlap ? 0 : calls); }
};

class StepTree
{
public:
    /// Takes in what the trace gained; for another trace, start with a new one. True: rows came.
    bool update(const Trace &trace);
    /// A job is more than one call and the work on its reply: else rows are calls, in order of begin.
    bool isTree() const { return m_isTree; }

    const TreeNode &node(int index) const { return m_nodes[static_cast<size_t>(index)]; }
    int nodes() const { return static_cast<int>(m_nodes.size()); }
    /// In which node a step is: of a group its own.
    int nodeOf(qint32 step) const { return m_nodeOfStep[static_cast<size_t>(step)]; }
    int nodeOfJob(qint32 job) const { return m_nodeOfJob[static_cast<size_t>(job)]; }
    /// What the job, or the call alone, is called on screen.
    static QString nameOf(const TreeNode &node, const Trace &trace);

    bool isOpen(int node) const;
    void setOpen(int node, bool isOpen);
    /// With all that is in it.
    void setAllOpen(int node, bool isOpen);
    /// The row that shows a step as things are folded.
    TreeRow rowOf(qint32 step, const Trace &trace) const;
    /// Opens what hides a step.
    void reveal(qint32 step);
    /// Stops one above `most`.
    std::vector<TreeRow> rows(const Trace &trace, size_t most = std::numeric_limits<size_t>::max()) const;
    /// Calls whose spans are on a row: of an open job or group its own.
    std::vector<int> callsOn(const TreeRow &row) const;

    /// How deep it can be opened.
    int depth() const { return m_depth; }
    /// What is above that depth is open and the rest is folded, whatever was opened by hand.
    void openTo(int depth) { m_openTo = depth; }

private:
    int addNode(qint32 job, qint32 step, int parent);
    void addStep(const Trace &trace, qint32 index);
    bool isOneCall(const TreeNode &node) const { return node.isJob() && node.calls == 1 && node.children.size() == 1; }
    void appendRows(std::vector<TreeRow> &rows, int node, size_t most) const;

    bool m_isTree = false;
    size_t m_jobsSeen = 0;
    size_t m_stepsSeen = 0;
    std::vector<TreeNode> m_nodes;
    std::vector<int> m_nodeOfJob;
    std::vector<int> m_nodeOfStep;
    QSet<int> m_toggled; // nodes that are not as they are by themselves
    int m_depth = 0;
    int m_openTo = -1; // -1: by hand
};

} // namespace interleave
