#include "simulator/service/simulator.h"

#include "simulator/http/front.h"

#include <event2/event.h>

#include <array>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

namespace interleave {

namespace {

event_base *makeBase()
{
    event_config *config = event_config_new();
    // waits of microseconds instead of milliseconds, counted from now and not from the start of the loop's turn
    event_config_set_flag(config, EVENT_BASE_FLAG_PRECISE_TIMER);
    event_config_set_flag(config, EVENT_BASE_FLAG_NO_CACHE_TIME);
    event_base *base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}

/// A connection is a descriptor; the usual soft limit of 1024 would be the server's.
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

struct BaseDeleter {
    void operator()(event_base *base) const { event_base_free(base); }
};

struct EventDeleter {
    void operator()(event *e) const { event_free(e); }
};

} // namespace

class Simulator::Private
{
public:
    explicit Private(SimulatorOptions given)
        : options(std::move(given))
    {
        wake.reset(event_new(base.get(), wakeDescriptor, EV_READ, breakLoop, this));
        event_add(wake.get(), nullptr);
    }
    ~Private() { close(wakeDescriptor); }

    static void breakLoop(evutil_socket_t, short, void *self) { event_base_loopbreak(static_cast<Private *>(self)->base.get()); }

    static void readParent(evutil_socket_t descriptor, short, void *self)
    {
        std::array<char, 256> ignored{};
        if (read(descriptor, ignored.data(), ignored.size()) <= 0)
            breakLoop(descriptor, 0, self);
    }

    const SimulatorOptions options;
    const int wakeDescriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    std::unique_ptr<event_base, BaseDeleter> base{makeBase()};
    std::unique_ptr<event, EventDeleter> wake;
    std::unique_ptr<event, EventDeleter> parent;
    ServiceCounters counters;
    TimerHeap timers{base.get()};
    Service service{options, timers, counters};
    std::unique_ptr<TlsServer> tls;
    std::unique_ptr<Front> front; // last: its connections hold exchanges of the service
};

Simulator::Simulator(SimulatorOptions options)
    : d(std::make_unique<Private>(std::move(options)))
{
}

Simulator::~Simulator() = default;

Result<int> Simulator::listen()
{
    raiseDescriptorLimit();
    if (d->options.tls) {
        Result<std::unique_ptr<TlsServer>> tls = TlsServer::selfSigned(d->options.bindAddress);
        if (!tls)
            return Error{tls.error()};
        d->tls = std::move(tls).value();
    }
    d->front = std::make_unique<Front>(d->base.get(), d->timers, d->service, d->counters, d->tls.get(), d->options.patience);
    return d->front->listen(d->options.bindAddress, d->options.port);
}

QByteArray Simulator::certificatePem() const { return d->tls ? d->tls->certificatePem() : QByteArray(); }

bool Simulator::stopWhenClosed(int descriptor)
{
    d->parent.reset(event_new(d->base.get(), descriptor, EV_READ | EV_PERSIST, Private::readParent, d.get()));
    return d->parent && event_add(d->parent.get(), nullptr) == 0;
}

void Simulator::serve() { event_base_dispatch(d->base.get()); }

void Simulator::stop()
{
    const quint64 one = 1;
    [[maybe_unused]] const ssize_t written = write(d->wakeDescriptor, &one, sizeof one); // cannot fail on an eventfd this young
}

int Simulator::maxInFlight() const { return d->counters.maxInFlight; }

int Simulator::inFlight() const { return d->counters.inFlight; }

int Simulator::connections() const { return d->counters.connections; }

QString simulatorBaseUrl(const QString &bindAddress, int port, bool tls)
{
    QString host = bindAddress;
    if (host == u"0.0.0.0")
        host = QStringLiteral("127.0.0.1");
    if (host == u"::")
        host = QStringLiteral("::1");
    if (host.contains(u':'))
        host = u'[' % host % u']';
    return QStringLiteral("%1://%2:%3").arg(tls ? QLatin1StringView("https") : QLatin1StringView("http"), host).arg(port);
}

} // namespace interleave
