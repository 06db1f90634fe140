// Traces of real services with times and lengths (Mooncake, Azure, BurstGPT): when each request came, for `--arrival replay:FILE`. Their
// lengths are read as prompts (lengths_shape.cpp), in the same order. Any thread; reading blocks.
#pragma once

#include "setup/prompts/record.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace interleave {

const QStringList &inputLengthNames();
const QStringList &outputLengthNames();
const QStringList &timeNames();

/// Takes the times of requests, record by record: milliseconds ("timestamp" of JSON), seconds ("Timestamp" of a table) or a date and time.
class TimeReader
{
public:
    /// What is wrong; empty: nothing. Times that go back are refused.
    QString add(const Record &record);
    /// Nanoseconds after the first.
    const std::vector<qint64> &times() const { return m_times; }

private:
    std::optional<double> m_firstS;
    std::vector<qint64> m_times;
};

} // namespace interleave
