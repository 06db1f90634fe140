#include "cli/cli.h"

#include "cli/console.h"
#include "cli/program_help.h"
#include "cli/result_files.h"
#include "cli/standard_output.h"
#include "cli/text_table.h"
#include "cli/verbs.h"
#include "setup/prompts/prompt_formats.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

QList<Verb> verbs()
{
    return {runVerb(),    compareVerb(), sweepVerb(), predictVerb(), serveVerb(),  listVerb(),
            exportVerb(), runsVerb(),    factsVerb(), mcpVerb(),     workerVerb(), pagesVerb()};
}

static bool asksForHelp(const QString &argument) { return argument == "--help"_L1 || argument == "-h"_L1; }

static QString programHelp()
{
    QString text = u"%1\n\n  interleave [FILE...]\n      %2\n"_s.arg(programSentence(), windowSentence());
    for (const Verb &verb : verbs()) {
        if (!verb.isInternal)
            text += u"  interleave %1 %2\n      %3\n"_s.arg(verb.name, verb.arguments, verb.sentence);
    }
    text += u"  interleave --version\n\n\"interleave VERB --help\" lists the options of a verb.\n%1\nExit status: %2\n"_s.arg(
        logSentence(), exitSentence());
    return text;
}

static QString verbHelp(const Verb &verb)
{
    QString text = u"interleave %1 %2\n%3\n"_s.arg(verb.name, verb.arguments, verb.sentence);
    if (!verb.options.isEmpty())
        text += u"\nOptions:\n"_s + optionsHelp(verb.options);
    text += verb.more;
    const auto takesPrompts = [](const OptionSpec &option) { return option.name == "--prompts"_L1; };
    if (!std::any_of(verb.options.begin(), verb.options.end(), takesPrompts))
        return text;
    text += u"\nKinds of prompts file:\n"_s;
    for (const PromptKind &kind : promptKinds())
        text += hangingText(u"  "_s + kind.id, 14, kind.sentence);
    return text;
}

static int executeVerb(const Verb &verb, const QStringList &arguments, const WindowServices &window)
{
    if (std::any_of(arguments.begin(), arguments.end(), asksForHelp)) {
        print(verbHelp(verb));
        return Finished;
    }
    const Result<CommandLine> line = parseCommandLine(arguments, verb.options, verb.name);
    if (!line)
        return complain(line.error(), BadInput);
    if (line->positional.size() < verb.positionals)
        return complain(u"\"interleave %1\" needs more: interleave %1 %2"_s.arg(verb.name, verb.arguments), BadInput);
    if (line->positional.size() > verb.positionals && !verb.takesMore)
        return complain(
            u"one argument too many: \"%1\"; write interleave %2 %3"_s.arg(line->positional[verb.positionals], verb.name, verb.arguments),
            BadInput);
    return verb.execute(*line, window);
}

bool asksForPictures(const QStringList &arguments)
{
    for (const Verb &verb : {runVerb(), compareVerb(), sweepVerb()}) {
        if (verb.name != arguments.value(0))
            continue;
        const Result<CommandLine> line = parseCommandLine(arguments.mid(1), verb.options, verb.name);
        return line && wantsPictures(*line);
    }
    return false;
}

bool isVerb(const QString &name)
{
    const QList<Verb> known = verbs();
    return std::any_of(known.begin(), known.end(), [&](const Verb &verb) { return verb.name == name; });
}

/// A path or a name with an ending: verbs have neither.
static bool looksLikeFile(const QString &argument)
{
    return !argument.startsWith(u'-') && (argument.contains(u'/') || argument.contains(u'.'));
}

static int execute(const QStringList &arguments, const WindowServices &window)
{
    const QString name = arguments.value(0);
    if (asksForHelp(name)) {
        print(programHelp());
        return Finished;
    }
    if (name == "--version"_L1) {
        print(u"interleave " INTERLEAVE_VERSION "\n"_s);
        return Finished;
    }
    QStringList known;
    for (const Verb &verb : verbs()) {
        if (verb.name == name)
            return executeVerb(verb, arguments.mid(1), window);
        if (!verb.isInternal)
            known.append(verb.name);
    }
    if (looksLikeFile(name))
        return complain(u"%1: there is no such file; \"interleave list scenarios\" names the built-in ones"_s.arg(name), BadInput);
    if (name.startsWith(u'-'))
        return complain(u"unknown option %1; \"interleave --help\" lists what there is"_s.arg(name), BadInput);
    return complain(u"unknown verb \"%1\"; known are %2; \"interleave --help\" explains them"_s.arg(name, known.join(u", "_s)), BadInput);
}

int runCommandLine(const QStringList &arguments, const WindowServices &window)
{
    keepOnWhenNobodyReads();
    const int status = execute(arguments, window);
    const QString problem = standardOutputProblem();
    return problem.isEmpty() ? status : complain(problem, CouldNotStart);
}

} // namespace interleave::cli
