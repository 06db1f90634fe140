// Which row lies where: group headers, call lanes and executor lanes of one run, or one row per run when several runs are
// stacked. Lane heights shrink as calls get many. Pixels from the top of the scrolled content. A value, any thread.
#pragma once

#include "ui/timeline/step_tree.h"

#include <QHash>
#include <QList>

#include <utility>

namespace interleave {

enum class RowKind : quint8 {
    CallsHeader,
    ExecutorsHeader,
    Call,
    Executor,
    Run,  ///< a whole run with tight lanes, in stacked mode
    Node, ///< a job or a group of its steps, in a tree
    Step, ///< a tool, or an analysis of no call's reply, in a tree
    Path, ///< the critical path
};

struct LaneRow {
    RowKind kind = RowKind::Call;
    int index = 0; ///< of the call, the executor, the run, the tree's node, or the step
    int depth = 0; ///< in a tree
    int y = 0;
    int height = 0;
    int barTop = 0;    ///< px below y
    int barHeight = 0; ///< of a bar; in a Run row of the bar of each lane
    int pitch = 0;     ///< px from lane to lane in a Run row
    int lanes = 0;     ///< drawn in a Run row
    int of = 0;        ///< lanes of its run (ui/timeline/run_lanes.h); more than are drawn: every n-th is

    /// Which lane of the run is drawn as that one.
    int laneAt(int drawn) const { return static_cast<int>(qint64(drawn) * of / lanes); }
    int bottom() const { return y + height; }
    /// Of a tree's rows, or a call.
    bool isOfTree() const { return kind == RowKind::Call || kind == RowKind::Node || kind == RowKind::Step; }
    TreeRow treeRow() const
    {
        return {kind == RowKind::Node   ? TreeRow::Kind::Node
                : kind == RowKind::Step ? TreeRow::Kind::Step
                                        : TreeRow::Kind::Call,
                index, depth};
    }
    bool isHeader() const { return kind == RowKind::CallsHeader || kind == RowKind::ExecutorsHeader; }
    /// Room for two lines of text beside it; below `hasText` there is none at all.
    bool isComfortable() const { return height >= comfortableCall; }
    bool hasText() const { return height >= compactCall; }

    static constexpr int comfortableCall = 46;
    static constexpr int compactCall = 26;
    static constexpr int tightCall = 9;
};

class LaneLayout
{
public:
    /// One run: group Calls, then group Executors, each of which may be folded away. A group without lanes is left out.
    static LaneLayout ofRun(int calls, int executors, bool callsOpen = true, bool executorsOpen = true, bool hasPath = false);
    /// One run whose jobs are made of steps: its rows instead of calls.
    static LaneLayout ofTree(const std::vector<TreeRow> &rows, int executors, bool rowsOpen, bool executorsOpen, bool hasPath);
    /// Several runs, with so many lanes each. The lanes grow when `height` px allow it; of very many every n-th is drawn,
    /// so that runs stay in view together.
    static LaneLayout stacked(const QList<int> &lanes, int height);
    /// How many lanes each of so many runs may have without growing: fewer, by folding, are easier to read.
    static int lanesThatFit(int runs, int height);

    const QList<LaneRow> &rows() const { return m_rows; }
    int height() const { return m_rows.isEmpty() ? 0 : m_rows.constLast().bottom(); }
    /// Index of the row that holds y, or -1.
    int rowAt(int y) const;
    /// Rows [first, last) that touch [top, bottom).
    std::pair<int, int> rowsIn(int top, int bottom) const;
    /// Index of that row, or -1 if it is folded away.
    int find(RowKind kind, int index) const;
    int find(const TreeRow &row) const;

private:
    void add(RowKind kind, int index, int height, int barTop, int barHeight);
    void addExecutors(int executors, bool isOpen);

    QList<LaneRow> m_rows;
    mutable QHash<std::pair<int, int>, int> m_places; // of find()
};

} // namespace interleave
