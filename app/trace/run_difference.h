// Why one run took longer than another: the difference of their makespans, split along the two critical paths into phases. Both paths tile
// their makespans to the nanosecond (trace/critical_path.h), so the parts add up to the difference exactly:
//     makespan A - makespan B = sum over phases of (time of A's path in the phase - time of B's path in it)
// Used by `runs compare`, report.json and the Compare page; pure, any thread but the GUI's: it reads whole traces.
#pragma once

#include "trace/critical_path.h"

#include <QString>

#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

/// A stretch of one path: which span it comes from.
struct PathPlace {
    qint64 begin = 0, end = 0; ///< nanoseconds after the begin of its run's makespan
    StepId step;
    qint32 span = -1; ///< index into the spans of its trace; -1: none
};

struct DifferencePart {
    QString phase; ///< as in files: "ttft", "unread", "think", ...
    qint64 a = 0;  ///< nanoseconds of A's path
    qint64 b = 0;
    std::vector<PathPlace> inA, inB; ///< in order of time

    qint64 ns() const { return a - b; }
};

struct RunDifference {
    qint64 makespanA = 0, makespanB = 0; ///< nanoseconds
    std::vector<DifferencePart> parts;   ///< in the order of the legend; phases on which neither path was are left out

    qint64 ns() const { return makespanA - makespanB; }
    /// Those that tell most first.
    std::vector<const DifferencePart *> bySize() const;
};

RunDifference differenceOf(const CriticalPath &a, const CriticalPath &b);

/// "2.91 s less analysis and 2.37 s less lying unread, against 1.42 s more streaming": parts of at least a hundredth of the longer
/// makespan, those that tell most first. Empty: there are none.
QString partsText(const RunDifference &difference);
/// "Hybrid takes 4.12 s less than concurrent (16.33 s, 20.45 s): " and partsText(). `nameA` begins the sentence.
QString sentenceOf(const RunDifference &difference, const QString &nameA, const QString &nameB);

enum class PathPlaces : quint8 { LeftOut, Listed };

/// {"difference_s", "difference_ns", "makespan_s": {"a", "b"}, "parts": [{"phase", "seconds", "ns", "a_s", "b_s"}]}; Listed: each part
/// with "spans": {"a", "b"}, lists of {"begin_s", "end_s", "job", "step"} from the begin of each makespan.
nlohmann::ordered_json toJson(const RunDifference &difference, PathPlaces places = PathPlaces::LeftOut);

} // namespace interleave
