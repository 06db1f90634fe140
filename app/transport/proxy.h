// Which proxy the environment names for a server: one answer for both transports, whose libraries would each read the variables in a
// way of their own. Read when a client first speaks to a server; any thread, while nobody changes the environment.
//
// http_proxy for http, https_proxy for https, all_proxy for what has none of its own; names in capitals, too. A proxy is
// [http://|https://|socks5://|socks5h://][user:password@]host[:port]; without a scheme it is an http one, without a port at 1080, as curl
// has it. no_proxy is a list of what is reached directly: "*", hosts and their subdomains (with or without a dot in front),
// addresses and ranges of them (10.0.0.0/8), each with a port if only that is meant. This machine itself is always reached directly.
#pragma once

#include <QString>
#include <QUrl>

#include <optional>

namespace interleave {

struct Proxy {
    QString variable; ///< which named it
    QUrl url;         ///< scheme, host, port, and perhaps user and password

    /// Without user and password: "http://proxy:3128".
    QString shown() const { return url.toString(QUrl::RemoveUserInfo); }
};

/// Nothing: it is reached directly.
std::optional<Proxy> proxyFor(const QUrl &server);

/// The server's, by its scheme where the URL has none.
int portOf(const QUrl &server);
/// Of the other end of a connection that goes there: the proxy's, or the server's.
int peerPortOf(const QUrl &server);

/// Whether a host of this name or address is this machine.
bool isLoopbackHost(const QString &host);

} // namespace interleave
