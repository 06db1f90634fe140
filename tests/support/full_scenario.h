// A scenario in which every field that a file leaves out when it is as usual is another, so that its JSON has them all. For tests
// that go through all fields.
#pragma once

#include "core/scenario.h"

namespace interleave::test {

using namespace Qt::StringLiterals;

inline Scenario fullScenario()
{
    Scenario s;
    s.name = u"full"_s;
    Prompt prompt;
    prompt.text = u"Hello {{call}}"_s;
    prompt.callClass = u"chat"_s;
    prompt.temperature = 0.5;
    prompt.maxOutputTokens = 100;
    prompt.history = {{Message::Role::User, u"Weather?"_s, {}, {}},
                      {Message::Role::Model, {}, {{u"c1"_s, u"weather"_s, {{u"city"_s, u"Paris"_s}}, u"signed"_s}}, {}},
                      {Message::Role::User, {}, {}, {{u"c1"_s, u"weather"_s, u"18 C"_s, true}}}};
    prompt.tools = {{u"weather"_s, u"of a city"_s, {{u"type"_s, u"object"_s}}}};
    prompt.toolChoice = ToolChoice::Named;
    prompt.chosenTool = u"weather"_s;
    s.prompts = {prompt};
    s.script = u"a.json"_s;
    s.documents = u"papers"_s;
    s.hosts = {u"example.org"_s};
    s.tools = {{u"burn"_s, {}, 0, 400, 0}, {u"embed"_s, u"wait"_s, 0.3, 0, 1}};
    s.requests = 20;
    s.warmup = 3;
    s.arrival = *arrivalFromText(u"users:20,think=1.5"_s);
    s.arrival.durationS = 30;
    s.arrival.drainS = 15;
    s.arrival.patienceS = 20;
    s.traffic.limits = {600, 100'000, Pacing::Burst};
    s.traffic.retry = {.retries = 4,
                       .backoff = Backoff::Exponential,
                       .baseS = 0.5,
                       .capS = 20,
                       .honoursServerDelay = false,
                       .serverDelayCapS = 30,
                       .resendOnDeadConnection = false,
                       .budget = 0.2};
    s.endpoint.transport = Transport::Curl;
    s.endpoint.callsPerConnection = 7;
    s.traffic.cache = {.enabled = true, .maxMb = 10, .startsEmpty = true};
    s.traffic.routing.rules = {
        {.promptCharsAtLeast = 10, .promptCharsAtMost = 100, .callClass = u"chat"_s, .to = {u"sim-small"_s, {}, {}, {}}}};
    s.traffic.routing.fallbacks = {{u"m"_s, u"openai"_s, u"http://127.0.0.1:9/v1"_s, u"KEY"_s}};
    s.traffic.routing.cheapestOf = {{u"sim"_s, {}, {}, {}}, {u"sim-large"_s, {}, {}, {}}};
    s.traffic.callTimeoutS = 9;
    s.objectives = {.latencyS = 2, .ttftS = 0.5};
    s.variants = {{u"no cache"_s, {{u"traffic"_s, QJsonObject{{u"cache"_s, QJsonObject{{u"enabled"_s, false}}}}}}}};
    return s;
}

} // namespace interleave::test
