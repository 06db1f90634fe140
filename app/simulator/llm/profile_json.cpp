#include "simulator/llm/profile.h"

#include "core/bounded_file.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// Reads an object key by key and remembers the first thing that is wrong with it.
class ProfileReader
{
public:
    explicit ProfileReader(QString where)
        : m_where(std::move(where))
    {
    }

    const std::optional<Error> &error() const { return m_error; }

    void fail(const QString &what)
    {
        if (!m_error)
            m_error = Error{m_where % u": "_s % what};
    }

    void allowOnly(const QJsonObject &object, const QString &name, const QStringList &keys)
    {
        for (const QString &key : object.keys()) {
            if (!keys.contains(key))
                fail(u"“%1” is not a key of %2; known are %3."_s.arg(key, name, keys.join(", "_L1)));
        }
    }

    QString text(const QJsonObject &object, QLatin1StringView key)
    {
        const QJsonValue value = object[key];
        if (!value.isString() || value.toString().isEmpty())
            fail(u"“%1” must be a text, and it is needed."_s.arg(key));
        return value.toString();
    }

    int wholeNumber(const QJsonObject &object, QLatin1StringView key, int least, int unset)
    {
        if (!object.contains(key))
            return unset;
        const double number = object[key].toDouble(std::nan(""));
        if (!(number >= least) || number > 1e9 || number != std::floor(number)) {
            fail(u"“%1” must be a whole number of at least %2."_s.arg(key).arg(least));
            return unset;
        }
        return static_cast<int>(number);
    }

    Distribution distribution(const QJsonObject &object, QLatin1StringView key)
    {
        if (!object.contains(key)) {
            fail(u"“%1” is missing."_s.arg(key));
            return {};
        }
        const QJsonObject shape = object[key].toObject();
        if (shape.size() != 1) {
            fail(u"“%1” must be an object with one key: fixed, constant, uniform, log_normal or empirical."_s.arg(key));
            return {};
        }
        const QString kind = shape.begin().key();
        const QJsonValue value = shape.begin().value();
        if (kind == "constant"_L1)
            return {Distribution::Kind::Constant, numbers(QJsonArray{value}, key)};
        if (kind == "fixed"_L1)
            return {Distribution::Kind::FixedList, numbers(value, key)};
        if (kind == "empirical"_L1)
            return {Distribution::Kind::Empirical, numbers(value, key)};
        if (kind == "uniform"_L1) {
            Distribution uniform{Distribution::Kind::Uniform, numbers(value, key)};
            if (uniform.values.size() != 2 || uniform.values[0] > uniform.values[1])
                fail(u"“%1”: uniform must be [least, most]."_s.arg(key));
            return uniform;
        }
        if (kind == "log_normal"_L1) {
            const QJsonObject curve = value.toObject();
            allowOnly(curve, u"“%1”, log_normal"_s.arg(key), {u"median"_s, u"sigma"_s});
            return {Distribution::Kind::LogNormal, numbers(QJsonArray{curve["median"_L1], curve["sigma"_L1]}, key)};
        }
        fail(u"“%1”: “%2” is not a distribution; known are fixed, constant, uniform, log_normal, empirical."_s.arg(key, kind));
        return {};
    }

    double number(const QJsonObject &object, QLatin1StringView key, double unset, double most)
    {
        const double number = object[key].toDouble(object.contains(key) ? -1 : unset);
        if (!(number >= 0 && number <= most))
            fail(u"“%1” must be a number from 0 to %2."_s.arg(key, QString::number(most)));
        return number;
    }

    QStringList texts(const QJsonObject &object, QLatin1StringView key)
    {
        QStringList result;
        if (object.contains(key) && !object[key].isArray())
            fail(u"“%1” must be a list of texts."_s.arg(key));
        for (const QJsonValue value : object[key].toArray()) {
            if (!value.isString())
                fail(u"“%1” must be a list of texts."_s.arg(key));
            result += value.toString();
        }
        return result;
    }

private:
    std::vector<double> numbers(const QJsonValue &list, QLatin1StringView key)
    {
        std::vector<double> result;
        for (const QJsonValue value : list.toArray()) {
            const double number = value.toDouble(-1);
            if (number < 0 || !std::isfinite(number))
                fail(u"“%1” must hold numbers that are not negative."_s.arg(key));
            result.push_back(number);
        }
        if (result.empty())
            fail(u"“%1” must hold at least one number."_s.arg(key));
        return result;
    }

    QString m_where;
    std::optional<Error> m_error;
};

void readBatching(ProfileReader &reader, const QJsonObject &object, Profile &profile)
{
    for (const auto key : {"service_s"_L1, "ttft_share"_L1, "ttft_s"_L1, "tokens_per_s"_L1, "capacity"_L1}) {
        if (object.contains(key))
            reader.fail(u"“batching” already says how long a request takes; remove it or “%1”."_s.arg(key));
    }
    const QJsonObject json = object["batching"_L1].toObject();
    reader.allowOnly(json, u"“batching”"_s, {u"slots"_s, u"prefill_tokens_per_s"_s, u"decode_tokens_per_s"_s, u"slowdown"_s});
    Batching batching;
    batching.slots = reader.wholeNumber(json, "slots"_L1, 1, 0);
    batching.prefillTokensPerS = reader.number(json, "prefill_tokens_per_s"_L1, 0, 1e9);
    batching.decodeTokensPerS = reader.number(json, "decode_tokens_per_s"_L1, 0, 1e9);
    batching.slowdown = reader.number(json, "slowdown"_L1, 0, 1000);
    if (batching.slots == 0 || batching.prefillTokensPerS <= 0 || batching.decodeTokensPerS <= 0)
        reader.fail(u"“batching” needs slots, prefill_tokens_per_s and decode_tokens_per_s of more than 0."_s);
    profile.batching = batching;
    profile.capacity = batching.slots;
}

/// Exactly one of three descriptions of the time a request takes.
void readTimes(ProfileReader &reader, const QJsonObject &object, Profile &profile)
{
    profile.capacity = reader.wholeNumber(object, "capacity"_L1, 0, 0);
    if (object.contains("batching"_L1))
        return readBatching(reader, object, profile);
    if (!object.contains("service_s"_L1)) {
        if (object.contains("ttft_share"_L1))
            reader.fail(u"“ttft_share” needs “service_s”."_s);
        profile.ttftS = reader.distribution(object, "ttft_s"_L1);
        profile.tokensPerS = reader.distribution(object, "tokens_per_s"_L1);
        for (const double rate : profile.tokensPerS.values) {
            if (rate <= 0 && profile.tokensPerS.kind != Distribution::Kind::LogNormal)
                reader.fail(u"“tokens_per_s” must be more than 0."_s);
        }
        if (profile.tokensPerS.kind == Distribution::Kind::LogNormal && !profile.tokensPerS.values.empty() &&
            profile.tokensPerS.values[0] <= 0)
            reader.fail(u"“tokens_per_s” must be more than 0."_s);
        return;
    }
    for (const auto key : {"ttft_s"_L1, "tokens_per_s"_L1}) {
        if (object.contains(key))
            reader.fail(u"“service_s” already says how long a request takes; remove it or “%1”."_s.arg(key));
    }
    profile.serviceS = reader.distribution(object, "service_s"_L1);
    profile.ttftShare = reader.distribution(object, "ttft_share"_L1);
}

std::vector<ProfileFault> readFaults(ProfileReader &reader, const QJsonValue &list)
{
    std::vector<ProfileFault> faults;
    if (!list.isUndefined() && !list.isArray())
        reader.fail(u"“faults” must be a list of objects."_s);
    for (const QJsonValue value : list.toArray()) {
        const QJsonObject object = value.toObject();
        reader.allowOnly(object, u"“faults”"_s, {u"fault"_s, u"probability"_s, u"from_s"_s, u"to_s"_s});
        const QString name = reader.text(object, "fault"_L1);
        const std::optional<Fault> fault = faultFromName(name.toLatin1());
        if (!fault && !name.isEmpty())
            reader.fail(u"“faults”: “%1” is not a fault; known are %2."_s.arg(name, QString::fromLatin1(faultNames().join(", "))));
        ProfileFault read{.fault = fault.value_or(Fault::None),
                          .probability = reader.number(object, "probability"_L1, 1, 1),
                          .fromS = reader.number(object, "from_s"_L1, 0, 1e9),
                          .toS = {}};
        if (object.contains("to_s"_L1))
            read.toS = reader.number(object, "to_s"_L1, 0, 1e9);
        if (read.toS && *read.toS <= read.fromS)
            reader.fail(u"“to_s” must be more than “from_s”."_s);
        faults.push_back(read);
    }
    return faults;
}

int lineOf(const QByteArray &text, int offset) { return static_cast<int>(text.left(offset).count('\n')) + 1; }

} // namespace

QStringList profileNames()
{
    return {u"article"_s,        u"constant"_s,  u"fast"_s,        u"fast-hosted"_s, u"hosted"_s,
            u"slow-reasoning"_s, u"empirical"_s, u"gemini-free"_s, u"tier-1"_s,      u"limited"_s,
            u"small-local"_s,    u"batching"_s,  u"capacity"_s,    u"unreliable"_s,  u"instant"_s};
}

Result<Profile> parseProfile(const QByteArray &json, const QString &where)
{
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(json, &syntax);
    if (syntax.error != QJsonParseError::NoError)
        return Error{u"%1, line %2: %3."_s.arg(where).arg(lineOf(json, syntax.offset)).arg(syntax.errorString())};
    if (!document.isObject())
        return Error{where % u": a profile must be a JSON object."_s};
    const QJsonObject object = document.object();

    ProfileReader reader(where);
    reader.allowOnly(object, u"a profile"_s,
                     {u"schema"_s, u"title"_s, u"sentence"_s, u"source"_s, u"service_s"_s, u"ttft_share"_s, u"ttft_s"_s, u"tokens_per_s"_s,
                      u"batching"_s, u"reply_tokens"_s, u"tokens_per_chunk"_s, u"capacity"_s, u"limit"_s, u"prompts_in_order"_s,
                      u"faults"_s});
    if (object["schema"_L1].toString() != "interleave.profile/1"_L1)
        reader.fail(u"“schema” must be interleave.profile/1."_s);

    Profile profile;
    profile.title = reader.text(object, "title"_L1);
    profile.sentence = reader.text(object, "sentence"_L1);
    profile.source = reader.text(object, "source"_L1);
    readTimes(reader, object, profile);
    profile.replyTokens = reader.distribution(object, "reply_tokens"_L1);
    profile.tokensPerChunk = reader.wholeNumber(object, "tokens_per_chunk"_L1, 1, 1);
    profile.promptsInOrder = reader.texts(object, "prompts_in_order"_L1);
    profile.faults = readFaults(reader, object["faults"_L1]);
    if (object.contains("limit"_L1)) {
        const QJsonObject limit = object["limit"_L1].toObject();
        if (!object["limit"_L1].isObject())
            reader.fail(u"“limit” must be an object."_s);
        reader.allowOnly(limit, u"“limit”"_s, {u"requests_per_minute"_s, u"tokens_per_minute"_s});
        profile.limit.requestsPerMinute = reader.wholeNumber(limit, "requests_per_minute"_L1, 0, 0);
        profile.limit.tokensPerMinute = reader.wholeNumber(limit, "tokens_per_minute"_L1, 0, 0);
    }
    if (reader.error())
        return *reader.error();
    return profile;
}

Result<Profile> loadProfile(const QString &nameOrPath)
{
    const bool builtIn = profileNames().contains(nameOrPath);
    const QString path = builtIn ? u":/profiles/%1.json"_s.arg(nameOrPath) : nameOrPath;
    if (!builtIn && !QFileInfo::exists(path))
        return Error{u"There is no simulator profile “%1”: the built-in ones are %2, and there is no such file."_s.arg(
            nameOrPath, profileNames().join(", "_L1))};
    const Result<QByteArray> content = readBounded(path, mostProfileBytes);
    if (!content)
        return Error{u"%1 %2."_s.arg(path, content.error())};
    Result<Profile> profile = parseProfile(*content, path);
    if (profile)
        profile.value().id = builtIn ? nameOrPath : QFileInfo(path).completeBaseName();
    return profile;
}

} // namespace interleave
