#include "simulator/llm/json_sample.h"
#include "simulator/llm/profile.h"
#include "simulator/llm/random_stream.h"
#include "simulator/llm/reply_text.h"
#include "simulator/llm/reply_topic.h"
#include "simulator/llm/simulated_models.h"
#include "simulator/llm/tool_use.h"
#include "simulator/protocols/conversation_text.h"

#include <QJsonDocument>

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

Times drawTimes(const Profile &profile, const SampleKey &key, int inputTokens, size_t tokens)
{
    using enum RandomStream::Purpose;
    tokens = std::max<size_t>(tokens, 1); // a stop sequence can leave none
    if (profile.batching) {
        const double firstTokenS = inputTokens / profile.batching->prefillTokensPerS + 1 / profile.batching->decodeTokensPerS;
        return {firstTokenS, firstTokenS + static_cast<double>(tokens - 1) / profile.batching->decodeTokensPerS};
    }
    if (profile.serviceS) {
        const double totalS = draw(*profile.serviceS, key, Service);
        return {totalS * std::clamp(draw(profile.ttftShare, key, FirstToken), 0.0, 1.0), totalS};
    }
    const double firstTokenS = draw(profile.ttftS, key, FirstToken);
    return {firstTokenS, firstTokenS + static_cast<double>(tokens - 1) / draw(profile.tokensPerS, key, TokenRate)};
}

QString compact(const QJsonObject &object) { return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)); }

/// Text up to the first of the sequences, which is noted in the plan.
QString untilStop(const QString &text, const QStringList &sequences, ServicePlan &plan)
{
    qsizetype end = text.size();
    for (const QString &sequence : sequences) {
        const qsizetype at = sequence.isEmpty() ? -1 : text.indexOf(sequence);
        if (at >= 0 && at < end) {
            end = at;
            plan.stopSequence = sequence;
        }
    }
    return text.left(end);
}

/// What the model answers: a call's arguments, JSON that fits a schema, or prose.
QString makeReply(const Profile &profile, const SampleKey &key, const Prompt &prompt, const ReplyWish &wish, ServicePlan &plan)
{
    using enum RandomStream::Purpose;
    RandomStream argumentDraws(key, ToolArguments);
    plan.toolCall = toolCallFor(prompt, argumentDraws);
    if (plan.toolCall)
        return compact(plan.toolCall->arguments);
    RandomStream textDraws(key, ReplyText);
    if (!wish.schema.isEmpty())
        return compact(objectThatFits(wish.schema, topicOf(lastQuestion(prompt)), textDraws));
    const double tokens = draw(profile.replyTokens, key, ReplyLength) * paceOf(wish.model).length;
    return untilStop(writeReply(prompt, wish.format, tokens, textDraws), wish.stopSequences, plan);
}

} // namespace

Fault faultMet(const Profile &profile, const SampleKey &key, int attempt, double atS)
{
    SampleKey attemptKey = key; // a retry draws anew
    attemptKey.seed += 0x9e3779b97f4a7c15u * static_cast<quint64>(attempt);
    RandomStream random(attemptKey, RandomStream::Purpose::Fault);
    for (const ProfileFault &fault : profile.faults) {
        const bool hit = random.uniform() < fault.probability; // drawn always: a schedule must not shift the draws behind it
        if (hit && atS >= fault.fromS && (!fault.toS || atS < *fault.toS))
            return fault.fault;
    }
    return Fault::None;
}

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
    const int call = place >= 0 ? static_cast<int>(place) : static_cast<int>(stableHash(promptText) & 0x7fffffff);
    return {seed, occurrence, call};
}

ServicePlan planService(const Profile &profile, const SampleKey &key, const Prompt &prompt, double timeScale, const ReplyWish &wish)
{
    ServicePlan plan;
    plan.inputTokens = conversationTokens(prompt);
    const QString reply = makeReply(profile, key, prompt, wish, plan);
    std::vector<qsizetype> ends = tokenEnds(reply);
    if (prompt.maxOutputTokens && static_cast<size_t>(*prompt.maxOutputTokens) < ends.size()) {
        ends.resize(static_cast<size_t>(std::max(1, *prompt.maxOutputTokens)));
        plan.cutByMaxTokens = true;
        plan.stopSequence.clear();
    }
    const size_t tokens = ends.size();
    plan.outputTokens = static_cast<int>(tokens);

    const Times times = drawTimes(profile, key, plan.inputTokens, tokens);
    const double scale = timeScale * paceOf(wish.model).time;
    const auto atNs = [&](size_t token) { // tokens leave evenly between the first one and the end
        const double part = tokens > 1 ? static_cast<double>(token) / static_cast<double>(tokens - 1) : 1;
        return static_cast<qint64>(std::llround((times.firstTokenS + (times.totalS - times.firstTokenS) * part) * scale * 1e9));
    };
    const auto perChunk = static_cast<size_t>(profile.tokensPerChunk);
    qsizetype begin = 0;
    for (size_t first = 0; first < tokens; first += perChunk) {
        const size_t last = std::min(first + perChunk, tokens) - 1;
        QString text = wish.wantsText || plan.toolCall ? reply.mid(begin, ends[last] - begin) : QString();
        plan.chunks.push_back({atNs(last), std::move(text), static_cast<int>(last + 1)});
        begin = ends[last];
    }
    if (plan.chunks.empty())
        plan.chunks.push_back({atNs(0), {}, 0});
    plan.ttftNs = plan.chunks.front().atNs;
    plan.totalNs = plan.chunks.back().atNs;
    return plan;
}

} // namespace interleave
