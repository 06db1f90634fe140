// Where calls go and how: a provider's protocol, a base URL, a model's name, the name of the variable that holds the key, the
// version of HTTP and whom to trust. Never the key itself. A value, any thread.
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace interleave {

/// The version of HTTP to speak. Over https client and server agree on it (ALPN); over http HTTP/2 needs to be known
/// beforehand, so Auto is HTTP/1.1 there.
enum class HttpChoice : quint8 { Auto, Http1, Http2 };

inline constexpr std::array<QLatin1StringView, 3> httpChoiceNames{QLatin1StringView("auto"), QLatin1StringView("1.1"),
                                                                  QLatin1StringView("2")};
inline QLatin1StringView httpChoiceName(HttpChoice choice) { return httpChoiceNames[static_cast<size_t>(choice)]; }
inline std::optional<HttpChoice> httpChoiceFromName(QStringView name)
{
    for (size_t i = 0; i < httpChoiceNames.size(); ++i) {
        if (name == httpChoiceNames[i])
            return static_cast<HttpChoice>(i);
    }
    return std::nullopt;
}

struct Endpoint {
    QString provider = QStringLiteral("gemini");
    QString baseUrl;                             ///< empty: the built-in simulator, started by the program
    QString modelName = QStringLiteral("sim");   ///< the simulator lists "sim"
    QString apiKeyEnv;                           ///< environment variable that holds the key; empty: none is sent
    QString profile = QStringLiteral("article"); ///< simulator profile; ignored for a real endpoint
    HttpChoice http = HttpChoice::Auto;
    QString certificateFile; ///< PEM: trusted besides the system's; a server with a certificate of its own needs it

    bool isSimulator() const { return baseUrl.isEmpty(); }
    bool operator==(const Endpoint &) const = default;
};

} // namespace interleave
