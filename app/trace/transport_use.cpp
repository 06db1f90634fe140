#include "trace/transport_use.h"

#include "core/endpoint.h"

namespace interleave {

TransportUse transportUseOf(const Trace &trace)
{
    TransportUse use;
    QStringList names;
    int doubtful = 0;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        if (!trace.isMeasured(static_cast<qint32>(number)))
            continue;
        for (const AttemptEnd &end : trace.calls()[number].attemptEnds) {
            const AttemptDetail &detail = end.detail;
            if (!detail.transport.isEmpty() && !names.contains(detail.transport))
                names.append(detail.transport);
            use.resends += detail.isResend;
            doubtful += detail.transport == transportName(Transport::Qnam) && detail.protocol == QLatin1StringView("2");
        }
    }
    names.sort();
    use.names = names.join(u'+');
    if (doubtful > 0)
        use.doubts.append(
            QStringLiteral("QNetworkAccessManager carried %1 %2 over HTTP/2, where it holds requests back (no TCP_NODELAY, up to "
                           "about 40 ms in a first token) and loses calls when a server closes a connection; choose the "
                           "transport curl (--transport curl)")
                .arg(doubtful)
                .arg(doubtful == 1 ? QStringLiteral("attempt") : QStringLiteral("attempts")));
    return use;
}

} // namespace interleave
