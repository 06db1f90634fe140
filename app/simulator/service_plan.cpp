#include "simulator/profile.h"
#include "simulator/random_stream.h"
#include "simulator/reply_text.h"

#include <algorithm>

namespace interleave {

namespace {

double draw(const Distribution &distribution, const SampleKey &key, RandomStream::Purpose purpose)
{
    const std::vector<double> &values = distribution.values;
    if (values.empty())
        return 0;
    RandomStream random(key, purpose);
    switch (distribution.kind) {
    case Distribution::Kind::FixedList:
        return values[static_cast<size_t>(key.call) % values.size()];
    case Distribution::Kind::Uniform:
        return values[0] + (values[1] - values[0]) * random.uniform();
    case Distribution::Kind::LogNormal:
        return values[0] * std::exp(values[1] * random.normal());
    case Distribution::Kind::Empirical:
        return values[random.below(values.size())];
    case Distribution::Kind::Constant:
        break;
    }
    return values[0];
}

struct Times {
    double firstTokenS = 0;
    double totalS = 0;
};

Times drawTimes(const Profile &profile, const SampleKey &key, size_t tokens)
{
    using enum RandomStream::Purpose;
    if (profile.serviceS) {
        const double totalS = draw(*profile.serviceS, key, Service);
        return {totalS * std::clamp(draw(profile.ttftShare, key, FirstToken), 0.0, 1.0), totalS};
    }
    const double firstTokenS = draw(profile.ttftS, key, FirstToken);
    return {firstTokenS, firstTokenS + static_cast<double>(tokens - 1) / draw(profile.tokensPerS, key, TokenRate)};
}

/// FNV-1a over UTF-16: the same everywhere, which qHash() is not.
quint32 hashOf(const QString &text)
{
    quint32 hash = 2166136261u;
    for (const QChar c : text)
        hash = (hash ^ c.unicode()) * 16777619u;
    return hash;
}

} // namespace

QString ServicePlan::text() const
{
    QString whole;
    for (const Chunk &chunk : chunks)
        whole += chunk.text;
    return whole;
}

std::vector<qsizetype> tokenEnds(const QString &text)
{
    std::vector<qsizetype> ends;
    const qsizetype size = text.size();
    for (qsizetype at = 0; at < size;) {
        while (at < size && text[at].isSpace())
            ++at;
        if (at == size)
            break;
        qsizetype end = at;
        while (end < size && end - at < 4 && !text[end].isSpace())
            ++end;
        // half a surrogate pair is no text
        if (end < size && text[end].isLowSurrogate() && text[end - 1].isHighSurrogate())
            ++end;
        ends.push_back(end);
        at = end;
    }
    if (!ends.empty())
        ends.back() = size; // white space after the last word
    return ends;
}

int estimateTokens(const QString &text) { return static_cast<int>(tokenEnds(text).size()); }

SampleKey keyOfPrompt(const Profile &profile, quint64 seed, const QString &promptText, int occurrence)
{
    const qsizetype place = profile.promptsInOrder.indexOf(promptText);
    const int call = place >= 0 ? static_cast<int>(place) : static_cast<int>(hashOf(promptText) & 0x7fffffff);
    return {seed, occurrence, call};
}

ServicePlan planService(const Profile &profile, const SampleKey &key, const Prompt &prompt, double timeScale, ReplyFormat format)
{
    RandomStream textDraws(key, RandomStream::Purpose::ReplyText);
    const double wantedTokens = draw(profile.replyTokens, key, RandomStream::Purpose::ReplyLength);
    const QString reply = writeReply(prompt, format, wantedTokens, textDraws);

    ServicePlan plan;
    plan.inputTokens = estimateTokens(prompt.text) + estimateTokens(prompt.system);
    std::vector<qsizetype> ends = tokenEnds(reply);
    if (prompt.maxOutputTokens && static_cast<size_t>(*prompt.maxOutputTokens) < ends.size()) {
        ends.resize(static_cast<size_t>(std::max(1, *prompt.maxOutputTokens)));
        plan.cutByMaxTokens = true;
    }
    const size_t tokens = ends.size();
    plan.outputTokens = static_cast<int>(tokens);

    const Times times = drawTimes(profile, key, tokens);
    const auto atNs = [&](size_t token) { // tokens leave evenly between the first one and the end
        const double part = tokens > 1 ? static_cast<double>(token) / static_cast<double>(tokens - 1) : 1;
        return static_cast<qint64>(std::llround((times.firstTokenS + (times.totalS - times.firstTokenS) * part) * timeScale * 1e9));
    };
    const auto perChunk = static_cast<size_t>(profile.tokensPerChunk);
    qsizetype begin = 0;
    for (size_t first = 0; first < tokens; first += perChunk) {
        const size_t last = std::min(first + perChunk, tokens) - 1;
        plan.chunks.push_back({atNs(last), reply.mid(begin, ends[last] - begin), static_cast<int>(last + 1)});
        begin = ends[last];
    }
    plan.ttftNs = plan.chunks.front().atNs;
    plan.totalNs = plan.chunks.back().atNs;
    return plan;
}

} // namespace interleave
