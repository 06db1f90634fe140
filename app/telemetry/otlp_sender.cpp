#include "telemetry/otlp_sender.h"

#include "export/otlp.h"
#include "transport/proxy.h"
#include "transport/qnam/environment_proxy.h"
#include "transport/qnam/flood_guard.h"
#include "json/json.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <nlohmann/json.hpp>

#include <utility>

namespace interleave {

static constexpr int patienceMs = 10'000;      // of one request without any progress
static constexpr qint64 mostBytes = 1'000'000; // of an answer, which has a sentence at most

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
    const Json json = parseJson(answer);
    const Json &part = at(json, "partialSuccess");
    const Json &rejected = at(part, "rejectedSpans"); // a text, as 64-bit integers are in OTLP, or a number
    const QString refused = rejected.is_number() ? QString::fromUtf8(compact(rejected)) : textOf(rejected);
    if (refused.isEmpty() || refused == QLatin1StringView("0"))
        return {};
    return QStringLiteral("it refused %1 spans: %2").arg(refused, textOf(at(part, "errorMessage")));
}

static QString post(QNetworkAccessManager &manager, const QUrl &collector, const QByteArray &body)
{
    QNetworkRequest request(collector);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setTransferTimeout(patienceMs);
    // What it is told of the runs goes to nobody else.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(manager.post(request, body));
    QString tooMuch;
    qint64 read = 0;
    const auto stop = [&](const QString &what) {
        tooMuch = what;
        reply->abort();
    };
    reply->setReadBufferSize(2 * mostBytes);
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&] {
        const qint64 before = std::exchange(read, reply->bytesAvailable());
        FloodGuard::countBody(peerPortOf(collector), read - before);
        if (read > mostBytes)
            stop(QStringLiteral("its answer is larger than 1 MB"));
    });
    const int port = peerPortOf(collector);
    FloodGuard guard([&] { return reply->isFinished() ? std::vector<int>() : std::vector<int>{port}; },
                     [&](int) { stop(QStringLiteral("its answer has too long a head")); });
    guard.watch();
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    if (!tooMuch.isEmpty())
        return tooMuch;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status / 100 == 2)
        return refusedPart(reply->readAll());
    if (status / 100 == 3)
        return QStringLiteral("it answers %1 and leads to another address, which is not followed: name that one").arg(status);
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
    manager.setProxyFactory(new EnvironmentProxy); // the manager's from now on
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
