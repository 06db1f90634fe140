#include "json/tools_json.h"

#include "core/field_range.h"
#include "json/field_reader.h"
#include "json/json.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

// Not in the table of ranges: the path has a name of the person's own in it.
static constexpr FieldRange delayRange{"tools.delay_s", 0, 600};
static constexpr FieldRange cpuRange{"tools.cpu_ms", 0, 60'000};
static constexpr FieldRange bytesRange{"tools.bytes", 0, 200'000};
static constexpr FieldRange limitRange{"tools.limit", 0, 100'000};

OrderedJson toJson(const QList<ToolSettings> &tools)
{
    OrderedJson json = OrderedJson::object();
    for (const ToolSettings &tool : tools) {
        OrderedJson fields = OrderedJson::object();
        if (!tool.does.isEmpty())
            fields["does"] = utf8(tool.does);
        if (tool.delayS > 0)
            fields["delay_s"] = numberOf(tool.delayS);
        if (tool.cpuMs > 0)
            fields["cpu_ms"] = numberOf(tool.cpuMs);
        if (tool.bytes > 0)
            fields["bytes"] = tool.bytes;
        if (tool.limit > 0)
            fields["limit"] = tool.limit;
        json[utf8(tool.name)] = std::move(fields);
    }
    return json;
}

/// What the wires of all providers take as the name of a tool.
static bool isToolName(const QString &name)
{
    static const QRegularExpression pattern(u"^[A-Za-z_][A-Za-z0-9_-]{0,63}$"_s);
    return pattern.match(name).hasMatch();
}

void readTools(FieldReader &fields, QList<ToolSettings> &tools)
{
    constexpr qsizetype mostTools = 128; // what services take in one request
    const QStringList names = fields.keys();
    if (names.size() > mostTools)
        fields.fail(u"there are %1 tools, and there may be %2; leave some out"_s.arg(names.size()).arg(mostTools));
    for (const QString &name : names) {
        if (!isToolName(name)) {
            fields.fail(u"a tool is named \"%1\"; a name has 1 to 64 letters, digits, _ or -, and begins with a letter or _"_s.arg(name));
            return;
        }
        const QByteArray key = name.toLatin1();
        fields.object(key.constData(), [&](FieldReader &tool) {
            ToolSettings settings;
            settings.name = name;
            tool.read("does", settings.does);
            tool.read(delayRange, settings.delayS);
            tool.read(cpuRange, settings.cpuMs);
            tool.read(bytesRange, settings.bytes);
            tool.read(limitRange, settings.limit);
            tools.append(std::move(settings));
        });
    }
    // Recorded runs hold scenarios whose fields are sorted by name: read again, they are the same.
    std::sort(tools.begin(), tools.end(), [](const ToolSettings &a, const ToolSettings &b) { return a.name < b.name; });
}

} // namespace interleave
