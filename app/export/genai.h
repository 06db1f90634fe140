// Names of OpenTelemetry's conventions for calls of generative models, v1.41.0: the one place to change when they do. Used by
// the OTLP export and the metrics for Prometheus (where dots become underscores). Any thread.
#pragma once

#include "core/endpoint.h"
#include "trace/trace.h"

#include <array>

namespace interleave {

namespace genai {

inline constexpr char schemaUrl[] = "https://opentelemetry.io/schemas/1.41.0";
inline constexpr char chat[] = "chat"; // operation.name of every call

inline constexpr char invokeWorkflow[] = "invoke_workflow"; // a job
inline constexpr char invokeAgent[] = "invoke_agent";       // a group of its steps
inline constexpr char executeTool[] = "execute_tool";

inline constexpr char operationName[] = "gen_ai.operation.name";
inline constexpr char providerName[] = "gen_ai.provider.name";
inline constexpr char requestModel[] = "gen_ai.request.model";
inline constexpr char responseModel[] = "gen_ai.response.model";
inline constexpr char requestStream[] = "gen_ai.request.stream";
inline constexpr char finishReasons[] = "gen_ai.response.finish_reasons";
inline constexpr char timeToFirstChunk[] = "gen_ai.response.time_to_first_chunk";
inline constexpr char inputTokens[] = "gen_ai.usage.input_tokens";
inline constexpr char cachedTokens[] = "gen_ai.usage.cache_read.input_tokens";
inline constexpr char outputTokens[] = "gen_ai.usage.output_tokens";
inline constexpr char reasoningTokens[] = "gen_ai.usage.reasoning.output_tokens";
inline constexpr char tokenType[] = "gen_ai.token.type";
inline constexpr char workflowName[] = "gen_ai.workflow.name";
inline constexpr char agentName[] = "gen_ai.agent.name";
inline constexpr char toolName[] = "gen_ai.tool.name";
inline constexpr char toolType[] = "gen_ai.tool.type";
inline constexpr char errorType[] = "error.type";

inline constexpr std::array<double, 14> secondsBounds{.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92};
inline constexpr std::array<double, 14> tokenBounds{1,     4,     16,     64,      256,     1024,     4096,
                                                    16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864};

} // namespace genai

/// Who answers, and with what: of an attempt, from its detail; of a call that made none, from the scenario.
struct GenAiTarget {
    QString provider; ///< "gcp.gemini", "openai", "anthropic": whose protocol is spoken, also by the simulator
    QString model;

    bool operator==(const GenAiTarget &) const = default;
};

/// `endpoint`: the scenario's; it says what `detail` does not.
GenAiTarget genAiTarget(const Endpoint &endpoint, const AttemptDetail &detail = {});

/// The scenario's endpoint in the header of a run: provider and model.
Endpoint endpointOfHeader(const QString &header);

/// error.type: the status where one came, else the name of the outcome; empty: it went well.
QString genAiErrorType(Outcome outcome, int httpStatus);

} // namespace interleave
