// Scenarios of several steps for tests: a workflow with one of each kind of step, one that gives things up, an agent, teams. As files have
// them, so that their reader is tested with them.
#pragma once

#include "json/scenario_json.h"

#include <QTest>

namespace interleave::test {

inline Scenario scenarioOf(const QByteArray &parts)
{
    const QByteArray json = "{\"schema\":\"interleave.scenario/1\",\"name\":\"test\",\"time_scale\":0.05,\"workers\":2,\"endpoint\":"
                            "{\"provider\":\"gemini\",\"model_name\":\"sim\",\"profile\":\"constant\"}," +
                            parts + "}";
    Result<Scenario> scenario = scenarioFromJson(json, QStringLiteral("test.json"));
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error()));
    return *scenario;
}

/// Two rows, and every kind of step but a race. "score" and "sum" run beside "outline" and what follows it.
inline const QByteArray graph = R"x(
"workload":"workflow","prompts":["About {{word}}."],"table":[{"word":"tides"},{"word":"lathes"}],
"workflow":{"steps":[
  {"name":"outline","call":{"prompt":"Outline: {{prompt}} {{word}}","system":"Be brief.","max_output_tokens":20}},
  {"name":"points","map":{"over":["a","b","c"],"as":"point","at_once":2,"steps":[
    {"name":"draft","call":{"prompt":"{{index}}: {{point}} of {{outline.text}}","max_output_tokens":10}},
    {"name":"mark","analyze":{"text":"{{draft}}"}}]}},
  {"name":"sum","tool":{"name":"calculator","arguments":{"expression":"20 + 3"}}},
  {"name":"double","tool":{"name":"calculator","arguments":{"expression":"2 * {{sum.json}}"}}},
  {"name":"grow","loop":{"most":5,"until":{"value":"{{step.json}}","more":"7"},"steps":[
    {"name":"step","tool":{"name":"calculator","arguments":{"expression":"{{round}} * 3"}}}]}},
  {"name":"way","branch":{"if":{"value":"{{grow.json}}","is":"9"},
    "then":[{"name":"yes","tool":{"name":"calculator","arguments":{"expression":"100 + {{grow.json}}"}}}],
    "else":[{"name":"no","tool":{"name":"calculator","arguments":{"expression":"1/0"}}}]}},
  {"name":"bad","retries":1,"on_failure":"default","default":7,"tool":{"name":"calculator","arguments":{"expression":"1/0"}}},
  {"name":"gone","on_failure":"skip","tool":{"name":"calculator","arguments":{"expression":"1/"}}},
  {"name":"all","join":{"text":"{{double.json}} + {{way.json}} + {{bad.json}}{{gone.text}}"},"after":["points"]},
  {"name":"total","tool":{"name":"calculator","arguments":{"expression":"{{all.text}}"}}}]}
)x";

/// A way that wins, others that are given up, a step that is late: 2 s calls at time scale 0.05 are 100 ms.
inline const QByteArray race = R"x(
"workload":"workflow","prompts":["Go."],
"workflow":{"steps":[
  {"name":"fast","race":{"ways":[
    {"steps":[{"name":"quick","tool":{"name":"wait","arguments":{"ms":20}}}]},
    {"steps":[{"name":"slow","tool":{"name":"wait","arguments":{"ms":30000}}},{"name":"never","call":{"prompt":"{{slow.text}}"}}]},
    {"steps":[{"name":"call","call":{"prompt":"Say it.","max_output_tokens":10}},{"name":"parts","after":["call"],"map":{"over":[1,2],"steps":[
      {"name":"part","tool":{"name":"wait","arguments":{"ms":30000}}}]}}]}]}},
  {"name":"late","timeout_s":0.05,"on_failure":"default","default":"too late","tool":{"name":"wait","arguments":{"ms":30000}}},
  {"name":"end","join":{"text":"{{fast.json.ms}} {{late.text}}"}},
  {"name":"say","call":{"prompt":"{{end.text}}","max_output_tokens":10}}]}
)x";

/// Two lines of two steps, each long once. BARRIER is true or false.
inline const QByteArray barrier = R"x("workload":"workflow","prompts":["Go."],"workflow":{"barrier":BARRIER,"steps":[
            {"name":"a1","tool":{"name":"wait","arguments":{"ms":400}}},{"name":"a2","after":["a1"],"tool":{"name":"wait","arguments":{"ms":100}}},
            {"name":"b1","tool":{"name":"wait","arguments":{"ms":100}}},{"name":"b2","after":["b1"],"tool":{"name":"wait","arguments":{"ms":400}}},
            {"name":"end","after":["a2","b2"],"tool":{"name":"wait","arguments":{"ms":100}}}]})x";

/// A step whose template finds nothing, beside one that takes long.
inline const QByteArray failing = R"x("workload":"workflow","prompts":["Go."],"workflow":{"steps":[
            {"name":"long","tool":{"name":"wait","arguments":{"ms":30000}}},
            {"name":"wrong","tool":{"name":"calculator","arguments":{"expression":"{{ask.json.nothing}}"}}},
            {"name":"ask","call":{"prompt":"Say it.","max_output_tokens":10}},
            {"name":"end","join":{"text":"{{long.text}} {{wrong.text}}"}}]})x";

} // namespace interleave::test
