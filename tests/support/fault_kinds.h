// Kinds of steps that make calls, each as a scenario whose call meets the fault of its job's row: the text {{fault}} is as long as the rule
// that leads there asks for. For tests of what becomes of a job when a call in it ends badly.
#pragma once

#include <QByteArray>

#include <vector>

namespace interleave::test {

struct FaultKind {
    const char *name;
    const char *parts;          ///< of the scenario
    bool isSurvived = false;    ///< the job ends well all the same
    bool givesUpOthers = false; ///< calls beside it, or it itself, may be given up
};

#define INTERLEAVE_STEPS(steps) "\"workload\":\"workflow\",\"workflow\":{\"steps\":[" steps "]}"
#define INTERLEAVE_TEAM(team) "\"workload\":\"team\",\"team\":{" team "}"
#define INTERLEAVE_BAD(name, system) "{\"name\":\"" name "\",\"call\":{\"prompt\":\"{{fault}}\",\"system\":\"" system "\"}}"
#define INTERLEAVE_GOOD(name) "{\"name\":\"" name "\",\"call\":{\"prompt\":\"Say it.\"}}"

inline std::vector<FaultKind> faultKinds()
{
    return {
        {"call", INTERLEAVE_STEPS(INTERLEAVE_BAD("a", "1"))},
        {"call that is skipped, and a join",
         INTERLEAVE_STEPS("{\"name\":\"a\",\"on_failure\":\"skip\",\"call\":{\"prompt\":\"{{fault}}\",\"system\":\"1\"}},"
                          "{\"name\":\"j\",\"join\":{\"text\":\"[{{a.text}}]\"}},{\"name\":\"b\",\"call\":{\"prompt\":\"{{j.text}}\"}}"),
         true},
        {"lines side by side, and a join",
         INTERLEAVE_STEPS(INTERLEAVE_BAD("a", "1") "," INTERLEAVE_GOOD("b") ","
                                                                            "{\"name\":\"w\",\"tool\":{\"name\":\"wait\",\"arguments\":{"
                                                                            "\"ms\":20}}},{\"name\":\"j\",\"after\":[\"a\",\"b\",\"w\"],"
                                                                            "\"join\":{}}"),
         false, true},
        {"map", INTERLEAVE_STEPS("{\"name\":\"m\",\"map\":{\"over\":[1,2,3],\"steps\":[" INTERLEAVE_BAD("a", "{{index}}") "]}}"), false,
         true},
        {"map with a default",
         INTERLEAVE_STEPS(
             "{\"name\":\"m\",\"on_failure\":\"default\",\"default\":7,\"map\":{\"over\":[1,2],\"at_once\":1,\"steps\":[" INTERLEAVE_BAD(
                 "a", "{{index}}") "]}},{\"name\":\"end\",\"call\":{\"prompt\":\"End: {{m.text}}\"}}"),
         true},
        {"branch", INTERLEAVE_STEPS(INTERLEAVE_GOOD("g") ",{\"name\":\"b\",\"branch\":{\"if\":{\"value\":\"{{g.text}}\",\"is_not\":\"\"},"
                                                         "\"then\":[" INTERLEAVE_BAD("a", "1") "]}}")},
        {"loop", INTERLEAVE_STEPS(
                     "{\"name\":\"l\",\"loop\":{\"most\":3,\"until\":{\"value\":\"{{round}}\",\"is\":\"2\"},\"steps\":[" INTERLEAVE_BAD(
                         "a", "{{round}}") "]}}")},
        {"race that the other way wins",
         INTERLEAVE_STEPS(
             "{\"name\":\"r\",\"race\":{\"ways\":[{\"steps\":[" INTERLEAVE_BAD("a", "1") "]},{\"steps\":[" INTERLEAVE_GOOD("b") "]}]}}"),
         true, true},
        {"race of two that meet it",
         INTERLEAVE_STEPS("{\"name\":\"r\",\"race\":{\"ways\":[{\"steps\":[" INTERLEAVE_BAD("a", "1") "]},{\"steps\":[" INTERLEAVE_BAD(
             "b", "2") "]}]}}"),
         false, true},
        {"agent in a workflow",
         INTERLEAVE_STEPS("{\"name\":\"a\",\"agent\":{\"task\":\"{{fault}}\",\"system\":\"1\",\"tools\":[\"wait\"]}}")},
        {"agent in a workflow, bounded in time",
         INTERLEAVE_STEPS("{\"name\":\"a\",\"timeout_s\":60,\"agent\":{\"task\":\"{{fault}}\",\"system\":\"1\",\"bounds\":{\"s\":50}}}")},
        {"agent", "\"workload\":\"agent\",\"agent\":{\"task\":\"{{fault}}\",\"system\":\"1\",\"tools\":[\"wait\"]}"},
        {"member of a crowd", INTERLEAVE_TEAM("\"shape\":\"crowd\",\"roles\":[{\"name\":\"a\",\"task\":\"{{fault}}\",\"system\":\"1\"},"
                                              "{\"name\":\"b\",\"task\":\"Say it.\"}]")},
        {"plan of an orchestrator",
         INTERLEAVE_TEAM(
             "\"shape\":\"orchestrator\",\"plan\":{\"task\":\"{{fault}}\",\"system\":\"1\"},\"decision\":{\"task\":\"Decide.\"},"
             "\"roles\":[{\"name\":\"a\",\"task\":\"Say it.\"}]")},
        {"one worker of an orchestrator",
         INTERLEAVE_TEAM("\"shape\":\"orchestrator\",\"plan\":{\"task\":\"Plan.\"},\"decision\":{\"task\":\"Decide.\"},"
                         "\"roles\":[{\"name\":\"a\",\"task\":\"{{fault}}\",\"system\":\"1\"},{\"name\":\"b\",\"task\":\"Say it.\"}]"),
         true},
        {"decision of an orchestrator",
         INTERLEAVE_TEAM("\"shape\":\"orchestrator\",\"plan\":{\"task\":\"Plan.\"},\"decision\":{\"task\":\"{{fault}}\",\"system\":\"1\"},"
                         "\"roles\":[{\"name\":\"a\",\"task\":\"Say it.\"}]")},
        {"critics of a board",
         INTERLEAVE_TEAM("\"shape\":\"board\",\"decision\":{\"task\":\"Decide.\"},\"roles\":[{\"name\":\"p\",\"task\":\"Propose.\"},"
                         "{\"name\":\"c\",\"count\":2,\"task\":\"{{fault}}\",\"system\":\"{{index}}\"}]")},
    };
}

/// Agents whose first turn asks for a tool, and whose second turn meets the fault.
inline std::vector<FaultKind> secondTurnKinds()
{
    return {
        {"agent", "\"workload\":\"agent\",\"agent\":{\"task\":\"Reckon.\",\"tools\":[\"calculator\"]}"},
        {"agent in a workflow",
         INTERLEAVE_STEPS("{\"name\":\"a\",\"agent\":{\"task\":\"Reckon.\",\"tools\":[\"calculator\"]}},{\"name\":\"end\",\"call\":{"
                          "\"prompt\":\"End: {{a.text}}\"}}")},
        {"agents of a map, skipped",
         INTERLEAVE_STEPS("{\"name\":\"m\",\"on_failure\":\"skip\",\"map\":{\"over\":[1,2],\"steps\":[{\"name\":\"a\",\"agent\":{"
                          "\"task\":\"Reckon.\",\"system\":\"{{index}}\",\"tools\":[\"calculator\"]}}]}},{\"name\":\"end\",\"call\":{"
                          "\"prompt\":\"End: {{m.text}}\"}}"),
         true},
        {"one worker of an orchestrator",
         INTERLEAVE_TEAM("\"shape\":\"orchestrator\",\"plan\":{\"task\":\"Plan.\"},\"decision\":{\"task\":\"Decide.\"},\"roles\":["
                         "{\"name\":\"a\",\"task\":\"Reckon.\",\"tools\":[\"calculator\"]},{\"name\":\"b\",\"task\":\"Say it.\"}]"),
         true},
    };
}

#undef INTERLEAVE_STEPS
#undef INTERLEAVE_TEAM
#undef INTERLEAVE_BAD
#undef INTERLEAVE_GOOD

} // namespace interleave::test
