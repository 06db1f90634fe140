// Workflows, agents and teams as they are written, right and wrong, for tests of their reader.
#pragma once

#include "support/workload_scenarios.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace interleave::test {

/// A step that waits for nothing, or for others: "a" or "a\",\"b".
inline QByteArray step(const char *name, const char *after = nullptr)
{
    const QByteArray waits = after ? QByteArray("\"after\":[\"") + after + "\"]," : QByteArray();
    return QByteArray("{\"name\":\"") + name + "\"," + waits + "\"call\":{\"prompt\":\"Say it.\"}}";
}

struct WrongWorkflow {
    const char *name;
    const char *parts;
    const char *expected; ///< in the sentence
};

inline std::vector<WrongWorkflow> wrongWorkflows()
{
    return {
        {"no workflow", R"x("workload":"workflow")x", "there is no \"workflow\" that says what to do"},
        {"no agent", R"x("workload":"agent")x", "there is no \"agent\""},
        {"unknown workload", R"x("workload":"graph")x", "unknown workload \"graph\""},
        {"no steps", R"x("workload":"workflow","workflow":{})x", "\"steps\" is missing"},
        {"empty steps", R"x("workload":"workflow","workflow":{"steps":[]})x", "it must have 1 to"},
        {"unknown name", R"x("workload":"workflow","workflow":{"steps":[{"name":"a","call":{"prompt":"{{b.text}}"}}]})x",
         "step \"a\", \"prompt\": {{b.text}} names no step"},
        {"a step inside of a map", R"x("workload":"workflow","workflow":{"steps":[
            {"name":"m","map":{"over":[1],"steps":[{"name":"in","call":{"prompt":"x"}}]}},{"name":"a","call":{"prompt":"{{in.text}}"}}]})x",
         "{{in.text}} names no step"},
        {"unknown after", R"x("workload":"workflow","workflow":{"steps":[{"name":"a","after":["b"],"call":{"prompt":"x"}}]})x",
         "step \"a\" is after \"b\""},
        {"a ring", R"x("workload":"workflow","workflow":{"steps":[{"name":"s","call":{"prompt":"{{b.text}}"}},
            {"name":"a","call":{"prompt":"{{c.text}}"}},{"name":"b","call":{"prompt":"{{a.text}}"}},{"name":"c","call":{"prompt":"{{b.text}}"}}]})x",
         "wait for each other in a ring"},
        {"itself", R"x("workload":"workflow","workflow":{"steps":[{"name":"a","call":{"prompt":"{{a.text}}"}}]})x",
         "step \"a\" waits for itself"},
        {"a name twice",
         R"x("workload":"workflow","workflow":{"steps":[{"name":"a","call":{"prompt":"x"}},{"name":"a","call":{"prompt":"y"}}]})x",
         "line 4, column"},
        {"a dot in a name", R"x("workload":"workflow","workflow":{"steps":[{"name":"a.b","call":{"prompt":"x"}}]})x",
         "neither dots nor braces"},
        {"two kinds", R"x("workload":"workflow","workflow":{"steps":[{"name":"a","call":{"prompt":"x"},"join":{}}]})x",
         "must have one of call, analyze, tool"},
        {"no kind", R"x("workload":"workflow","workflow":{"steps":[{"name":"a"}]})x", "must have one of call, analyze, tool"},
        {"unknown key", R"x("workload":"workflow","workflow":{"steps":[{"name":"a","call":{"promt":"x"}}]})x", "unknown key \"promt\""},
        {"unbounded loop", R"x("workload":"workflow","workflow":{"steps":[{"name":"l","loop":{"until":{"value":"{{a}}","is":"1"},
            "steps":[{"name":"a","call":{"prompt":"x"}}]}}]})x",
         "\"most\" is missing"},
        {"loop without an end", R"x("workload":"workflow","workflow":{"steps":[{"name":"l","loop":{"most":3,
            "steps":[{"name":"a","call":{"prompt":"x"}}]}}]})x",
         "\"until\" is missing"},
        {"wide map without a bound", R"x("workload":"workflow","workflow":{"steps":[{"name":"m","map":{"over":"{{prompt}}","most":800,
            "steps":[{"name":"a","call":{"prompt":"x"}}]}}]})x",
         "\"at_once\" must say how many"},
        {"map over a number",
         R"x("workload":"workflow","workflow":{"steps":[{"name":"m","map":{"over":3,"steps":[{"name":"a","call":{"prompt":"x"}}]}}]})x",
         "must be a list, or a template"},
        {"race with one way",
         R"x("workload":"workflow","workflow":{"steps":[{"name":"r","race":{"ways":[{"steps":[{"name":"a","call":{"prompt":"x"}}]}]}}]})x",
         "must have at least two"},
        {"unknown tool", R"x("workload":"workflow","workflow":{"steps":[{"name":"t","tool":{"name":"teleport"}}]})x",
         "step \"t\" names the tool \"teleport\""},
        {"condition with two tests",
         R"x("workload":"workflow","workflow":{"steps":[{"name":"b","branch":{"if":{"value":"1","is":"1","less":"2"},
            "then":[{"name":"a","call":{"prompt":"x"}}]}}]})x",
         "must have one of is, is_not"},
        {"condition that is no expression",
         R"x("workload":"workflow","workflow":{"steps":[{"name":"b","branch":{"if":{"value":"1","matches":"(1"},
            "then":[{"name":"a","call":{"prompt":"x"}}]}}]})x",
         "\"matches\" is no regular expression"},
        {"default without its rule", R"x("workload":"workflow","workflow":{"steps":[{"name":"a","default":1,"call":{"prompt":"x"}}]})x",
         "is of no use unless"},
        {"rule without its default",
         R"x("workload":"workflow","workflow":{"steps":[{"name":"a","on_failure":"default","call":{"prompt":"x"}}]})x",
         "\"default\" is missing"},
        {"too deep",
         R"x("workload":"workflow","workflow":{"steps":[{"name":"a","map":{"over":[1],"steps":[{"name":"b","map":{"over":[1],"steps":[
            {"name":"c","map":{"over":[1],"steps":[{"name":"d","map":{"over":[1],"steps":[{"name":"e","call":{"prompt":"x"}}]}}]}}]}}]}}]})x",
         "lies too deep"},
        {"column that is not there",
         R"x("workload":"workflow","table":[{"word":"a"}],"workflow":{"steps":[{"name":"a","call":{"prompt":"{{wort}}"}}]})x",
         "{{wort}} names no step that it can wait for, and no column of the table; known are prompt, job, word"},
        {"a row that is none", R"x("table":[1])x", "must be a row"},
        {"empty table", R"x("table":[])x", "it must have 1 to"},
        {"unknown tool of an agent", R"x("workload":"agent","agent":{"tools":["teleport"]})x", "\"agent\" names the tool \"teleport\""},
        {"agent with a wrong bound", R"x("workload":"agent","agent":{"bounds":{"turns":0}})x", "\"turns\" is 0"},
        {"team without roles", R"x("workload":"team","team":{"shape":"crowd","roles":[]})x", "a team has at least one role"},
        {"orchestrator without a plan", R"x("workload":"team","team":{"shape":"orchestrator","decision":{},"roles":[{"name":"a"}]})x",
         "\"plan\" is missing"},
        {"unknown shape", R"x("workload":"team","team":{"shape":"ring","roles":[{"name":"a"}]})x",
         "it must be crowd, orchestrator or board"},
        {"a crowd that nobody meant", R"x("workload":"team","team":{"shape":"crowd","roles":[{"name":"a","count":800}]})x",
         "say how many may (\"wave\")"},
    };
}

inline QList<QByteArray> rightScenarios()
{
    return {
        graph,
        race,
        failing,
        QByteArray(barrier).replace("BARRIER", "true"),
        R"x("prompts":["Go."],"workload":"agent","agent":{"name":"a","system":"Be {{mood}}.","tools":["wait"],"bounds":{"turns":3,"usd":0.5,"s":2.5}},
                "table":[{"mood":"brief","Größe":1.5}])x",
        R"x("prompts":["Go."],"workload":"team","team":{"shape":"board","rounds":2,"wave":3,"roles":[{"name":"p"},{"name":"c","count":2}],"decision":{"task":"{{board}}"}})x"};
}

} // namespace interleave::test
