#include "cli/command_line.h"

#include <algorithm>

namespace interleave::cli {

using namespace Qt::StringLiterals;

QStringList CommandLine::list(const char *name) const
{
    QStringList parts = value(name).split(u',', Qt::SkipEmptyParts);
    for (QString &part : parts)
        part = part.trimmed();
    parts.removeAll(QString());
    parts.removeDuplicates();
    return parts;
}

Result<CommandLine> parseCommandLine(const QStringList &arguments, const QList<OptionSpec> &options, const QString &verb)
{
    CommandLine line;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (!argument.startsWith(u'-') || argument == "-"_L1) {
            line.positional.append(argument);
            continue;
        }
        const QString name = argument.section(u'=', 0, 0);
        const auto spec = std::find_if(options.begin(), options.end(), [&](const OptionSpec &option) { return option.name == name; });
        if (spec == options.end())
            return Error{u"unknown option %1; \"interleave %2 --help\" lists the options"_s.arg(name, verb)};
        if (line.has(name) && !spec->value.isEmpty())
            return Error{u"%1 is given twice; give it once"_s.arg(name)};
        const bool inlineValue = argument.contains(u'=');
        if (spec->value.isEmpty()) {
            if (inlineValue)
                return Error{u"%1: this option takes no value; write it alone"_s.arg(argument)};
            line.set(name, u"yes"_s);
        } else if (inlineValue) {
            line.set(name, argument.section(u'=', 1));
        } else if (i + 1 < arguments.size() && !arguments[i + 1].startsWith("--"_L1)) {
            line.set(name, arguments[++i]);
        } else {
            return Error{u"%1 needs a value: %1 %2 (%3)"_s.arg(name, spec->value, spec->sentence)};
        }
    }
    return line;
}

QString optionsHelp(const QList<OptionSpec> &options)
{
    static constexpr int column = 26;
    QString text;
    for (const OptionSpec &option : options) {
        if (option.isInternal)
            continue;
        const QString left = u"  %1 %2"_s.arg(option.name, option.value);
        text += left.leftJustified(column) + (left.trimmed().size() + 2 >= column ? u"\n"_s + QString(column, u' ') : QString()) +
                option.sentence + u'\n';
    }
    return text;
}

} // namespace interleave::cli
