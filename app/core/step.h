// What a job is made of, by name. A step is one thing inside a job: a call, an analysis, a tool, or a group of steps (a branch, an agent).
// Steps are numbered inside their job, and inside their branch, so nobody shares a counter and a step has the same name under every
// execution model, in virtual time and in another process. Values, any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <compare>
#include <memory>
#include <vector>

namespace interleave {

struct StepId {
    static constexpr int bitsOfLevel = 15;
    static constexpr int mostInGroup = (1 << bitsOfLevel) - 1; ///< steps of one job or branch
    static constexpr int mostLevels = 4;                       ///< branches in branches, the job's own steps included

    qint32 job = -1; ///< number in the run, from 0; -1: of no job
    qint64 step = 0; ///< 0: the job itself; else the numbers of its groups and its own, from 1, 15 bits for each

    /// The n-th step (from 1) of this job or group. Of no job: there is no room for it.
    constexpr StepId child(int n) const
    {
        const bool hasRoom = n >= 1 && n <= mostInGroup && (step >> (bitsOfLevel * (mostLevels - 1))) == 0;
        return hasRoom ? StepId{job, (step << bitsOfLevel) | n} : StepId{};
    }
    /// The group that it is numbered in; of a job's own step the job.
    constexpr StepId group() const { return {job, step >> bitsOfLevel}; }
    constexpr bool isStep() const { return job >= 0 && step > 0; }
    /// This step, group or job, or a part of it.
    constexpr bool isWithin(StepId outer) const
    {
        qint64 each = step;
        while (each > outer.step)
            each >>= bitsOfLevel;
        return job == outer.job && each == outer.step;
    }

    auto operator<=>(const StepId &) const = default;
};

/// What a job of one call calls it.
constexpr StepId callOfJob(qint32 job) { return job < 0 ? StepId() : StepId{job, 1}; }

/// What draws for a call are made from: the same under every execution model; of a job's first call the job's number.
constexpr int sampleOf(StepId call)
{
    constexpr quint64 between = 1'100'009; // more than a run has jobs
    return call.step <= 1 ? call.job
                          : static_cast<int>((static_cast<quint64>(call.job) + static_cast<quint64>(call.step - 1) * between) & 0x7fffffff);
}

/// "3", in a branch "2.1": the same in files and on screen.
inline QString stepNumber(qint64 step)
{
    QStringList numbers;
    for (; step > 0; step >>= StepId::bitsOfLevel)
        numbers.prepend(QString::number(step & StepId::mostInGroup));
    return numbers.join(u'.');
}
/// 0: not the number of a step.
qint64 stepFromNumber(QStringView number);

inline size_t qHash(const StepId &id, size_t seed = 0) noexcept { return ::qHash(id.step, seed) ^ ::qHash(id.job, ~seed); }

enum class StepKind : quint8 { Call, Analysis, Tool, Group };
inline constexpr StepKind allStepKinds[] = {StepKind::Call, StepKind::Analysis, StepKind::Tool, StepKind::Group};
/// "call", "analysis", "tool", "group": as in files.
QLatin1StringView stepKindName(StepKind kind);

/// What a step is, told when it begins.
struct StepFacts {
    StepKind kind = StepKind::Call;
    QString label;              ///< empty: that of its job
    qint64 parent = 0;          ///< the step that it is a part of; 0: the job
    std::vector<qint64> causes; ///< steps of the job that it waited for

    bool operator==(const StepFacts &) const = default;
};

} // namespace interleave
