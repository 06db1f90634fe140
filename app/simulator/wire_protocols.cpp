#include "simulator/gemini_protocol.h"

namespace interleave {

const std::vector<const WireProtocol *> &wireProtocols()
{
    static const GeminiProtocol gemini;
    static const std::vector<const WireProtocol *> protocols{&gemini};
    return protocols;
}

} // namespace interleave
