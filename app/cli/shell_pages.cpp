#include "cli/shell_pages.h"

#include "cli/program_help.h"
#include "cli/result_files.h"
#include "setup/catalog.h"
#include "setup/prompts/prompt_formats.h"

#include <QRegularExpression>

#include <algorithm>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static QList<Verb> shown(QList<Verb> verbs)
{
    verbs.removeIf([](const Verb &verb) { return verb.isInternal; });
    return verbs;
}

static QList<OptionSpec> shown(QList<OptionSpec> options)
{
    options.removeIf([](const OptionSpec &option) { return option.isInternal; });
    return options;
}

// The manual page.

/// Text as troff reads it: nothing of it is a command.
static QString troff(QString text)
{
    text.replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s);
    static const QRegularExpression command(u"^([.'])"_s, QRegularExpression::MultilineOption);
    return text.replace(command, u"\\&\\1"_s);
}

static QString optionLines(const QList<OptionSpec> &options)
{
    QString text;
    for (const OptionSpec &option : shown(options)) {
        text += u".TP\n\\fB%1\\fR"_s.arg(troff(option.name));
        if (!option.value.isEmpty())
            text += u" \\fI%1\\fR"_s.arg(troff(option.value));
        text += u"\n%1\n"_s.arg(troff(option.sentence));
    }
    return text;
}

/// The command as a line, and what follows its name as another where there is any: troff takes an empty line for a paragraph.
static QString commandLines(const Verb &verb)
{
    return u".B interleave %1\n%2"_s.arg(troff(verb.name), verb.arguments.isEmpty() ? QString() : troff(verb.arguments) + u'\n');
}

QString manualPage(const QList<Verb> &verbs)
{
    QString text = u".TH INTERLEAVE 1 \"\" \"interleave %1\" \"User commands\"\n"
                   ".SH NAME\ninterleave \\- %2\n"
                   ".SH SYNOPSIS\n.B interleave\n[\\fIFILE\\fR...]\n"_s.arg(troff(QStringLiteral(INTERLEAVE_VERSION)),
                                                                            troff(u"compares execution models of LLM API calls"_s));
    for (const Verb &verb : shown(verbs))
        text += u".br\n"_s + commandLines(verb);
    text += u".SH DESCRIPTION\n%1 Without a verb it %2.\n"_s.arg(troff(programSentence()), troff(windowSentence()));
    for (const Verb &verb : shown(verbs))
        text += u".SH \"INTERLEAVE %1\"\n%2.PP\n%3\n%4"_s.arg(verb.name.toUpper(), commandLines(verb), troff(verb.sentence),
                                                              optionLines(verb.options));
    text += u".SH \"KINDS OF PROMPTS FILE\"\n"_s;
    for (const PromptKind &kind : promptKinds())
        text += u".TP\n\\fB%1\\fR\n%2\n"_s.arg(troff(kind.id), troff(kind.sentence));
    text += u".SH LOG\n%1\n.SH \"EXIT STATUS\"\n%2\n"_s.arg(troff(logSentence()), troff(exitSentence()));
    return text;
}

// Completions.

/// What may stand for a value or a positional argument.
struct Words {
    QStringList words;
    bool isFile = false;
};

static QStringList entryIds(const QList<CatalogEntry> &entries)
{
    QStringList ids;
    for (const CatalogEntry &entry : entries)
        ids.append(entry.id);
    return ids;
}

/// By the placeholder that the help has for it; by the option's name where the placeholder is a letter.
static Words wordsFor(const QString &placeholder, const QString &option = {})
{
    static const QStringList files{u"FILE"_s, u"DIR"_s, u"FOLDER"_s, u"TRACE"_s, u"RUN"_s};
    const QString first = placeholder.section(u'[', 0, 0);
    if (files.contains(first))
        return {{}, true};
    if (first.startsWith("SCENARIO"_L1))
        return {entryIds(catalogOfScenarios()), true};
    if (option.startsWith("--model"_L1) && first == "M"_L1)
        return {entryIds(catalogOfModels())};
    if (option == "--profile"_L1)
        return {entryIds(catalogOfProfiles()), true};
    if (option == "--script"_L1)
        return {entryIds(catalogOfScripts()), true};
    if (option == "--analyzer"_L1)
        return {entryIds(catalogOfAnalyzers())};
    if (option == "--provider"_L1)
        return {entryIds(catalogOfProviders())};
    if (option == "--endpoint"_L1)
        return {QStringList{u"simulator"_s} + entryIds(catalogOfProviders())};
    if (option == "--format"_L1)
        return {knownFormats()};
    if (option == "--prompts-format"_L1)
        return {promptFormatIds()};
    QStringList words = first.split(u'|');
    words.removeIf([](const QString &word) { return word != word.toLower(); });
    return {words};
}

static Words positionalsOf(const Verb &verb) { return verb.positionals > 0 ? wordsFor(verb.arguments.section(u' ', 0, 0)) : Words{}; }

static QString quoted(QString text) { return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\''; }

static QStringList namesOf(const QList<Verb> &verbs)
{
    QStringList names;
    for (const Verb &verb : shown(verbs))
        names.append(verb.name);
    return names;
}

/// In bash: what completes `words`, and files where they may stand.
static QString bashReply(const Words &words)
{
    QString reply = u"COMPREPLY=($(compgen -W %1 -- \"$word\"))"_s.arg(quoted(words.words.join(u' ')));
    if (words.isFile)
        reply += u"; _interleave_files"_s;
    return reply;
}

static QString bashCompletion(const QList<Verb> &verbs)
{
    QString text =
        u"# bash completion for interleave, made from its --help\n"
        "_interleave_files()\n{\n    local file\n"
        "    while IFS= read -r file; do COMPREPLY+=(\"$file\"); done < <(compgen -f -- \"$word\")\n"
        "    compopt -o filenames 2>/dev/null\n}\n\n"
        "_interleave()\n{\n    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n    COMPREPLY=()\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        COMPREPLY=($(compgen -W %1 -- \"$word\"))\n        _interleave_files\n"
        "        return\n    fi\n    case ${COMP_WORDS[1]}:$before in\n"_s.arg(quoted(namesOf(verbs).join(u' ') + u" --help --version"_s));
    for (const Verb &verb : shown(verbs)) {
        for (const OptionSpec &option : shown(verb.options)) {
            if (!option.value.isEmpty())
                text += u"    %1:%2) %3; return ;;\n"_s.arg(verb.name, option.name, bashReply(wordsFor(option.value, option.name)));
        }
    }
    text += u"    esac\n    case ${COMP_WORDS[1]}:$word in\n"_s;
    for (const Verb &verb : shown(verbs)) {
        QStringList names{u"--help"_s};
        for (const OptionSpec &option : shown(verb.options))
            names.append(option.name);
        text += u"    %1:-*) %2 ;;\n"_s.arg(verb.name, bashReply({names, false}));
        text += u"    %1:*) %2 ;;\n"_s.arg(verb.name, bashReply(positionalsOf(verb)));
    }
    return text + u"    *) _interleave_files ;;\n    esac\n}\ncomplete -F _interleave interleave\n"_s;
}

/// A sentence inside zsh's [..] and :..: of _arguments.
static QString zshText(QString text)
{
    static const QRegularExpression special(u"([\\[\\]:\\\\])"_s);
    return text.replace(special, u"\\\\1"_s);
}

static QString zshAction(const Words &words)
{
    const QString list = words.words.isEmpty() ? QString() : u"compadd -- %1"_s.arg(words.words.join(u' '));
    if (words.isFile)
        return list.isEmpty() ? u"_files"_s : u"{ %1; _files }"_s.arg(list);
    return list.isEmpty() ? u" "_s : u"{ %1 }"_s.arg(list);
}

static QString zshCompletion(const QList<Verb> &verbs)
{
    QString text = u"#compdef interleave\n# zsh completion for interleave, made from its --help\n"
                   "_interleave()\n{\n    if (( CURRENT == 2 )); then\n        local -a verbs=(\n"_s;
    for (const Verb &verb : shown(verbs))
        text += u"            %1\n"_s.arg(quoted(u"%1:%2"_s.arg(verb.name, zshText(verb.sentence))));
    text += u"        )\n        _describe verb verbs\n        _files\n        return\n    fi\n    local verb=$words[2]\n"
            "    words=(\"interleave\" \"${(@)words[3,-1]}\")\n    (( CURRENT-- ))\n    case $verb in\n"_s;
    for (const Verb &verb : shown(verbs)) {
        text += u"    %1)\n        _arguments '--help[lists the options]'"_s.arg(verb.name);
        for (const OptionSpec &option : shown(verb.options)) {
            QString spec = u"%1[%2]"_s.arg(option.name, zshText(option.sentence));
            if (!option.value.isEmpty())
                spec += u":%1:%2"_s.arg(zshText(option.value), zshAction(wordsFor(option.value, option.name)));
            text += u" \\\n            %1"_s.arg(quoted(spec));
        }
        if (verb.positionals > 0)
            text += u" \\\n            %1"_s.arg(quoted(u"1:argument:"_s + zshAction(positionalsOf(verb))));
        text += u"\n        ;;\n"_s;
    }
    return text + u"    esac\n}\n_interleave \"$@\"\n"_s;
}

static QString fishCompletion(const QList<Verb> &verbs)
{
    QString text = u"# fish completion for interleave, made from its --help\n"_s;
    for (const Verb &verb : shown(verbs))
        text += u"complete -c interleave -n __fish_use_subcommand -a %1 -d %2\n"_s.arg(verb.name, quoted(verb.sentence));
    for (const Verb &verb : shown(verbs)) {
        const QString only = u"complete -c interleave -n '__fish_seen_subcommand_from %1'"_s.arg(verb.name);
        const Words positionals = positionalsOf(verb);
        if (!positionals.words.isEmpty())
            text += u"%1 -a %2\n"_s.arg(only, quoted(positionals.words.join(u' ')));
        for (const OptionSpec &option : shown(verb.options)) {
            text += u"%1 -l %2 -d %3"_s.arg(only, option.name.mid(2), quoted(option.sentence));
            if (!option.value.isEmpty()) {
                const Words words = wordsFor(option.value, option.name);
                text += words.isFile ? u" -r"_s : u" -x"_s;
                if (!words.words.isEmpty())
                    text += u" -a "_s + quoted(words.words.join(u' '));
            }
            text += u'\n';
        }
    }
    return text;
}

QString completionOf(const QString &shell, const QList<Verb> &verbs)
{
    if (shell == "bash"_L1)
        return bashCompletion(verbs);
    if (shell == "zsh"_L1)
        return zshCompletion(verbs);
    return shell == "fish"_L1 ? fishCompletion(verbs) : QString();
}

} // namespace interleave::cli
