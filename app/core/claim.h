// A published claim that a scenario puts to the test: what was said, by whom, which figures of the runs test it, and the knob at which the
// answer may turn. Read by json/claim_json, judged by forecast/claims. A value, any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace interleave {

/// A figure of a run that tests may ask for.
enum class ClaimMeasure : quint8 { Makespan, JobLatency, JobsOk, AgentsOk, RightAnswers, ToolCpuShare, OutputTokens, CostUsd, Attempts };

struct ClaimMeasureKind {
    ClaimMeasure measure;
    const char *name;     ///< in files: "makespan_s"
    const char *sentence; ///< what it is
    bool isSpeed;         ///< runs whose jobs failed say nothing of it
};
/// In the order of ClaimMeasure.
const std::vector<ClaimMeasureKind> &claimMeasures();
inline const ClaimMeasureKind &kindOf(ClaimMeasure measure) { return claimMeasures()[static_cast<size_t>(measure)]; }

struct ClaimFigure {
    ClaimMeasure measure = ClaimMeasure::Makespan;
    QString variant;     ///< empty: the scenario as it is
    QStringList models;  ///< execution models; empty: all that ran
    bool isMost = false; ///< of several models the most; else the least
};

/// A field of the scenario that is turned, in virtual time, to find where a test begins or ceases to hold.
struct ClaimKnob {
    QString name; ///< as people call it: "calls in flight"
    QString unit; ///< "ms"; empty: none
    /// Paths in the scenario's JSON, as "tools.burn.cpu_ms"; items of lists by number; a list itself gets so many items. Those that begin
    /// with "profile." lie in the profile of the simulated service.
    QStringList fields;
    QStringList variants; ///< which it changes; empty: all
    double from = 0, to = 1;
    int steps = 10;
    bool isWhole = false;
    std::optional<double> sourceFrom, sourceTo; ///< what the source ran with
    QString sourceRange;                        ///< the same in words: ends a sentence
};

/// "of" in ratio to "over" (absent: "of" itself) against a bound.
struct ClaimTest {
    enum class Bound : quint8 {
        Claimed, ///< the factor that was claimed: met by 95 % of it
        AtLeast,
        AtMost,
    };
    QString what; ///< "one answer against the skeleton"
    ClaimFigure of;
    std::optional<ClaimFigure> over;
    Bound kind = Bound::Claimed;
    double bound = 0;
    std::optional<ClaimKnob> knob; ///< its own; none: the claim's

    bool isMetBy(double measured) const
    {
        constexpr double tolerance = 0.95;
        return kind == Bound::AtMost ? measured <= bound : measured >= (kind == Bound::Claimed ? tolerance * bound : bound);
    }
};

struct Claim {
    QString text;   ///< what was said
    QString number; ///< "at most 2.39 times as fast"
    QString source;
    QString trap;     ///< how the figures mislead who looks at them without care
    QString expected; ///< column of the scenario's table that holds the right answers; empty: none is right or wrong
    std::vector<ClaimTest> tests;
    std::optional<ClaimKnob> knob;
};

} // namespace interleave
