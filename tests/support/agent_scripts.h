// What the simulated model says to the agents of tests.
#pragma once

#include <QByteArray>

namespace interleave::test {

inline const QByteArray agentScript = R"x({"schema":"interleave.script/1","title":"Test","sentence":"A test.","rules":[
{"when":{"prompt":"sum","turn":0,"tools":["calculator"]},"reply":{"tokens":60,"calls":[
    {"name":"calculator","arguments":{"expression":"3 +"}},{"name":"teleport","arguments":{}},
    {"name":"calculator","arguments":{"expression":"3 + 4"}}]}},
{"when":{"prompt":"sum","turn":1},"reply":{"tokens":50,"calls":[
    {"name":"calculator","arguments":{"expression":"6 * {{result.2}}"}}]}},
{"when":{"prompt":"sum","turn":2},"reply":{"tokens":40,"text":"It is {{result.3}}."}},
{"when":{"prompt":"endless"},"reply":{"tokens":10,"calls":[{"name":"wait","arguments":{"ms":1}}]}},
{"when":{"system":"planner"},"reply":{"tokens":30,"text":"[\"sum of a\", \"sum of b\"]"}}
]})x";

inline const QByteArray agentParts = R"x("workload":"agent","prompts":["The sum, please.","The other sum."],
"agent":{"system":"You reckon.","tools":["calculator"]})x";

inline const QByteArray endlessParts = R"x("workload":"agent","prompts":["An endless task."],
"agent":{"tools":["wait"],"bounds":{BOUNDS}})x";

inline const QByteArray teamParts = R"x("workload":"team","prompts":["Find out."],
"team":{"shape":"orchestrator","plan":{"system":"You are the planner."},"decision":{"task":"Join: {{answers}}"},
"roles":[{"name":"researcher","count":2,"task":"{{assignment}}","tools":["calculator","wait"],"tools_at_once":2}]})x";

} // namespace interleave::test
