#include "run/otlp_sender.h"

#include "export/otlp.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace interleave {

static constexpr int patienceMs = 10'000; // of one request without any progress

Result<QUrl> collectorUrl(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == QLatin1StringView("http") || url.scheme() == QLatin1StringView("https");
    if (!url.isValid() || !isHttp || url.host().isEmpty())
        return Error{QStringLiteral("\"%1\" is not the address of a collector; write for example http://localhost:4318").arg(text)};
    if (url.path().isEmpty() || url.path() == QLatin1StringView("/"))
        url.setPath(QStringLiteral("/v1/traces"));
    return url;
}

/// A collector may take a request and drop some of its spans.
static QString refusedPart(const QByteArray &answer)
{
    const QJsonObject part = QJsonDocument::fromJson(answer).object()[QLatin1StringView("partialSuccess")].toObject();
    const QString refused = part[QLatin1StringView("rejectedSpans")].toVariant().toString();
    if (refused.isEmpty() || refused == QLatin1StringView("0"))
        return {};
    return QStringLiteral("it refused %1 spans: %2").arg(refused, part[QLatin1StringView("errorMessage")].toString());
}

static QString post(QNetworkAccessManager &manager, const QUrl &collector, const QByteArray &body)
{
    QNetworkRequest request(collector);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(patienceMs);
    const std::unique_ptr<QNetworkReply> reply(manager.post(request, body));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status / 100 == 2)
        return refusedPart(reply->readAll());
    if (status > 0)
        return QStringLiteral("it answers %1 %2")
            .arg(status)
            .arg(reply->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString())
            .trimmed();
    return reply->error() == QNetworkReply::OperationCanceledError ? QStringLiteral("it does not answer within %1 s").arg(patienceMs / 1000)
                                                                   : reply->errorString();
}

QString sendToCollector(const QUrl &collector, const ExportInput &input)
{
    QNetworkAccessManager manager;
    for (const FinishedRun &run : input.runs) {
        for (const QByteArray &body : otlpRequests({input.scenario, {run}})) {
            if (const QString problem = post(manager, collector, body); !problem.isEmpty())
                return QStringLiteral(
                           "the run of %1 could not be sent to %2: %3; \"interleave export TRACE --format otlp\" keeps it in a file")
                    .arg(run.model, collector.toDisplayString(QUrl::RemoveUserInfo), problem);
        }
    }
    return {};
}

} // namespace interleave
