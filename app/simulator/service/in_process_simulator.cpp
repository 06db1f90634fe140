#include "simulator/service/simulator.h"

#include <thread>

namespace interleave {

class InProcessSimulator::Private
{
public:
    explicit Private(SimulatorOptions options)
        : address(options.bindAddress)
        , tls(options.tls)
        , simulator(std::move(options))
        , port(simulator.listen())
    {
        if (port)
            thread = std::thread([this] { simulator.serve(); });
    }
    ~Private()
    {
        simulator.stop();
        if (thread.joinable())
            thread.join();
    }

    const QString address;
    const bool tls;
    Simulator simulator;
    Result<int> port;
    std::thread thread;
};

InProcessSimulator::InProcessSimulator(SimulatorOptions options)
    : d(std::make_unique<Private>(std::move(options)))
{
}

InProcessSimulator::~InProcessSimulator() = default;

QString InProcessSimulator::baseUrl() const { return d->port ? simulatorBaseUrl(d->address, *d->port, d->tls) : QString(); }

QString InProcessSimulator::error() const { return d->port ? QString() : d->port.error(); }

Simulator &InProcessSimulator::simulator() { return d->simulator; }

} // namespace interleave
