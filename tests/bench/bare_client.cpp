#include "bare_client.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QThread>

#include <vector>

namespace interleave::bench {

namespace {

class BareLoop : public QObject
{
public:
    BareLoop(const QString &url, const QByteArray &body, int calls, int inFlight)
        : m_url(url)
        , m_body(body)
        , m_left(calls)
        , m_running(calls)
    {
        for (int slot = 0; slot < std::min(calls, inFlight); ++slot)
            m_freeSlots.push_back(slot);
    }

    BareResult run()
    {
        QElapsedTimer clock;
        clock.start();
        while (!m_freeSlots.empty() && m_left > 0)
            postOne();
        m_loop.exec();
        m_result.makespanS = double(clock.nsecsElapsed()) / 1e9;
        return m_result;
    }

private:
    void postOne()
    {
        static constexpr int connectionsPerGroup = 6; // of QNetworkAccessManager, per host
        --m_left;
        const int slot = m_freeSlots.back();
        m_freeSlots.pop_back();
        QNetworkRequest request{QUrl(m_url)};
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        request.setPeerVerifyName(QString::number(slot / connectionsPerGroup));
        QNetworkReply *reply = m_manager.post(request, m_body);
        connect(reply, &QNetworkReply::finished, this, [this, reply, slot] {
            if (reply->error() != QNetworkReply::NoError || reply->readAll().isEmpty())
                ++m_result.failed;
            reply->deleteLater();
            m_freeSlots.push_back(slot);
            if (m_left > 0)
                postOne();
            if (--m_running == 0)
                m_loop.quit();
        });
    }

    QString m_url;
    QByteArray m_body;
    int m_left, m_running;
    std::vector<int> m_freeSlots;
    BareResult m_result;
    QEventLoop m_loop;
    QNetworkAccessManager m_manager;
};

} // namespace

BareResult runBare(const QString &url, const QByteArray &body, int calls, int inFlight)
{
    BareResult result;
    // A thread of its own, as the engine has: what is compared is the code, not the place.
    const std::unique_ptr<QThread> thread(QThread::create([&] { result = BareLoop(url, body, calls, inFlight).run(); }));
    thread->start();
    thread->wait();
    return result;
}

} // namespace interleave::bench
