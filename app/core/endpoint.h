// Where calls go: a provider's protocol, a base URL, a model's name, and the name of the variable that holds the key.
// Never the key itself. A value, any thread.
#pragma once

#include <QString>

namespace interleave {

struct Endpoint {
    QString provider = QStringLiteral("gemini");
    QString baseUrl;                             ///< empty: the built-in simulator, started by the program
    QString modelName = QStringLiteral("sim");   ///< the simulator lists "sim"
    QString apiKeyEnv;                           ///< environment variable that holds the key; empty: none is sent
    QString profile = QStringLiteral("article"); ///< simulator profile; ignored for a real endpoint

    bool isSimulator() const { return baseUrl.isEmpty(); }
    bool operator==(const Endpoint &) const = default;
};

} // namespace interleave
