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
#include <limits>

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

/// A part of a reply, and where its tokens end.
struct Part {
    ServicePlan::Block block;
    QString text;
    std::vector<qsizetype> ends = {};
};

using Kind = ServicePlan::Block::Kind;

/// Words of one token each, so many of them.
QString thinkingOf(size_t tokens)
{
    static const QStringList words =
        QString::fromLatin1("I read what is here and what it asks for then I see what the next step can be").split(u' ');
    QStringList thought;
    for (size_t i = 0; i < tokens; ++i)
        thought += words[static_cast<qsizetype>(i) % words.size()];
    return thought.join(u' ');
}

std::vector<Part> partsOf(const ScriptedReply &scripted, const ReplyWish &wish, ServicePlan &plan)
{
    std::vector<Part> parts;
    const QString text = scripted.calls.empty() ? untilStop(scripted.text, wish.stopSequences, plan) : scripted.text;
    if (!text.isEmpty())
        parts.push_back({{Kind::Text, {}}, text});
    for (const ScriptedReply::Call &call : scripted.calls)
        parts.push_back({{Kind::Call, call.name}, call.arguments});
    int tokens = 0;
    for (const Part &part : parts)
        tokens += estimateTokens(part.text);
    if (scripted.tokens > tokens)
        parts.insert(parts.begin(), {{Kind::Thinking, {}}, thinkingOf(static_cast<size_t>(scripted.tokens - tokens))});
    plan.end = scripted.end == ScriptEnd::Refusal ? ServicePlan::End::Refusal
               : scripted.end == ScriptEnd::Cut   ? ServicePlan::End::Cut
                                                  : ServicePlan::End::Usual;
    plan.cutByMaxTokens = scripted.end == ScriptEnd::Length;
    return parts;
}

/// What the model answers: what the script says, a call's arguments, JSON that fits a schema, or prose.
std::vector<Part> makeReply(const Profile &profile, const SampleKey &key, const Prompt &prompt, const ReplyWish &wish, ServicePlan &plan)
{
    using enum RandomStream::Purpose;
    if (wish.scripted)
        return partsOf(*wish.scripted, wish, plan);
    RandomStream argumentDraws(key, ToolArguments);
    if (const std::optional<ToolCall> call = toolCallFor(prompt, argumentDraws))
        return {{{Kind::Call, call->name}, compact(call->arguments)}};
    RandomStream textDraws(key, ReplyText);
    if (!wish.schema.isEmpty())
        return {{{}, compact(objectThatFits(wish.schema, topicOf(lastQuestion(prompt)), textDraws))}};
    const double tokens = draw(profile.replyTokens, key, ReplyLength) * paceOf(wish.model).length;
    return {{{}, untilStop(writeReply(prompt, wish.format, tokens, textDraws), wish.stopSequences, plan)}};
}

/// A token of a reply's content, in its order.
struct ContentToken {
    size_t block = 0;
    qsizetype begin = 0, end = 0; ///< in the text of its part
};

std::vector<ContentToken> tokensOf(const std::vector<Part> &parts)
{
    std::vector<ContentToken> tokens;
    for (size_t block = 0; block < parts.size(); ++block) {
        qsizetype begin = 0;
        for (const qsizetype end : tokenEnds(parts[block].text)) {
            tokens.push_back({block, begin, end});
            begin = end;
        }
    }
    return tokens;
}

/// Output tokens up to and with the content's i-th of n. A script that counts fewer than the content has packs them.
int countUpTo(size_t i, size_t n, int wanted)
{
    const bool isPacked = wanted > 0 && static_cast<size_t>(wanted) < n;
    return isPacked ? std::max(1, static_cast<int>((i + 1) * static_cast<size_t>(wanted) / n)) : static_cast<int>(i + 1);
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
    const std::vector<Part> parts = makeReply(profile, key, prompt, wish, plan);
    std::vector<ContentToken> content = tokensOf(parts);
    const size_t whole = content.size();
    const int wanted = wish.scripted ? wish.scripted->tokens : 0;
    if (const int most = std::max(1, prompt.maxOutputTokens.value_or(std::numeric_limits<int>::max()));
        whole > 0 && countUpTo(whole - 1, whole, wanted) > most) {
        while (countUpTo(content.size() - 1, whole, wanted) > most)
            content.pop_back();
        plan.cutByMaxTokens = true;
        plan.stopSequence.clear();
    }
    const int tokens = content.empty() ? 0 : countUpTo(content.size() - 1, whole, wanted);
    plan.outputTokens = tokens;
    if (!parts.empty())
        plan.blocks.clear();
    for (size_t block = 0; block < parts.size(); ++block) {
        plan.blocks.push_back(parts[block].block);
        const bool isEnded = !content.empty() && content.back().block == block && content.back().end == parts[block].text.size();
        plan.blocks.back().isWhole = content.size() == whole || isEnded || (!content.empty() && content.back().block > block);
    }

    const Times times = drawTimes(profile, key, plan.inputTokens, static_cast<size_t>(tokens));
    const double scale = timeScale * paceOf(wish.model).time;
    const auto atNs = [&](int token) { // tokens leave evenly between the first one and the end
        const double part = tokens > 1 ? static_cast<double>(token) / static_cast<double>(tokens - 1) : 1;
        return static_cast<qint64>(std::llround((times.firstTokenS + (times.totalS - times.firstTokenS) * part) * scale * 1e9));
    };
    const bool wantsText = wish.wantsText || plan.hasCalls();
    int sent = 0;
    for (size_t first = 0, last = 0; first < content.size(); first = ++last) {
        while (last + 1 < content.size() && content[last + 1].block == content[first].block &&
               countUpTo(last + 1, whole, wanted) - sent <= profile.tokensPerChunk)
            ++last;
        sent = countUpTo(last, whole, wanted);
        const size_t block = content[first].block;
        const qsizetype begin = content[first].begin;
        if (plan.blocks[block].kind == Kind::Thinking)
            plan.thinkingTokens = sent;
        plan.chunks.push_back(
            {atNs(sent - 1), wantsText ? parts[block].text.mid(begin, content[last].end - begin) : QString(), sent, block});
    }
    if (plan.chunks.empty())
        plan.chunks.push_back({atNs(0), {}, 0, 0});
    plan.ttftNs = plan.chunks.front().atNs;
    plan.totalNs = plan.chunks.back().atNs;
    return plan;
}

} // namespace interleave
