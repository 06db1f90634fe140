#include "run/page_fetch.h"

#include "async/completion.h"
#include "tools/page_rule.h"
#include "transport/qnam/environment_proxy.h"
#include "json/json.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <memory>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct ReplyDeleter {
    void operator()(QNetworkReply *reply) const
    {
        reply->abort(); // a reply that is merely deleted leaves its connection open
        reply->deleteLater();
    }
};
using ReplyPtr = std::unique_ptr<QNetworkReply, ReplyDeleter>;

WorkResult failed(Outcome outcome, const QString &sentence) { return {outcome, {}, sentence}; }

QNetworkRequest requestFor(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    return request;
}

/// `isLate`: its time was up before it had ended.
WorkResult pageIn(QNetworkReply &reply, const QByteArray &body, bool isLate)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString place = reply.url().toString(QUrl::RemoveUserInfo);
    if (isLate)
        return failed(Outcome::Timeout, status == 0 ? u"%1 did not answer in time"_s.arg(place)
                                                    : u"%1 began to answer, and its page was not whole in time"_s.arg(place));
    if (status == 0)
        return failed(Outcome::NetworkError, u"%1 did not answer: %2"_s.arg(place, reply.errorString()));
    if (status >= 400)
        return failed(Outcome::HttpError, u"%1 answered with HTTP %2"_s.arg(place).arg(status));
    if (body.size() <= PageFetch::mostBytes && reply.error() != QNetworkReply::NoError) // half a page is none
        return failed(Outcome::NetworkError, u"%1 broke off in mid-page: %2"_s.arg(place, reply.errorString()));
    OrderedJson page{{"status", status},
                     {"type", utf8(reply.header(QNetworkRequest::ContentTypeHeader).toString())},
                     {"text", utf8(QString::fromUtf8(body.left(PageFetch::mostBytes)))}};
    if (body.size() > PageFetch::mostBytes)
        page["cut"] = true;
    return {Outcome::Ok, {compact(page)}, {}};
}

} // namespace

PageFetch::PageFetch(QStringList hosts, std::chrono::milliseconds timeout)
    : m_hosts(std::move(hosts))
    , m_timeout(timeout)
{
    m_network.setProxyFactory(new EnvironmentProxy); // the manager's from now on
}

Task<WorkResult> PageFetch::fetch(QByteArray arguments)
{
    constexpr int mostRedirects = 5;
    const Result<QUrl> asked = pageOf(arguments);
    if (!asked)
        co_return failed(Outcome::ProtocolError, asked.error());
    QUrl url = *asked;
    for (int redirects = 0; redirects <= mostRedirects; ++redirects) {
        if (const QString refusal = pageRefusal(url, m_hosts); !refusal.isEmpty())
            co_return failed(Outcome::ProtocolError, redirects == 0 ? refusal : u"the page has moved, and "_s + refusal);
        const ReplyPtr reply(m_network.get(requestFor(url)));
        QByteArray body;
        Completion<bool> over;
        const QObject here; // what is below ends with this frame, before the reply
        QObject::connect(reply.get(), &QNetworkReply::readyRead, &here, [&] {
            body += reply->read(mostBytes + 1 - body.size());
            if (body.size() > mostBytes)
                over.set(true); // more is not wanted
        });
        QObject::connect(reply.get(), &QNetworkReply::finished, &here, [&] { over.set(true); });
        bool isLate = false; // a server that sends a little at a time would never be silent for long
        QTimer limit;
        limit.setSingleShot(true);
        QObject::connect(&limit, &QTimer::timeout, &here, [&] {
            isLate = !reply->isFinished();
            over.set(true);
        });
        limit.start(m_timeout);
        co_await over;
        const QUrl next = reply->attribute(QNetworkRequest::RedirectionTargetAttribute).toUrl();
        if (reply->isOpen()) // one that was given up in time is not
            body += reply->read(mostBytes + 1 - body.size());
        if (next.isEmpty())
            co_return pageIn(*reply, body, isLate);
        url = url.resolved(next);
    }
    co_return failed(Outcome::ProtocolError, u"the page has moved more than %1 times in a row"_s.arg(mostRedirects));
}

} // namespace interleave
