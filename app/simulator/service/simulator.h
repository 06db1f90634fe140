// The simulator's server: speaks the providers' protocols on loopback over HTTP/1.1 and HTTP/2, on libevent. `interleave serve` runs it as
// a process of its own, so that its CPU is not the client's; tests run it in a thread of theirs (InProcessSimulator).
#pragma once

#include "core/result.h"
#include "simulator/llm/profile.h"

#include <QString>

#include <memory>

namespace interleave {

/// How long a client may take, nanoseconds.
struct ClientPatience {
    qint64 requestNs = 60'000'000'000; ///< to send a whole request, or to take the last answer
    qint64 idleNs = 300'000'000'000;   ///< between two requests
};

struct SimulatorOptions {
    Profile profile;
    std::optional<Script> script = {}; ///< what the model answers; unset, or where no rule of it holds: made-up text
    double timeScale = 1;              ///< multiplies every delay; 0: none
    quint64 seed = 1;                  ///< for requests that bring no sample key
    QString bindAddress = QStringLiteral("127.0.0.1");
    QByteArray token; ///< what clients must bring; empty: none
    int port = 0;     ///< 0: any free one
    bool tls = false; ///< with a certificate made at the start
    ClientPatience patience;
};

/// Serves in the calling thread until stop(). listen() comes first and fails when the port is taken.
class Simulator
{
public:
    explicit Simulator(SimulatorOptions options);
    ~Simulator();
    Result<int> listen();              ///< the port
    QByteArray certificatePem() const; ///< what a client must trust; empty without TLS
    /// Stops when the other end of this pipe is closed: a server must not outlive the program that started it. False: no pipe.
    bool stopWhenClosed(int descriptor);
    void serve();            ///< blocks until stop()
    void stop();             ///< any thread, and from a signal handler
    int maxInFlight() const; ///< most requests held at once, in service or in line; any thread
    int inFlight() const;    ///< any thread
    int connections() const; ///< open ones; any thread

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// "http://127.0.0.1:8080"; an IPv6 address in brackets, and one that means all as the loopback of its kind.
QString simulatorBaseUrl(const QString &bindAddress, int port, bool tls = false);

/// A simulator on a thread of its own, for tests and benchmarks.
class InProcessSimulator
{
public:
    explicit InProcessSimulator(SimulatorOptions options);
    ~InProcessSimulator();
    QString baseUrl() const; ///< "http://127.0.0.1:N", with TLS "https:"; empty: it could not listen, see error()
    QString error() const;
    Simulator &simulator();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace interleave
