// What a workload looks like as a graph: its steps, what they wait for, and the blocks that maps, loops, branches and races hold. Made from
// a scenario; drawn by WorkloadGraph. Values.
#pragma once

#include "core/phase.h"
#include "core/scenario.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace interleave {

struct GraphItem;

struct GraphBlock {
    QString title; ///< "then", "way 1"; empty: none
    std::vector<GraphItem> items;
    QRectF rect{}; ///< set by layOut()
};

struct GraphItem {
    QString name;
    QString key;                    ///< under which its steps are counted (StepProgress); empty: its name
    QString path;                   ///< of a workflow's step: JSON pointer to it
    QString what;                   ///< what it does, in a line
    QString text;                   ///< all of it: prompt, arguments; a tool tip
    QString badge;                  ///< "× 4"; empty: none
    QString footer;                 ///< of a frame: its bound
    std::optional<Phase> phase;     ///< of a step that holds no others: its colour
    std::vector<int> after;         ///< items of its block that it waits for
    std::vector<GraphBlock> blocks; ///< it is a frame around these
    bool goesBack = false;          ///< a loop
    QRectF rect{};                  ///< set by layOut()
};

/// Empty: the workload has no graph of its own.
GraphBlock graphOf(const Scenario &scenario);
/// "8 steps, 2 jobs".
QString graphSummary(const Scenario &scenario);

/// Gives every item its place, from the top left corner on; the size of the whole. Blocks run left to right, and blocks in them top down.
QSizeF layOut(GraphBlock &block, bool isTopDown = false);

} // namespace interleave
