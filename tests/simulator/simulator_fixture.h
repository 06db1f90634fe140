// What tests of the server start from: a simulator that answers at once, one connection to it, and requests of the simplest
// protocol.
#pragma once

#include "http_client.h"
#include "support/instant_simulator.h"

#include <QTest>

#include <memory>

namespace interleave::test {

inline const QByteArray plainPath = "/v1beta/models/sim:generateContent";
inline const QByteArray ssePath = "/v1beta/models/sim:streamGenerateContent?alt=sse";
inline const QByteArray arrayPath = "/v1beta/models/sim:streamGenerateContent";

inline QByteArray request(const QByteArray &text, const QByteArray &more = {})
{
    return R"({"contents":[{"role":"user","parts":[{"text":")" + text + R"("}]}])" + more + '}';
}

/// The second base of a test whose functions each talk to a server of their own: start() in its init(), stop() in its cleanup().
class SimulatorFixture
{
    std::unique_ptr<InProcessSimulator> m_simulator;

protected:
    /// Instead of the one before, if there is one.
    void start(const Profile &profile = instantProfile())
    {
        stop();
        m_simulator = std::make_unique<InProcessSimulator>(optionsWith(profile));
        QCOMPARE(m_simulator->error(), QString());
        m_client = std::make_unique<HttpClient>(m_simulator->baseUrl());
    }
    void stop()
    {
        m_client.reset();
        m_simulator.reset();
    }

    std::unique_ptr<HttpClient> m_client;
};

} // namespace interleave::test
