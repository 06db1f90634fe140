#include "trace/transport_use.h"

#include "core/endpoint.h"

namespace interleave {

static void addName(QStringList &names, const QString &name)
{
    constexpr qsizetype most = 8; // who answers each call under another name is not listed
    if (!name.isEmpty() && names.size() < most && !names.contains(name))
        names.append(name);
}

TransportUse transportUseOf(const Trace &trace)
{
    TransportUse use;
    QStringList names;
    QStringList answered;
    int doubtful = 0;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        if (!trace.isMeasured(static_cast<qint32>(number)))
            continue;
        for (const AttemptEnd &end : trace.calls()[number].attemptEnds) {
            const AttemptDetail &detail = end.detail;
            addName(names, detail.transport);
            addName(answered, detail.answered);
            use.resends += detail.isResend;
            doubtful += detail.transport == transportName(Transport::Qnam) && detail.protocol == QLatin1StringView("2");
        }
    }
    names.sort();
    answered.sort();
    use.names = names.join(u'+');
    use.answered = answered.join(u'+');
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
