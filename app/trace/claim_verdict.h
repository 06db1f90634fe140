// What runs say of a published claim: a verdict that is computed, test by test, with the knob at which it turns and what the ways cost.
// Made by forecast/claims; shown by the command line, the report and the window. A value, any thread.
#pragma once

#include "core/claim.h"

#include <nlohmann/json_fwd.hpp>

namespace interleave {

struct ClaimTestVerdict {
    ClaimTest test;
    std::optional<double> measured;  ///< unset: `refusal` says why
    std::optional<double> predicted; ///< in virtual time, beside it; unset: it cannot be
    QString refusal;

    /// Where the test begins or ceases to hold as its knob is turned, on the side where it holds; unset: nowhere in its range.
    std::optional<double> flipsAt;
    bool holdsAbove = true; ///< from there on upwards; else up to there
    bool wasTurned = false; ///< its knob was turned through all of its range

    bool isMet() const { return measured && test.isMetBy(*measured); }
    const ClaimKnob *knob() const { return test.knob ? &*test.knob : nullptr; }
};

/// What a variant's run took.
struct ClaimCost {
    QString variant;
    QString model;
    std::optional<qint64> input, output;
    std::optional<double> usd;
    std::optional<int> right; ///< answers with the expected word; unset: none is expected
    int jobs = 0;
};

struct ClaimVerdict {
    enum class Kind : quint8 { Reproduced, OnlyIf, NotReproduced, None };

    QString id; ///< the scenario's name
    Claim claim;
    std::vector<ClaimTestVerdict> tests; ///< their knobs are the claim's where they have none of their own
    std::vector<ClaimCost> costs;
    QStringList differences;   ///< variants whose answers are not the same under every execution model; a sentence each
    int runs = 0, suspect = 0; ///< whose measurement is in doubt
    double timeScale = 1;
    bool isAboutCpu = false; ///< CPU decides, and CPU is never scaled

    Kind kind() const;
    /// "reproduced", "only if", "not reproduced", "no verdict"
    QString shortHeadline() const;
    /// "only if the CPU time of a tool call is at least 1317 ms", and how many of its runs are in doubt
    QString headline() const;
    /// The tests, a sentence each: what was measured, expected and claimed, and where that turns.
    QStringList findings() const;
    /// What the variants took, and the time scale where that matters; sentences.
    QStringList remarks() const;

private:
    QString answer() const;
};

/// One of "claims" of the report.
nlohmann::ordered_json toJson(const ClaimVerdict &verdict);
/// As plain text under the tables.
QString textOf(const ClaimVerdict &verdict);

} // namespace interleave
