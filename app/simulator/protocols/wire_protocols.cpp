#include "simulator/protocols/anthropic/anthropic_protocol.h"
#include "simulator/protocols/gemini/gemini_protocol.h"
#include "simulator/protocols/openai/openai_protocol.h"

namespace interleave {

const std::vector<const WireProtocol *> &wireProtocols()
{
    static const GeminiProtocol gemini;
    static const AnthropicProtocol anthropic; // before OpenAI's, which takes all that is left below /v1
    static const OpenAiProtocol openAi;
    static const std::vector<const WireProtocol *> protocols{&gemini, &anthropic, &openAi};
    return protocols;
}

} // namespace interleave
