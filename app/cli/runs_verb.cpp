// interleave runs: the runs that are kept; list, show, compare, tag, note, delete, prune.
#include "cli/console.h"
#include "cli/kept_runs.h"
#include "cli/text_table.h"
#include "cli/verbs.h"
#include "history/run_filter.h"
#include "history/run_store.h"
#include "json/json.h"

#include <QLocale>

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

/// One of what `runs` does.
struct Action {
    QString name, arguments, sentence;
    QStringList options;
    int (*execute)(const CommandLine &line);
};

/// What follows the action's name.
static QStringList wordsOf(const CommandLine &line) { return line.positional.mid(1); }

static QString sizeText(qint64 bytes) { return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); }

static Result<QList<RunEntry>> runsNamed(const QStringList &words)
{
    const QList<RunEntry> all = RunStore().entries();
    QList<RunEntry> found;
    for (const QString &word : words) {
        const Result<RunEntry> entry = findRun(all, word);
        if (!entry)
            return Error{entry.error()};
        if (std::none_of(found.begin(), found.end(), [&](const RunEntry &other) { return other.file == entry->file; }))
            found.append(*entry);
    }
    return found;
}

static Result<KeptRun> openKept(const RunEntry &entry)
{
    const Result<SavedRun> saved = openRun(entry.file);
    return saved ? Result<KeptRun>(KeptRun{entry, *saved}) : Error{saved.error()};
}

static int listRuns(const CommandLine &line)
{
    QStringList terms = wordsOf(line);
    for (const char *key : {"scenario", "model", "tag", "since"}) {
        if (const QByteArray option = QByteArray("--") + key; line.has(option.constData()))
            terms.append(RunFilter::term(QString::fromLatin1(key), line.value(option.constData())));
    }
    const Result<RunFilter> filter = RunFilter::parse(terms.join(u' '));
    if (!filter)
        return complain(u"runs list: "_s + filter.error(), BadInput);
    const QList<RunEntry> all = RunStore().entries();
    QList<RunEntry> shown;
    std::copy_if(all.begin(), all.end(), std::back_inserter(shown), [&](const RunEntry &entry) { return filter->matches(entry); });
    if (line.has("--json")) {
        OrderedJson list = OrderedJson::array();
        for (const RunEntry &entry : std::as_const(shown))
            list.push_back(toJson(entry));
        print(pretty(list));
        return Finished;
    }
    if (!shown.isEmpty())
        print(keptRunsTable(shown));
    const PrunePlan plan = planPruning(all, usualRunBudgetBytes);
    const QString over = plan.sizeBytes > plan.budgetBytes
                             ? u"; that is more than %1: \"interleave runs prune\" makes room"_s.arg(sizeText(plan.budgetBytes))
                             : QString();
    print((shown.isEmpty() ? QString() : u"\n"_s) +
          (filter->isEmpty() ? u"%1 runs"_s.arg(all.size()) : u"%1 of %2 runs"_s.arg(shown.size()).arg(all.size())) +
          u", %1 in %2%3\n"_s.arg(sizeText(plan.sizeBytes), RunStore().folder(), over));
    return Finished;
}

static int showRun(const CommandLine &line)
{
    if (wordsOf(line).isEmpty())
        return complain(u"runs show: names no run; \"interleave runs list\" has their ids"_s, BadInput);
    const Result<QList<RunEntry>> entries = runsNamed(wordsOf(line));
    if (!entries)
        return complain(entries.error(), BadInput);
    OrderedJson list = OrderedJson::array();
    QString text;
    for (const RunEntry &entry : *entries) {
        const Result<KeptRun> kept = openKept(entry);
        if (!kept)
            return complain(kept.error(), BadInput);
        if (line.has("--json"))
            list.push_back(keptRunJson(kept->entry, kept->saved));
        else
            text += (text.isEmpty() ? QString() : u"\n"_s) + keptRunPage(kept->entry, kept->saved);
    }
    if (line.has("--json"))
        print(pretty(list.size() == 1 ? list[0] : list));
    else
        print(text);
    return Finished;
}

static int compareTwo(const CommandLine &line)
{
    if (wordsOf(line).size() != 2)
        return complain(u"runs compare: needs two runs: interleave runs compare A B"_s, BadInput);
    const QList<RunEntry> all = RunStore().entries();
    QList<KeptRun> runs;
    for (const QString &word : wordsOf(line)) {
        const Result<RunEntry> entry = findRun(all, word);
        const Result<KeptRun> kept = entry ? openKept(*entry) : Error{entry.error()};
        if (!kept)
            return complain(kept.error(), BadInput);
        runs.append(*kept);
    }
    if (line.has("--json"))
        print(pretty(differenceJson(runs[0], runs[1])));
    else
        print(differencePage(runs[0], runs[1]));
    return Finished;
}

/// Changes the marks of the runs that all but the last word name.
static int changeMarks(const CommandLine &line, const QString &what, const std::function<QString(RunMarks &, const QString &)> &change)
{
    const QStringList words = wordsOf(line);
    if (words.size() < 2)
        return complain(u"runs %1: needs a run and a %1: interleave runs %1 RUN... %2"_s.arg(what, what.toUpper()), BadInput);
    const Result<QList<RunEntry>> entries = runsNamed(words.first(words.size() - 1));
    if (!entries)
        return complain(entries.error(), BadInput);
    OrderedJson list = OrderedJson::array();
    for (RunEntry entry : *entries) {
        const Result<RunMarks> known = readMarks(entry.file); // what another program wrote a moment ago stays
        if (!known)
            return complain(known.error(), BadInput);
        entry.marks = *known;
        if (const QString problem = change(entry.marks, words.last()); !problem.isEmpty())
            return complain(u"runs %1: %2"_s.arg(what, problem), BadInput);
        if (const QString problem = RunStore().mark(entry, entry.marks); !problem.isEmpty())
            return complain(problem, CouldNotStart);
        list.push_back(toJson(entry));
    }
    if (line.has("--json"))
        print(pretty(list));
    return Finished;
}

static int tagRuns(const CommandLine &line)
{
    return changeMarks(line, u"tag"_s, [&](RunMarks &marks, const QString &word) {
        const Result<QStringList> tags = tagsFrom(word.split(u','));
        if (!tags)
            return tags.error();
        if (line.has("--remove"))
            marks.tags.removeIf([&](const QString &tag) { return tags->contains(tag); });
        else
            marks.tags = *tagsFrom(marks.tags + *tags);
        return QString();
    });
}

static int noteRuns(const CommandLine &line)
{
    return changeMarks(line, u"note"_s, [](RunMarks &marks, const QString &text) {
        marks.note = text;
        return text.size() > 100'000 ? u"a note has at most 100,000 characters"_s : QString();
    });
}

/// Asks, and deletes them. Main part of delete and prune.
static int deleteAll(const CommandLine &line, const QList<RunEntry> &entries, const QString &question)
{
    if (!line.has("--yes")) {
        if (!canAsk())
            return complain(question + u" Nobody can be asked here; add --yes if you want that"_s, BadInput);
        if (!ask(question))
            return complain(u"nothing was deleted"_s, Finished);
    }
    OrderedJson list = OrderedJson::array();
    QString problem;
    for (const RunEntry &entry : entries) {
        const QString why = RunStore().remove(entry);
        if (why.isEmpty())
            list.push_back(toJson(entry));
        else
            problem = why;
    }
    if (line.has("--json"))
        print(pretty(list));
    else
        print(u"%1 of %2 runs deleted\n"_s.arg(list.size()).arg(entries.size()));
    return problem.isEmpty() ? Finished : complain(problem, CouldNotStart);
}

static int deleteRuns(const CommandLine &line)
{
    if (wordsOf(line).isEmpty())
        return complain(u"runs delete: names no run; \"interleave runs list\" has their ids"_s, BadInput);
    const Result<QList<RunEntry>> entries = runsNamed(wordsOf(line));
    if (!entries)
        return complain(entries.error(), BadInput);
    const auto marked = std::count_if(entries->begin(), entries->end(), [](const RunEntry &entry) { return !entry.marks.isEmpty(); });
    const QString which = entries->size() == 1 ? u"the run %1"_s.arg(entries->first().id) : u"%1 runs"_s.arg(entries->size());
    return deleteAll(line, *entries,
                     u"Delete %1 for good%2?"_s.arg(which, marked > 0 ? u" (%1 with tags or notes)"_s.arg(marked) : QString()));
}

static Result<qint64> budgetOf(const CommandLine &line)
{
    if (!line.has("--budget"))
        return usualRunBudgetBytes;
    bool isNumber = false;
    const double megabytes = line.value("--budget").toDouble(&isNumber);
    if (!isNumber || !(megabytes >= 0 && megabytes <= 1e9))
        return Error{u"--budget %1: write how many megabytes may stay, from 0 to 1000000000"_s.arg(line.value("--budget"))};
    return static_cast<qint64>(megabytes * 1e6);
}

static int pruneRuns(const CommandLine &line)
{
    const Result<qint64> budget = budgetOf(line);
    if (!budget)
        return complain(budget.error(), BadInput);
    if (!wordsOf(line).isEmpty())
        return complain(u"runs prune: takes no runs; \"interleave runs delete\" deletes those that you name"_s, BadInput);
    const PrunePlan plan = planPruning(RunStore().entries(), *budget);
    if (!plan.isEnough())
        complain(u"what is tagged, noted, open or unreadable stays: %1 of %2 cannot be freed"_s.arg(
                     sizeText(plan.sizeBytes - plan.freedBytes - plan.budgetBytes), sizeText(plan.sizeBytes - plan.budgetBytes)),
                 Finished);
    if (plan.goes.isEmpty()) {
        print(line.has("--json") ? QByteArray("[]\n")
                                 : u"Nothing to delete: %1 of %2 used\n"_s.arg(sizeText(plan.sizeBytes), sizeText(*budget)).toUtf8());
        return Finished;
    }
    return deleteAll(line, plan.goes,
                     u"Delete the %1 oldest runs without tags and notes (%2), so that %3 stay?"_s.arg(plan.goes.size())
                         .arg(sizeText(plan.freedBytes), sizeText(plan.sizeBytes - plan.freedBytes)));
}

static QList<Action> actions()
{
    const QString json = u"--json"_s;
    return {{u"list"_s,
             u"[WORD...]"_s,
             u"the runs that are kept, the newest first; words and terms such as tag:paper, makespan>20s choose"_s,
             {u"--scenario"_s, u"--model"_s, u"--tag"_s, u"--since"_s, json},
             listRuns},
            {u"show"_s, u"RUN..."_s, u"one run: its figures, its critical path, its verdict"_s, {json}, showRun},
            {u"compare"_s,
             u"A B"_s,
             u"what differs, and why A took longer or less: seconds by phase that add up to the difference"_s,
             {json},
             compareTwo},
            {u"tag"_s, u"RUN... TAG[,TAG]"_s, u"tags runs; what is tagged is never pruned"_s, {u"--remove"_s, json}, tagRuns},
            {u"note"_s, u"RUN... TEXT"_s, u"writes a note on runs; an empty text takes it away"_s, {json}, noteRuns},
            {u"delete"_s, u"RUN..."_s, u"deletes runs, after a question"_s, {u"--yes"_s, json}, deleteRuns},
            {u"prune"_s,
             {},
             u"deletes the oldest runs without tags and notes until the rest fits the budget, after a question"_s,
             {u"--budget"_s, u"--yes"_s, json},
             pruneRuns}};
}

static QString namesOfActions()
{
    QStringList names;
    for (const Action &action : actions())
        names.append(action.name);
    return names.join(u'|');
}

static int execute(const CommandLine &line, const WindowServices &)
{
    const QString name = line.positional[0];
    const QList<Action> all = actions();
    const auto action = std::find_if(all.begin(), all.end(), [&](const Action &one) { return one.name == name; });
    if (action == all.end())
        return complain(u"runs %1: there is no such action; known are %2"_s.arg(name, namesOfActions()), BadInput);
    for (const OptionSpec &option : runsVerb().options) {
        if (line.has(option.name) && !action->options.contains(option.name))
            return complain(
                u"%1 is no option of \"interleave runs %2\"; it takes %3"_s.arg(option.name, name, action->options.join(u", "_s)),
                BadInput);
    }
    return action->execute(line);
}

static QString actionsHelp()
{
    QString text = u"\nActions (RUN: an id of the list or the unambiguous begin of one, or a file):\n"_s;
    for (const Action &action : actions())
        text += hangingText(u"  %1 %2"_s.arg(action.name, action.arguments), 26, action.sentence);
    return text;
}

Verb runsVerb()
{
    return {u"runs"_s,
            namesOfActions() + u" [RUN...]"_s,
            u"lists, shows, compares, tags and deletes the runs that are kept"_s,
            {{u"--scenario"_s, u"TEXT"_s, u"list: of scenarios with this in their name"_s},
             {u"--model"_s, u"M"_s, u"list: of this execution model or variant"_s},
             {u"--tag"_s, u"TAG"_s, u"list: with this tag"_s},
             {u"--since"_s, u"TIME"_s, u"list: begun since then: 2026-11-21, today, yesterday, 7d, 12h"_s},
             {u"--remove"_s, {}, u"tag: takes the tags away"_s},
             {u"--budget"_s, u"MB"_s, u"prune: how much may stay, in megabytes; 2000 where it is not said"_s},
             {u"--yes"_s, {}, u"delete, prune: without a question"_s},
             {u"--json"_s, {}, u"as JSON"_s}},
            1,
            execute,
            false,
            true,
            actionsHelp()};
}

} // namespace interleave::cli
