// Reads options that are numbers, and remembers the first one that is wrong, in a sentence with its range. Any thread.
#pragma once

#include "cli/command_line.h"
#include "core/field_range.h"

namespace interleave::cli {

class NumberReader
{
public:
    explicit NumberReader(const CommandLine &line)
        : m_line(line)
    {
    }

    /// Leaves `target` as it is when the option was not given.
    template<typename Number> void read(const char *option, const FieldRange &range, Number &target)
    {
        if (!m_line.has(option) || !m_error.isEmpty())
            return;
        const QString text = m_line.value(option);
        if (const std::optional<Number> number = numberFrom<Number>(text, range))
            target = *number;
        else
            m_error = QStringLiteral("%1 %2: %3").arg(QLatin1StringView(option), text, numberWanted<Number>(range));
    }

    const QString &error() const { return m_error; }

private:
    const CommandLine &m_line;
    QString m_error;
};

} // namespace interleave::cli
