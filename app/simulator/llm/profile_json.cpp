#include "simulator/llm/profile.h"
#include "simulator/llm/profile_file.h"

#include "core/bounded_file.h"
#include "json/field_reader.h"

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr double mostNumber = 1e9;

FieldRange range(const char *key, double least, double most = mostNumber) { return {key, least, most}; }

/// Of a list of numbers that are not negative.
std::vector<double> readNumbers(FieldReader &fields, const char *key)
{
    std::vector<double> numbers;
    fields.items(key, [&](FieldReader &item) {
        const std::optional<double> number = item.number();
        if (!number || *number < 0)
            item.fail(u"must be a number that is not negative"_s);
        numbers.push_back(number.value_or(0));
    });
    if (fields.has(key) && numbers.empty())
        fields.fail(key, u"must be a list with at least one number"_s);
    return numbers;
}

Distribution readShape(FieldReader &shape)
{
    constexpr const char *kinds[] = {"fixed", "constant", "uniform", "log_normal", "empirical"}; // in the order of Distribution::Kind
    const QStringList keys = shape.keys();
    const auto isKnown = [&](const QString &key) {
        return std::any_of(std::begin(kinds), std::end(kinds), [&](const char *kind) { return key == QLatin1StringView(kind); });
    };
    if (keys.size() != 1 || !isKnown(keys.front())) {
        for (const QString &key : keys)
            shape.know(key.toLatin1().constData());
        shape.fail(u"must be an object with one key: fixed, constant, uniform, log_normal or empirical"_s);
        return {};
    }
    const QString &kind = keys.front();
    if (kind == "constant"_L1) {
        double value = 0;
        shape.read(range("constant", 0), value);
        return {Distribution::Kind::Constant, {value}};
    }
    if (kind == "log_normal"_L1) {
        double median = 0, sigma = 0;
        shape.object("log_normal", [&](FieldReader &curve) {
            if (!curve.has("median") || !curve.has("sigma"))
                curve.fail(u"needs \"median\" and \"sigma\""_s);
            curve.read(range("median", 0), median);
            curve.read(range("sigma", 0), sigma);
        });
        return {Distribution::Kind::LogNormal, {median, sigma}};
    }
    if (kind == "fixed"_L1)
        return {Distribution::Kind::FixedList, readNumbers(shape, "fixed")};
    if (kind == "empirical"_L1)
        return {Distribution::Kind::Empirical, readNumbers(shape, "empirical")};
    Distribution uniform{Distribution::Kind::Uniform, readNumbers(shape, "uniform")};
    if (uniform.values.size() != 2 || uniform.values[0] > uniform.values[1])
        shape.fail("uniform", u"must be [least, most]"_s);
    return uniform;
}

Distribution readDistribution(FieldReader &fields, const char *key)
{
    Distribution distribution;
    fields.require(key);
    fields.object(key, [&](FieldReader &shape) { distribution = readShape(shape); });
    return distribution;
}

QString readNeeded(FieldReader &fields, const char *key)
{
    QString text;
    fields.require(key);
    fields.read(key, text);
    if (fields.has(key) && text.isEmpty())
        fields.fail(key, u"is empty, and it is needed"_s);
    return text;
}

void refuseBeside(FieldReader &fields, const char *said, std::initializer_list<const char *> others)
{
    for (const char *other : others) {
        if (fields.has(other)) {
            fields.know(other);
            fields.fail(other, u"must go: \"%1\" already says how long a request takes; remove one of them"_s.arg(QLatin1StringView(said)));
        }
    }
}

void readBatching(FieldReader &fields, Profile &profile)
{
    refuseBeside(fields, "batching", {"service_s", "ttft_share", "ttft_s", "tokens_per_s", "capacity"});
    Batching batching{.slots = 0, .prefillTokensPerS = 0, .decodeTokensPerS = 0, .slowdown = 0};
    fields.object("batching", [&](FieldReader &inner) {
        inner.read(range("slots", 1), batching.slots);
        inner.read(range("prefill_tokens_per_s", 0), batching.prefillTokensPerS);
        inner.read(range("decode_tokens_per_s", 0), batching.decodeTokensPerS);
        inner.read(range("slowdown", 0, 1000), batching.slowdown);
        if (batching.slots == 0 || batching.prefillTokensPerS <= 0 || batching.decodeTokensPerS <= 0)
            inner.fail(u"needs slots, prefill_tokens_per_s and decode_tokens_per_s of more than 0"_s);
    });
    profile.batching = batching;
    profile.capacity = batching.slots;
}

/// Exactly one of three descriptions of the time a request takes.
void readTimes(FieldReader &fields, Profile &profile)
{
    if (fields.has("batching"))
        return readBatching(fields, profile);
    fields.read(range("capacity", 0), profile.capacity);
    if (fields.has("service_s")) {
        refuseBeside(fields, "service_s", {"ttft_s", "tokens_per_s"});
        profile.serviceS = readDistribution(fields, "service_s");
        profile.ttftShare = readDistribution(fields, "ttft_share");
        return;
    }
    if (fields.has("ttft_share")) {
        fields.know("ttft_share");
        fields.fail("ttft_share", u"needs \"service_s\""_s);
    }
    profile.ttftS = readDistribution(fields, "ttft_s");
    profile.tokensPerS = readDistribution(fields, "tokens_per_s");
    const std::vector<double> &rates = profile.tokensPerS.values;
    const bool isCurve = profile.tokensPerS.kind == Distribution::Kind::LogNormal; // its second value is the sigma
    if (std::any_of(rates.begin(), isCurve && !rates.empty() ? rates.begin() + 1 : rates.end(), [](double rate) { return rate <= 0; }))
        fields.fail("tokens_per_s", u"must be more than 0"_s);
}

ProfileFault readFault(FieldReader &fields)
{
    ProfileFault fault;
    const QString name = readNeeded(fields, "fault");
    const std::optional<Fault> known = faultFromName(name.toLatin1());
    if (!known && !name.isEmpty())
        fields.fail("fault", u"is \"%1\"; known are %2"_s.arg(name, QString::fromLatin1(faultNames().join(", "))));
    fault.fault = known.value_or(Fault::None);
    fields.read(range("probability", 0, 1), fault.probability);
    fields.read(range("from_s", 0), fault.fromS);
    fields.read(range("to_s", 0), fault.toS);
    if (fault.toS && *fault.toS <= fault.fromS)
        fields.fail("to_s", u"must be more than \"from_s\""_s);
    return fault;
}

void readProfile(FieldReader &fields, Profile &profile)
{
    QString schema;
    fields.read("schema", schema);
    if (schema != "interleave.profile/1"_L1)
        fields.fail("schema", u"must be interleave.profile/1"_s);
    profile.title = readNeeded(fields, "title");
    profile.sentence = readNeeded(fields, "sentence");
    profile.source = readNeeded(fields, "source");
    readTimes(fields, profile);
    profile.replyTokens = readDistribution(fields, "reply_tokens");
    fields.read(range("tokens_per_chunk", 1), profile.tokensPerChunk);
    fields.read("prompts_in_order", profile.promptsInOrder);
    fields.objects("faults", [&](FieldReader &fault) { profile.faults.push_back(readFault(fault)); });
    fields.object("limit", [&](FieldReader &limit) {
        limit.read(range("requests_per_minute", 0), profile.limit.requestsPerMinute);
        limit.read(range("tokens_per_minute", 0), profile.limit.tokensPerMinute);
    });
}

} // namespace

QStringList profileNames()
{
    return {u"article"_s,   u"constant"_s,    u"fast"_s,           u"fast-hosted"_s, u"hosted"_s,      u"slow-reasoning"_s,
            u"empirical"_s, u"gemini-free"_s, u"tier-1"_s,         u"limited"_s,     u"small-local"_s, u"batching"_s,
            u"capacity"_s,  u"claims"_s,      u"claims-limited"_s, u"unreliable"_s,  u"instant"_s};
}

Result<Profile> parseProfile(const QByteArray &json, const QString &where)
{
    Profile profile;
    const QString problem = readJson(json, where, [&](FieldReader &fields) { readProfile(fields, profile); });
    if (!problem.isEmpty())
        return Error{problem};
    return profile;
}

Result<NamedContent> profileFile(const QString &nameOrPath)
{
    return readNamed({u"simulator profile"_s, u":/profiles"_s, profileNames(), mostProfileBytes}, nameOrPath);
}

Result<Profile> loadProfile(const QString &nameOrPath)
{
    const Result<NamedContent> file = profileFile(nameOrPath);
    if (!file)
        return Error{file.error()};
    Result<Profile> profile = parseProfile(file->bytes, file->path);
    if (profile)
        profile.value().id = file->id;
    return profile;
}

} // namespace interleave
