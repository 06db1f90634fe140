#include "json/claim_json.h"

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static std::optional<ClaimMeasure> measureNamed(const QString &name)
{
    for (const ClaimMeasureKind &kind : claimMeasures()) {
        if (name == QLatin1StringView(kind.name))
            return kind.measure;
    }
    return std::nullopt;
}

static ClaimFigure readFigure(FieldReader &fields)
{
    static const QByteArray names = [] {
        QStringList list;
        for (const ClaimMeasureKind &kind : claimMeasures())
            list.append(QLatin1StringView(kind.name));
        return list.join(u", "_s).toLatin1();
    }();
    ClaimFigure figure;
    fields.choose("figure", figure.measure, u"makespan_s"_s, measureNamed, names.constData());
    fields.read("variant", figure.variant);
    fields.read("models", figure.models);
    const auto mostOrLeast = [](const QString &word) {
        return word == "most"_L1 || word == "least"_L1 ? std::optional(word == "most"_L1) : std::nullopt;
    };
    fields.choose("of_models", figure.isMost, u"least"_s, mostOrLeast, "least or most");
    return figure;
}

static ClaimKnob readKnob(FieldReader &fields)
{
    ClaimKnob knob;
    fields.require("name");
    fields.read("name", knob.name);
    fields.read("unit", knob.unit);
    fields.require("fields");
    fields.read("fields", knob.fields);
    fields.read("variants", knob.variants);
    fields.require("from");
    fields.require("to");
    fields.read(FieldRange{"from", 0, 1e6}, knob.from);
    fields.read(FieldRange{"to", 0, 1e6}, knob.to);
    fields.read(FieldRange{"steps", 1, 100}, knob.steps);
    fields.read("whole", knob.isWhole);
    fields.read(FieldRange{"source_from", 0, 1e6}, knob.sourceFrom);
    fields.read(FieldRange{"source_to", 0, 1e6}, knob.sourceTo);
    fields.read("source_range", knob.sourceRange);
    if (fields.has("to") && knob.to <= knob.from)
        fields.fail("to", u"must be more than \"from\""_s);
    return knob;
}

static std::optional<ClaimKnob> readKnobOf(FieldReader &fields)
{
    std::optional<ClaimKnob> knob;
    if (fields.has("knob"))
        fields.object("knob", [&](FieldReader &inner) { knob = readKnob(inner); });
    fields.know("knob");
    return knob;
}

static void readBound(FieldReader &fields, ClaimTest &test)
{
    using enum ClaimTest::Bound;
    static constexpr std::pair<const char *, ClaimTest::Bound> bounds[] = {
        {"claimed", Claimed}, {"at_least", AtLeast}, {"at_most", AtMost}};
    int found = 0;
    for (const auto &[key, kind] : bounds) {
        if (fields.has(key)) {
            ++found;
            test.kind = kind;
        }
        fields.read(FieldRange{key, 0, 1e9}, test.bound);
    }
    if (found != 1)
        fields.fail(u"a test must have one of claimed, at_least and at_most, which says what its figure is held against"_s);
}

static ClaimTest readTest(FieldReader &fields)
{
    ClaimTest test;
    fields.require("what");
    fields.read("what", test.what);
    fields.require("of");
    fields.object("of", [&](FieldReader &inner) { test.of = readFigure(inner); });
    if (fields.has("over"))
        fields.object("over", [&](FieldReader &inner) { test.over = readFigure(inner); });
    fields.know("over");
    readBound(fields, test);
    test.knob = readKnobOf(fields);
    return test;
}

Claim readClaim(FieldReader &fields)
{
    Claim claim;
    for (const auto &[key, text] :
         {std::pair("text", &claim.text), std::pair("number", &claim.number), std::pair("source", &claim.source)}) {
        fields.require(key);
        fields.read(key, *text);
    }
    fields.read("trap", claim.trap);
    fields.read("expected", claim.expected);
    fields.objects("tests", [&](FieldReader &inner) { claim.tests.push_back(readTest(inner)); });
    if (claim.tests.empty())
        fields.fail("tests", u"is empty; a claim has at least one test"_s);
    claim.knob = readKnobOf(fields);
    return claim;
}

QString unknownVariantOf(const Claim &claim, const QStringList &variants)
{
    QStringList named;
    for (const ClaimTest &test : claim.tests) {
        named += test.of.variant;
        if (test.over)
            named += test.over->variant;
        if (test.knob)
            named += test.knob->variants;
    }
    if (claim.knob)
        named += claim.knob->variants;
    const auto unknown =
        std::find_if(named.begin(), named.end(), [&](const QString &name) { return !name.isEmpty() && !variants.contains(name); });
    return unknown == named.end() ? QString() : *unknown;
}

} // namespace interleave
