// Where calls go and how: a provider's protocol, a base URL, a model's name, the name of the variable that holds the key, the
// version of HTTP, the transport and whom to trust. Never the key itself. A value, any thread.
#pragma once

#include <QString>

#include <array>
#include <optional>

namespace interleave {

/// The version of HTTP to speak. Over https client and server agree on it (ALPN); over http HTTP/2 needs to be known
/// beforehand, so Auto is HTTP/1.1 there. HTTP/3 only where the libcurl that is installed offers it.
enum class HttpChoice : quint8 { Auto, Http1, Http2, Http3 };

inline constexpr std::array<QLatin1StringView, 4> httpChoiceNames{QLatin1StringView("auto"), QLatin1StringView("1.1"),
                                                                  QLatin1StringView("2"), QLatin1StringView("3")};
inline QLatin1StringView httpChoiceName(HttpChoice choice) { return httpChoiceNames[static_cast<size_t>(choice)]; }
inline std::optional<HttpChoice> httpChoiceFromName(QStringView name)
{
    for (size_t i = 0; i < httpChoiceNames.size(); ++i) {
        if (name == httpChoiceNames[i])
            return static_cast<HttpChoice>(i);
    }
    return std::nullopt;
}

/// How requests reach the network. Auto: libcurl wherever HTTP/2 may be spoken, else QNetworkAccessManager.
enum class Transport : quint8 { Auto, Qnam, Curl };

inline constexpr std::array<QLatin1StringView, 3> transportNames{QLatin1StringView("auto"), QLatin1StringView("qnam"),
                                                                 QLatin1StringView("curl")};
inline QLatin1StringView transportName(Transport transport) { return transportNames[static_cast<size_t>(transport)]; }
std::optional<Transport> transportFromName(QStringView name);
/// What a person reads: "libcurl", "QNetworkAccessManager"; of several names ("curl+qnam") several.
QString transportTitle(const QString &name);

/// How many calls a connection serves before a new one is opened: "always" (0: as many as it can), "never" (1: a new connection for
/// each call), or a number.
QString reuseName(int callsPerConnection);
std::optional<int> reuseFromName(const QString &name);

/// The field of a request that bounds the reply's tokens. OpenAI's newer models refuse the old one, most compatible servers know
/// only that. Auto: the one that the service is known to want, and when a server names the other one, that from the next call on.
enum class OutputLimitField : quint8 { Auto, MaxTokens, MaxCompletionTokens };

inline constexpr std::array<QLatin1StringView, 3> outputLimitFieldNames{QLatin1StringView("auto"), QLatin1StringView("max_tokens"),
                                                                        QLatin1StringView("max_completion_tokens")};
inline QLatin1StringView outputLimitFieldName(OutputLimitField field) { return outputLimitFieldNames[static_cast<size_t>(field)]; }
inline std::optional<OutputLimitField> outputLimitFieldFromName(QStringView name)
{
    for (size_t i = 0; i < outputLimitFieldNames.size(); ++i) {
        if (name == outputLimitFieldNames[i])
            return static_cast<OutputLimitField>(i);
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
    Transport transport = Transport::Auto;
    int callsPerConnection = 0; ///< reuse of connections: 0 always, 1 never
    OutputLimitField outputLimitField = OutputLimitField::Auto;
    QString certificateFile; ///< PEM: trusted besides the system's; a server with a certificate of its own needs it

    bool isSimulator() const { return baseUrl.isEmpty(); }
    bool operator==(const Endpoint &) const = default;
};

/// The transport that carries an endpoint's calls: never Auto.
Transport transportOf(const Endpoint &endpoint);

} // namespace interleave
