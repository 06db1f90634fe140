// Writes Chrome trace events one by one: a trace of a million slices never lies in memory as text. Used by export/chrome_trace; any thread.
#pragma once

#include "json/json.h"
#include "json/json_text.h"

#include <QIODevice>

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace interleave {

class EventWriter
{
public:
    explicit EventWriter(QIODevice &device)
        : m_device(device)
    {
        m_line = "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n";
    }
    ~EventWriter()
    {
        flush();
        m_device.write("\n]}\n");
    }
    EventWriter(const EventWriter &) = delete;
    EventWriter &operator=(const EventWriter &) = delete;

    EventWriter &begin(const char *phase, int process)
    {
        if (std::exchange(m_any, true))
            m_line += ",\n";
        m_line.append("{\"ph\":\"").append(phase).append("\",\"pid\":").append(QByteArray::number(process));
        return *this;
    }
    EventWriter &number(const char *key, qint64 number)
    {
        appendKey(key).append(QByteArray::number(number));
        return *this;
    }
    EventWriter &text(const char *key, QStringView text)
    {
        appendJsonText(appendKey(key), text);
        return *this;
    }
    EventWriter &micros(const char *key, qint64 ns)
    {
        std::array<char, 40> digits{};
        std::snprintf(digits.data(), digits.size(), "%s%lld.%03lld", ns < 0 ? "-" : "", static_cast<long long>(std::abs(ns) / 1000),
                      static_cast<long long>(std::abs(ns) % 1000));
        appendKey(key).append(digits.data());
        return *this;
    }
    EventWriter &args(const OrderedJson &args)
    {
        appendKey("args").append(compact(args));
        return *this;
    }
    void end()
    {
        m_line += '}';
        if (m_line.size() > 1 << 16)
            flush();
    }

private:
    QByteArray &appendKey(const char *key) { return m_line.append(",\"").append(key).append("\":"); }
    void flush()
    {
        m_device.write(m_line);
        m_line.clear();
    }

    QIODevice &m_device;
    QByteArray m_line;
    bool m_any = false;
};

} // namespace interleave
