#include "trace/event_json.h"

#include "json/json_text.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <limits>

namespace interleave {

static constexpr std::array<QLatin1StringView, 17> kindNames{
    QLatin1StringView("run_begin"),   QLatin1StringView("executor"),   QLatin1StringView("planned"),  QLatin1StringView("step_begin"),
    QLatin1StringView("asked"),       QLatin1StringView("span_begin"), QLatin1StringView("span_end"), QLatin1StringView("chunk"),
    QLatin1StringView("attempt_end"), QLatin1StringView("done"),       QLatin1StringView("step_end"), QLatin1StringView("job_end"),
    QLatin1StringView("loop_lag"),    QLatin1StringView("cpu"),        QLatin1StringView("released"), QLatin1StringView("system"),
    QLatin1StringView("run_end")};
static_assert(kindNames.size() == static_cast<size_t>(EventKind::RunEnd) + 1);

static bool hasPhase(EventKind kind) { return kind == EventKind::SpanBegin || kind == EventKind::SpanEnd; }

static bool needsJob(EventKind kind) { return kind == EventKind::Planned || kind == EventKind::Released || kind == EventKind::JobEnd; }
static bool needsStep(EventKind kind)
{
    return kind == EventKind::StepBegin || kind == EventKind::Asked || kind == EventKind::Chunk || kind == EventKind::AttemptEnd ||
           kind == EventKind::Done || kind == EventKind::StepEnd;
}

// Writing: by hand, because a run writes ten lines per call while it measures (a tenth of the time of a QJsonObject).

static void appendNumber(QByteArray &out, const char *key, qint64 number)
{
    std::array<char, 24> digits{};
    char *const end = digits.data() + digits.size();
    char *begin = end;
    // Magnitudes as unsigned: the most negative number has no positive twin.
    quint64 rest = number < 0 ? quint64(0) - static_cast<quint64>(number) : static_cast<quint64>(number);
    do
        *--begin = static_cast<char>('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        *--begin = '-';
    out.append(key).append(begin, end - begin);
}

static void appendName(QByteArray &out, const char *key, QLatin1StringView name)
{
    out.append(key).append(name.data(), name.size()).append('"');
}

/// A number, or the path of a step in a branch.
static void appendStep(QByteArray &out, const char *key, qint64 step)
{
    if (step <= StepId::mostInGroup)
        appendNumber(out, key, step);
    else
        out.append(key).append('"').append(stepNumber(step).toLatin1()).append('"');
}

static void appendFacts(QByteArray &out, const StepFacts &facts)
{
    appendName(out, ",\"is\":\"", stepKindName(facts.kind));
    if (facts.parent != 0)
        appendStep(out, ",\"parent\":", facts.parent);
    const char *separator = ",\"causes\":[";
    for (const qint64 cause : facts.causes) {
        appendStep(out, separator, cause);
        separator = ",";
    }
    if (!facts.causes.empty())
        out.append(']');
    if (!facts.label.isEmpty())
        appendJsonText(out.append(",\"label\":"), facts.label);
}

void appendJsonLine(QByteArray &out, const Event &event)
{
    appendName(out, "{\"kind\":\"", kindNames[static_cast<size_t>(event.kind)]);
    appendNumber(out, ",\"ns\":", event.ns);
    if (event.step.job >= 0)
        appendNumber(out, ",\"job\":", event.step.job);
    if (event.step.step > 0)
        appendStep(out, ",\"step\":", event.step.step);
    if (event.attempt != 0)
        appendNumber(out, ",\"attempt\":", event.attempt);
    if (event.executor != 0)
        appendNumber(out, ",\"executor\":", event.executor);
    if (hasPhase(event.kind))
        appendName(out, ",\"phase\":\"", phaseName(event.phase));
    if (event.outcome != Outcome::Ok)
        appendName(out, ",\"outcome\":\"", outcomeName(event.outcome));
    if (event.value != 0)
        appendNumber(out, ",\"value\":", event.value);
    if (event.usage != Usage{}) {
        const char *separator = ",\"usage\":[";
        for (const std::optional<qint32> &count : {event.usage.input, event.usage.cached, event.usage.output, event.usage.thinking}) {
            if (count)
                appendNumber(out, separator, *count);
            else
                out.append(separator).append("null");
            separator = ",";
        }
        out.append(']');
    }
    if (event.facts)
        appendFacts(out, *event.facts);
    if (!event.text.isEmpty())
        appendJsonText(out.append(",\"text\":"), event.text);
    out.append('}');
}

QByteArray toJsonLine(const Event &event)
{
    QByteArray line;
    line.reserve(96 + event.text.size());
    appendJsonLine(line, event);
    return line;
}

// Reading.

namespace {

/// Takes the fields of one line one by one, and remembers the first that is wrong.
class Fields
{
public:
    explicit Fields(const QJsonObject &json)
        : m_json(json)
    {
    }

    bool has(QLatin1StringView name) const { return m_json.contains(name); }

    qint64 number(QLatin1StringView name, qint64 absent, qint64 least, qint64 most)
    {
        const QJsonValue value = take(name);
        return value.isUndefined() ? absent : inRange(value, name, least, most);
    }

    QString text(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        if (!value.isUndefined() && !value.isString())
            refuse(name, QStringLiteral("must be text"));
        return value.toString();
    }

    Usage usage()
    {
        const QLatin1StringView name("usage");
        const QJsonValue value = take(name);
        if (value.isUndefined())
            return {};
        const QJsonArray numbers = value.toArray();
        if (numbers.size() != 4) {
            refuse(name, QStringLiteral("must be four numbers or nulls"));
            return {};
        }
        const auto at = [&](int i) -> std::optional<qint32> {
            if (numbers[i].isNull())
                return std::nullopt;
            return static_cast<qint32>(inRange(numbers[i], name, 0, std::numeric_limits<qint32>::max()));
        };
        return {at(0), at(1), at(2), at(3)};
    }

    /// By its number, or its path in a branch.
    qint64 step(QLatin1StringView name) { return stepOf(take(name), name); }
    std::vector<qint64> steps(QLatin1StringView name)
    {
        const QJsonValue value = take(name);
        if (!value.isUndefined() && !value.isArray())
            refuse(name, QStringLiteral("must be a list of steps"));
        std::vector<qint64> all;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            all.push_back(stepOf(item, name));
        return all;
    }

    void refuse(QLatin1StringView name, const QString &why)
    {
        if (m_error.isEmpty())
            m_error = u'"' + name + QStringLiteral("\" ") + why;
    }

    /// The sentence for what went wrong; empty: nothing.
    QString error() const
    {
        if (!m_error.isEmpty() || m_taken == m_json.size())
            return m_error;
        return QStringLiteral("it has a field that its kind does not have, among: ") + m_json.keys().join(QStringLiteral(", "));
    }

private:
    QJsonValue take(QLatin1StringView name)
    {
        const QJsonValue value = m_json.value(name);
        m_taken += !value.isUndefined();
        return value;
    }

    qint64 stepOf(const QJsonValue &value, QLatin1StringView name)
    {
        if (value.isUndefined())
            return 0;
        const qint64 step = value.isString() ? stepFromNumber(value.toString()) : inRange(value, name, 1, StepId::mostInGroup);
        if (step == 0)
            refuse(name, QStringLiteral("must be the number of a step, as 2 or \"2.1\""));
        return step;
    }

    qint64 inRange(const QJsonValue &value, QLatin1StringView name, qint64 least, qint64 most)
    {
        // Two defaults that differ: a number that is no integer gives each back.
        const qint64 number = value.toInteger(0);
        if (!value.isDouble() || number != value.toInteger(1) || number < least || number > most)
            refuse(name, QStringLiteral("must be a whole number from ") + QString::number(least) + QStringLiteral(" to ") +
                             QString::number(most));
        return number;
    }

    const QJsonObject &m_json;
    QString m_error;
    qsizetype m_taken = 0;
};

} // namespace

template<typename Value> static Value named(Fields &fields, QLatin1StringView name, std::optional<Value> (*fromName)(QStringView))
{
    const QString text = fields.text(name);
    const std::optional<Value> value = fromName(text);
    if (!value)
        fields.refuse(name, QStringLiteral("is unknown: ") + text);
    return value.value_or(Value{});
}

template<typename Kind, size_t count> static std::optional<Kind> among(const std::array<QLatin1StringView, count> &names, QStringView name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Kind>(found - names.begin()));
}

static std::optional<EventKind> kindFromName(QStringView name)
{
    constexpr QLatin1StringView analysis("analysis"); // what the end of an analysis was called
    return name == analysis ? EventKind::StepEnd : among<EventKind>(kindNames, name);
}

static std::optional<StepKind> stepKindFromName(QStringView name)
{
    const auto found =
        std::find_if(std::begin(allStepKinds), std::end(allStepKinds), [&](StepKind kind) { return stepKindName(kind) == name; });
    return found == std::end(allStepKinds) ? std::nullopt : std::optional(*found);
}

/// Up to version 2 an event named a call, which was the whole job; the analysis that followed had no name.
static StepId stepOfCall(const Event &event, qint32 call)
{
    const bool isOfJob = event.kind == EventKind::Planned || event.kind == EventKind::Released;
    const bool isOfAnalysis = event.kind == EventKind::StepEnd || (hasPhase(event.kind) && isCpuStep(event.phase));
    const StepId step = callOfJob(call);
    return isOfJob ? step.group() : isOfAnalysis && step.isStep() ? StepId{call, step.step + 1} : step;
}

static void readStep(Fields &fields, Event &event)
{
    constexpr QLatin1StringView job("job"), call("call");
    const bool isOld = fields.has(call);
    const bool isNeeded = needsJob(event.kind) || needsStep(event.kind);
    const auto number = static_cast<qint32>(fields.number(isOld ? call : job, -1, isNeeded ? 0 : -1, mostCallsOfTrace - 1));
    event.step = isOld ? stepOfCall(event, number) : StepId{number, fields.step(QLatin1StringView("step"))};
    if (isNeeded && number < 0)
        fields.refuse(job, QStringLiteral("is missing"));
    else if ((needsStep(event.kind) && event.step.step == 0) || (number < 0 && event.step.step > 0))
        fields.refuse(number < 0 ? job : QLatin1StringView("step"), QStringLiteral("is missing"));
}

static std::shared_ptr<const StepFacts> readFacts(Fields &fields)
{
    auto facts = std::make_shared<StepFacts>();
    facts->kind = named(fields, QLatin1StringView("is"), stepKindFromName);
    facts->parent = fields.step(QLatin1StringView("parent"));
    facts->causes = fields.steps(QLatin1StringView("causes"));
    facts->label = fields.text(QLatin1StringView("label"));
    return facts;
}

Result<Event> eventFromJsonLine(const QByteArray &line)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(line, &parseError);
    if (!document.isObject())
        return Error{
            QStringLiteral("this is not an event: %1 (%2)")
                .arg(QString::fromUtf8(line.left(80)), parseError.error ? parseError.errorString() : QStringLiteral("not a JSON object"))};
    constexpr qint64 any = std::numeric_limits<qint64>::max();
    const QJsonObject json = document.object();
    Fields fields(json);
    Event event;
    event.kind = named(fields, QLatin1StringView("kind"), kindFromName);
    if (!fields.has(QLatin1StringView("ns")))
        fields.refuse(QLatin1StringView("ns"), QStringLiteral("is missing"));
    event.ns = fields.number(QLatin1StringView("ns"), 0, 0, any);
    event.attempt = static_cast<qint16>(fields.number(QLatin1StringView("attempt"), 0, 0, std::numeric_limits<qint16>::max()));
    event.executor = static_cast<qint16>(fields.number(QLatin1StringView("executor"), 0, noExecutor, mostExecutorsOfTrace - 1));
    if (hasPhase(event.kind))
        event.phase = named(fields, QLatin1StringView("phase"), phaseFromName);
    readStep(fields, event);
    if (event.kind == EventKind::StepBegin)
        event.facts = readFacts(fields);
    if (fields.has(QLatin1StringView("outcome")))
        event.outcome = named(fields, QLatin1StringView("outcome"), outcomeFromName);
    if (event.executor == noExecutor && !(hasPhase(event.kind) && event.phase == Phase::Tool && event.step.isStep()))
        fields.refuse(QLatin1StringView("executor"), QStringLiteral("must be 0 or more"));
    const bool namesExecutorKind = event.kind == EventKind::Executor;
    event.value = fields.number(QLatin1StringView("value"), 0, namesExecutorKind ? 0 : -any,
                                namesExecutorKind ? static_cast<qint64>(ExecutorKind::PoolThread) : any);
    event.usage = fields.usage();
    event.text = fields.text(QLatin1StringView("text"));
    if (const QString error = fields.error(); !error.isEmpty())
        return Error{QStringLiteral("this event is damaged: ") + error};
    return event;
}

} // namespace interleave
