// A seeded stream of draws for one purpose of one request. Our own generator and transforms, because those of the standard
// library differ between its implementations, and a recorded seed must mean the same draws everywhere. A value, any thread.
#pragma once

#include "simulator/llm/profile.h"

#include <cmath>
#include <numbers>

namespace interleave {

/// FNV-1a over UTF-16: the same everywhere, which qHash() is not.
inline quint32 stableHash(QStringView text)
{
    quint32 hash = 2166136261u;
    for (const QChar c : text)
        hash = (hash ^ c.unicode()) * 16777619u;
    return hash;
}

class RandomStream
{
public:
    /// Each purpose has a stream of its own: drawing more for the text must not change the times.
    enum class Purpose : quint64 { Service = 1, FirstToken, TokenRate, ReplyLength, ReplyText, ToolArguments, Fault, Embedding };

    RandomStream(const SampleKey &key, Purpose purpose)
    {
        for (const quint64 part :
             {key.seed, static_cast<quint64>(key.repeat), static_cast<quint64>(key.call), static_cast<quint64>(purpose)}) {
            m_state ^= part;
            m_state = next();
        }
    }

    /// splitmix64 (Steele, Lea, Flood 2014).
    quint64 next()
    {
        m_state += 0x9e3779b97f4a7c15u;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; } ///< [0, 1)
    size_t below(size_t count) { return static_cast<size_t>(uniform() * static_cast<double>(count)); }
    /// Box-Muller; one of the pair is thrown away, so that every draw takes two numbers.
    double normal()
    {
        const double radius = std::sqrt(-2 * std::log(1 - uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }

private:
    quint64 m_state = 0x243f6a8885a308d3u;
};

} // namespace interleave
