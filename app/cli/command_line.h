// What a person typed after the verb: positional arguments and options, checked against what the verb knows. Values, any
// thread. Small on purpose: QCommandLineParser ends the program by itself, with its own exit status and wording.
#pragma once

#include "core/result.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace interleave::cli {

struct OptionSpec {
    QString name;            ///< with its dashes: "--concurrency"
    QString value;           ///< placeholder in the help: "N"; empty: a switch
    QString sentence;        ///< help
    bool isInternal = false; ///< not in the help
};

class CommandLine
{
public:
    QStringList positional;

    void set(const QString &name, const QString &value) { m_options[name] = value; }
    bool has(const QString &name) const { return m_options.contains(name); }
    bool has(const char *name) const { return m_options.contains(QLatin1StringView(name)); }
    /// Empty when it was not given.
    QString value(const char *name) const { return m_options.value(QLatin1StringView(name)); }
    /// A value's parts between commas, without empty ones and repetitions.
    QStringList list(const char *name) const;

private:
    QHash<QString, QString> m_options;
};

/// `verb` is named in errors. An option with a value that is given twice is refused: which one was meant is not known. A value may follow
/// as the next argument or after "=".
Result<CommandLine> parseCommandLine(const QStringList &arguments, const QList<OptionSpec> &options, const QString &verb);

/// One aligned line per option.
QString optionsHelp(const QList<OptionSpec> &options);

} // namespace interleave::cli
