// Which row lies where: group headers, call lanes and executor lanes of one run, or one row per run when several runs are
// stacked. Lane heights shrink as calls get many. Pixels from the top of the scrolled content. A value, any thread.
#pragma once

#include <QList>

#include <utility>

namespace interleave {

enum class RowKind : quint8 {
    CallsHeader,
    ExecutorsHeader,
    Call,
    Executor,
    Run, ///< a whole run with tight lanes, in stacked mode
};

struct LaneRow {
    RowKind kind = RowKind::Call;
    int index = 0; ///< of the call, the executor, or the run
    int y = 0;
    int height = 0;
    int barTop = 0;    ///< px below y
    int barHeight = 0; ///< of a bar; in a Run row of the bar of each lane
    int pitch = 0;     ///< px from lane to lane in a Run row
    int lanes = 0;     ///< of a Run row
    int calls = 0;     ///< of a Run row; more than lanes: every n-th has one

    /// The call that has a lane of a Run row.
    int callAt(int lane) const { return static_cast<int>(qint64(lane) * calls / lanes); }
    int bottom() const { return y + height; }
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
    static LaneLayout ofRun(int calls, int executors, bool callsOpen = true, bool executorsOpen = true);
    /// Several runs, with so many calls each. The lanes grow when `height` px allow it; of very many calls every n-th has a lane,
    /// so that runs stay in view together.
    static LaneLayout stacked(const QList<int> &calls, int height);

    const QList<LaneRow> &rows() const { return m_rows; }
    int height() const { return m_rows.isEmpty() ? 0 : m_rows.constLast().bottom(); }
    /// Index of the row that holds y, or -1.
    int rowAt(int y) const;
    /// Rows [first, last) that touch [top, bottom).
    std::pair<int, int> rowsIn(int top, int bottom) const;
    /// Index of that row, or -1 if it is folded away.
    int find(RowKind kind, int index) const;

private:
    void add(RowKind kind, int index, int height, int barTop, int barHeight);

    QList<LaneRow> m_rows;
};

} // namespace interleave
