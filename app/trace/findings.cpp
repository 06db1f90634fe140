#include "trace/findings.h"

#include "core/clock.h"
#include "trace/run_difference.h"

#include <QLocale>
#include <QStringList>

namespace interleave {
namespace {

/// Below this share of the makespan, and without intervals, a difference is not called one.
constexpr double smallestEffect = 0.05;

QString number(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }
QString seconds(double value) { return number(value, 2) + QStringLiteral("\u00A0s"); }

QString counted(int count, const QString &one, const QString &many) { return QString::number(count) + u' ' + (count == 1 ? one : many); }

QString listed(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return names.first(names.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") + names.last();
}

/// "two" ... "four": how many models, in words as long as words are usual.
QString inWords(qsizetype count)
{
    static const QStringList words{QStringLiteral("none"), QStringLiteral("one"),  QStringLiteral("two"), QStringLiteral("three"),
                                   QStringLiteral("four"), QStringLiteral("five"), QStringLiteral("six")};
    return count < words.size() ? words[count] : QString::number(count);
}

/// One model with the run that stands for it.
struct Entry {
    ModelComparison figures;
    RunReport median;
    QString title;

    /// It gained over the sequential run by more than chance, or by more than a few per cent where that is not known.
    bool isFaster() const
    {
        if (!figures.speedup)
            return false;
        return figures.speedupLow95 ? *figures.speedupLow95 > 1 && *figures.speedup > 1 + smallestEffect
                                    : *figures.speedup > 1 + smallestEffect;
    }
    bool overlaps(const Entry &other) const
    {
        return figures.speedupLow95 && figures.speedupHigh95 && other.figures.speedupLow95 && other.figures.speedupHigh95 &&
               *figures.speedupLow95 <= *other.figures.speedupHigh95 && *other.figures.speedupLow95 <= *figures.speedupHigh95;
    }
    /// Its makespan is less than the other's, and the difference is told apart.
    bool beats(const Entry &other) const
    {
        if (overlaps(other))
            return false;
        return figures.makespanMedianS < other.figures.makespanMedianS * (1 - smallestEffect);
    }
};

class Rules
{
public:
    Rules(const QList<RunReport> &runs, const QList<ModelComparison> &comparison, const QHash<QString, QString> &titles)
        : m_runs(runs)
    {
        for (const ModelComparison &figures : comparison) {
            if (figures.repeats < 1 || figures.medianRun < 0 || figures.medianRun >= runs.size())
                continue;
            const Entry entry{figures, runs[figures.medianRun], titles.value(figures.model, figures.model)};
            m_all.append(entry);
            if (!figures.speedup) // less work, or other work: is compared with nothing
                continue;
            (figures.model == QLatin1StringView("sequential") ? m_baseline : m_others).append(entry);
        }
    }

    QList<Finding> apply()
    {
        failures();
        suspects();
        held();
        notToldApart();
        gain();
        parallel();
        unread();
        notParallel();
        return m_findings.first(std::min<qsizetype>(m_findings.size(), mostFindings));
    }

private:
    void add(FindingKind kind, const QString &claim, const QString &evidence, const QString &model = {})
    {
        m_findings.append({kind, claim, evidence, model});
    }

    QString titleOf(const QString &model) const
    {
        const auto found = std::find_if(m_all.begin(), m_all.end(), [&model](const Entry &entry) { return entry.figures.model == model; });
        return found == m_all.end() ? model : found->title;
    }

    /// "2 of Hybrid" for each model that `count` is not zero for; the first such model in `model`.
    template<typename Count> QString perModel(Count count, QString &model) const
    {
        QStringList models, parts;
        QList<int> sums;
        for (const RunReport &run : m_runs) {
            const int n = count(run);
            const auto at = models.indexOf(run.model);
            if (n > 0 && at < 0) {
                models.append(run.model);
                sums.append(n);
            } else if (n > 0) {
                sums[at] += n;
            }
        }
        for (qsizetype i = 0; i < models.size(); ++i)
            parts.append(QString::number(sums[i]) + QStringLiteral(" of ") + titleOf(models[i]));
        if (!models.isEmpty())
            model = models.first();
        return listed(parts);
    }

    void failures()
    {
        QString model;
        const QString where = perModel([](const RunReport &run) { return run.failures(); }, model);
        if (where.isEmpty())
            return;
        int failed = 0, planned = 0;
        QString why; // of jobs, which may fail without a failed call
        for (const RunReport &run : m_runs) {
            failed += run.failures();
            planned += run.result().planned;
            if (run.result().isOfJobs && why.isEmpty())
                why = run.jobFailure;
        }
        const bool isOfJobs = m_runs.first().result().isOfJobs;
        const QString noun = isOfJobs ? QStringLiteral("job") : QStringLiteral("call");
        add(FindingKind::Failures, QStringLiteral("%1 failed.").arg(counted(failed, noun, noun + u's')),
            QStringLiteral("Of %1 planned: %2. A run with failed %3 did less work, so its makespan does not compare.%4")
                    .arg(QString::number(planned), where, noun + u's', comparedText()) +
                (why.isEmpty() ? QString() : QStringLiteral(" The first: ") + why),
            model);
    }

    /// " No speed-up can be told.", or what the speed-ups leave out.
    QString comparedText() const
    {
        if (m_all.size() > 1 && m_others.isEmpty())
            return QStringLiteral(" No speed-up can be told.");
        const auto partly = std::find_if(m_all.begin(), m_all.end(), [](const Entry &entry) { return !entry.figures.leftOut.isEmpty(); });
        return partly == m_all.end() ? QString() : QStringLiteral(" For %1 ").arg(partly->title) + partly->figures.leftOut + u'.';
    }

    void suspects()
    {
        QString model;
        const QString where = perModel([](const RunReport &run) { return run.validity.valid ? 0 : 1; }, model);
        if (where.isEmpty())
            return;
        const auto isSuspect = [](const RunReport &run) { return !run.validity.valid; };
        const auto count = static_cast<int>(std::count_if(m_runs.begin(), m_runs.end(), isSuspect));
        const auto first = std::find_if(m_runs.begin(), m_runs.end(), isSuspect);
        const QString reason = first->validity.reasons.isEmpty() ? QString() : u' ' + first->validity.reasons.first() + u'.';
        add(FindingKind::Suspect, counted(count, QStringLiteral("run is SUSPECT."), QStringLiteral("runs are SUSPECT.")),
            where + u':' + reason, model);
    }

    /// Latency that is in good part the wait for the client's own limits, of the model where that is most.
    void held()
    {
        const Entry *worst = nullptr;
        for (const Entry &entry : m_all) {
            if (entry.median.isHeld() && (!worst || *entry.median.limiter.mean > *worst->median.limiter.mean))
                worst = &entry;
        }
        if (!worst)
            return;
        const RunReport &run = worst->median;
        add(FindingKind::Held, QStringLiteral("Calls waited for the client’s own limits."),
            QStringLiteral("Of a mean latency of %1 under %2, %3 are that wait; the service time is %4.")
                .arg(seconds(run.latency.mean.value_or(0)), worst->title, seconds(run.limiter.mean.value_or(0)),
                     seconds(run.service.mean.value_or(0))),
            worst->figures.model);
    }

    /// Said before anything else is claimed about models that differ by less than chance.
    void notToldApart()
    {
        if (m_others.size() < 2)
            return;
        QList<Entry> group;
        for (const Entry &entry : m_others) {
            const bool isAlike = std::any_of(m_others.begin(), m_others.end(), [&entry](const Entry &other) {
                return other.figures.model != entry.figures.model && entry.overlaps(other);
            });
            if (isAlike)
                group.append(entry);
        }
        if (group.size() < 2)
            return;
        QStringList names;
        for (const Entry &entry : group)
            names.append(entry.title);
        const QString who = group.size() == m_others.size() ? QStringLiteral("The ") + inWords(group.size()) : listed(names);
        add(FindingKind::NotToldApart, who + QStringLiteral(" are not told apart."),
            QStringLiteral("Their 95\u00A0% intervals overlap with %1 repeats.").arg(group.first().figures.repeats));
    }

    /// The best model whose CPU work never overlapped: what it gains, it gains from waiting for several replies at once.
    const Entry *overlappingOnly() const
    {
        return best([](const Entry &entry) { return entry.median.parallelism.max <= 1; });
    }
    const Entry *parallelOne() const
    {
        return best([](const Entry &entry) { return entry.median.parallelism.max > 1; });
    }

    template<typename Predicate> const Entry *best(Predicate matches) const
    {
        const Entry *found = nullptr;
        for (const Entry &entry : m_others) {
            if (matches(entry) && (!found || entry.figures.makespanMedianS < found->figures.makespanMedianS))
                found = &entry;
        }
        return found;
    }

    /// " On the critical path: 7.70 s less waiting for the model.", of the one against the other; empty: nothing is known of it.
    static QString pathText(const Entry &entry, const Entry &other)
    {
        const QString parts = partsText(differenceOf(entry.median.criticalPath, other.median.criticalPath));
        return parts.isEmpty() ? QString() : QStringLiteral(" On the critical path: %1.").arg(parts);
    }

    void gain()
    {
        if (m_baseline.isEmpty() || m_others.isEmpty())
            return;
        const Entry &sequential = m_baseline.first();
        const Entry *overlap = overlappingOnly();
        const Entry *parallel = parallelOne();
        if (!overlap || !overlap->isFaster()) {
            const bool anyIsFaster = std::any_of(m_others.begin(), m_others.end(), [](const Entry &entry) { return entry.isFaster(); });
            const Entry *fastest = best([](const Entry &) { return true; });
            if (!anyIsFaster)
                add(FindingKind::NoGain, QStringLiteral("No model is faster than sequential."),
                    QStringLiteral("%1 takes %2, sequential %3.")
                        .arg(fastest->title, seconds(fastest->figures.makespanMedianS), seconds(sequential.figures.makespanMedianS)),
                    fastest->figures.model);
            return;
        }
        const bool isWhole = parallel && !parallel->beats(*overlap);
        const int waiting = overlap->median.concurrency.max;
        QString evidence = QStringLiteral("%1 waits for up to %2 at once, so %3 becomes %4.")
                               .arg(overlap->title, counted(waiting, QStringLiteral("reply"), QStringLiteral("replies")),
                                    seconds(sequential.figures.makespanMedianS), seconds(overlap->figures.makespanMedianS));
        const double longest = overlap->median.latency.max.value_or(0);
        if (longest > overlap->figures.makespanMedianS * (1 - smallestEffect))
            evidence += QStringLiteral(" The longest call alone takes %1.").arg(seconds(longest));
        evidence += pathText(*overlap, sequential);
        add(FindingKind::Overlap,
            isWhole ? QStringLiteral("Overlapping the waiting is the whole gain.") : QStringLiteral("Overlapping the waiting pays."),
            evidence, overlap->figures.model);
    }

    void parallel()
    {
        const Entry *overlap = overlappingOnly();
        const Entry *parallel = parallelOne();
        if (!overlap || !parallel || !parallel->beats(*overlap))
            return;
        add(FindingKind::Parallel, QStringLiteral("Analyzing in parallel pays too."),
            QStringLiteral("%1 analyzes up to %2 at once and takes %3, where %4 with one executor on CPU takes %5.")
                    .arg(parallel->title, counted(parallel->median.parallelism.max, QStringLiteral("reply"), QStringLiteral("replies")),
                         seconds(parallel->figures.makespanMedianS), overlap->title, seconds(overlap->figures.makespanMedianS)) +
                pathText(*parallel, *overlap),
            parallel->figures.model);
    }

    /// The model whose loop left replies lying for the longest, if that is more than an effect too small to be named.
    void unread()
    {
        const Entry *worst = nullptr;
        for (const Entry &entry : m_all) {
            if (!worst || entry.median.unread.ns > worst->median.unread.ns)
                worst = &entry;
        }
        if (!worst || secondsFromNs(worst->median.unread.ns) < worst->median.makespanS * smallestEffect)
            return;
        const UnreadTime &unread = worst->median.unread;
        const qint64 longest = unread.longest.end - unread.longest.begin;
        add(FindingKind::Unread, QStringLiteral("%1’s loop did not listen.").arg(worst->title),
            QStringLiteral("The reply of call %1 lay unread for %2 while the loop analyzed others, call %3 for the longest; %4 in all, of "
                           "%5. TTFT and chunk gaps hold that time.")
                .arg(unread.longestOf + 1)
                .arg((unread.longest.isExact ? QString() : QStringLiteral("at most ")) + seconds(secondsFromNs(longest)))
                .arg(unread.longest.behind + 1)
                .arg((unread.isAtMost ? QStringLiteral("at most ") : QString()) + seconds(secondsFromNs(unread.ns)),
                     counted(unread.calls, QStringLiteral("call"), QStringLiteral("calls"))),
            worst->figures.model);
    }

    void notParallel()
    {
        for (const Entry &entry : m_all) {
            if (!entry.figures.isComplete || entry.median.concurrency.max < 2 || entry.median.parallelism.max > 1)
                continue;
            add(FindingKind::NotParallel, QStringLiteral("%1 is not parallel.").arg(entry.title),
                QStringLiteral("At most %1 ever on CPU, while up to %2 were in flight.")
                    .arg(counted(entry.median.parallelism.max, QStringLiteral("executor was"), QStringLiteral("executors were")),
                         counted(entry.median.concurrency.max, QStringLiteral("call"), QStringLiteral("calls"))),
                entry.figures.model);
            return;
        }
    }

    const QList<RunReport> &m_runs;
    QList<Entry> m_all, m_baseline, m_others;
    QList<Finding> m_findings;
};

} // namespace

QList<Finding> findings(const QList<RunReport> &runs, const QList<ModelComparison> &comparison, const QHash<QString, QString> &titles)
{
    return Rules(runs, comparison, titles).apply();
}

} // namespace interleave
