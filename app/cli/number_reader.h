// Reads options that are numbers, and remembers the first one that is wrong, in a sentence with its range. Any thread.
#pragma once

#include "cli/command_line.h"

#include <cmath>
#include <type_traits>

namespace interleave::cli {

class NumberReader
{
public:
    explicit NumberReader(const CommandLine &line)
        : m_line(line)
    {
    }

    /// Leaves `target` as it is when the option was not given.
    template<typename Number> void read(const char *option, double least, double most, Number &target)
    {
        if (!m_line.has(option) || !m_error.isEmpty())
            return;
        bool isNumber = false;
        const double value = m_line.value(option).toDouble(&isNumber);
        const bool fits = isNumber && (std::is_floating_point_v<Number> || value == std::floor(value)) && value >= least && value <= most;
        if (fits)
            target = static_cast<Number>(value);
        else
            m_error = QStringLiteral("%1 %2: must be a %3 from %4 to %5")
                          .arg(QLatin1StringView(option), m_line.value(option),
                               std::is_floating_point_v<Number> ? QStringLiteral("number") : QStringLiteral("whole number"),
                               QString::number(least), QString::number(most, 'f', 0));
    }

    const QString &error() const { return m_error; }

private:
    const CommandLine &m_line;
    QString m_error;
};

} // namespace interleave::cli
