#include "setup/endpoint_probe.h"

#include "core/clock.h"
#include "providers/error_sentence.h"
#include "providers/provider.h"
#include "setup/keys/endpoint_secrets.h"
#include "transport/network_sentence.h"
#include "transport/proxy.h"
#include "transport/qnam/environment_proxy.h"

#include <QNetworkReply>
#include <QNetworkRequest>

#include <utility>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr qint64 maximumBodyBytes = 16 * 1024 * 1024; // the longest lists of models have one

struct EndpointProbe::Question {
    bool isCall = false; ///< else: which models there are
    const Provider *provider = nullptr;
    QString modelName;
    QByteArray key;
    WireRequest request;
    HttpSettings settings;
    qint64 sentNs = 0;
    qint64 readBytes = 0;
    QNetworkReply *reply = nullptr; ///< null: not sent yet
};

QString EndpointTest::sentence() const
{
    const QString tokens = !outputTokens        ? u"tokens not told"_s
                           : *outputTokens == 1 ? u"1 token"_s
                                                : QString::number(*outputTokens) + u" tokens"_s;
    return u"One call, %1, %2 ms, from %3."_s.arg(tokens, QString::number(ms), modelName);
}

EndpointProbe::EndpointProbe(QObject *parent)
    : QObject(parent)
    , m_guard([this] { return portInUse(); }, [this](int) { fail(unreadableSentence(u"it has too long a head"_s)); })
{
    m_manager.setProxyFactory(new EnvironmentProxy); // the manager's from now on
    m_timer.setSingleShot(true);
    m_timer.setInterval(20'000);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        fail(u"No complete answer from %1 within %2 s; check the base URL and the network connection."_s
                 .arg(hostAndPort(m_question->request.url))
                 .arg(m_timer.interval() / 1000.0));
    });
}

EndpointProbe::~EndpointProbe() { cancel(); }

void EndpointProbe::listModels(const Endpoint &endpoint) { ask(endpoint, false); }
void EndpointProbe::test(const Endpoint &endpoint) { ask(endpoint, true); }

void EndpointProbe::cancel()
{
    m_timer.stop();
    const std::unique_ptr<Question> question = std::move(m_question);
    if (!question || !question->reply)
        return;
    question->reply->disconnect(this);
    question->reply->abort();       // closes the connection, unless the reply has finished
    question->reply->deleteLater(); // one of its signals may be what led here
}

Result<EndpointProbe::Question> EndpointProbe::questionOf(const Endpoint &endpoint, bool isCall) const
{
    const Provider *provider = findProvider(endpoint.provider);
    if (!provider)
        return Error{u"There is no provider \"%1\"; choose one of the list."_s.arg(endpoint.provider)};
    if (endpoint.isSimulator() && m_simulatorRoot.isEmpty())
        return Error{u"The built-in simulator does not answer yet; it starts with the first run."_s};
    if (isCall && endpoint.modelName.isEmpty())
        return Error{u"No model is named; name the one that should answer."_s};
    const Result<QByteArray> key = keyOf(endpoint);
    if (!key)
        return Error{key.error()};
    const Result<HttpSettings> settings = trustedSettingsOf(endpoint);
    if (!settings)
        return Error{settings.error()};

    Question question;
    question.isCall = isCall;
    question.provider = provider;
    question.modelName = endpoint.modelName;
    question.key = *key;
    question.settings = *settings;
    const QString baseUrl = endpoint.isSimulator() ? provider->simulatorBaseUrl(m_simulatorRoot) : endpoint.baseUrl;
    if (isCall) {
        Prompt prompt;
        prompt.text = u"Reply with the word OK."_s;
        prompt.maxOutputTokens = 16; // enough, and a model that thinks is stopped before it costs
        question.request = provider->request(baseUrl, endpoint.modelName, *key, prompt, false, endpoint.outputLimitField);
    } else {
        question.request = provider->modelsRequest(baseUrl, *key);
    }
    return question;
}

void EndpointProbe::ask(const Endpoint &endpoint, bool isCall)
{
    cancel();
    Result<Question> question = questionOf(endpoint, isCall);
    const QString error = question ? QString() : question.error();
    m_question = std::make_unique<Question>(question ? std::move(question).value() : Question());
    // Later, so that nothing is emitted in here; by then another question may have taken this one's place.
    QMetaObject::invokeMethod(
        this,
        [this, number = ++m_asked, error] {
            if (!m_question || number != m_asked)
                return;
            if (error.isEmpty())
                send();
            else
                fail(error);
        },
        Qt::QueuedConnection);
}

void EndpointProbe::send()
{
    Question &question = *m_question;
    QNetworkRequest request(question.request.url);
    for (const auto &[name, value] : question.request.headers)
        request.setRawHeader(name, value);
    request.setRawHeader("User-Agent", "interleave/" INTERLEAVE_VERSION);
    apply(question.settings, request);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy); // the key stays here
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    m_manager.clearConnectionCache(); // one kept from an earlier question would keep whom that one trusted
    question.sentNs = monotonicNs();
    const QByteArray &body = question.request.body;
    question.reply = body.isEmpty() ? m_manager.get(request) : m_manager.post(request, body);
    m_timer.start();
    m_guard.watch();
    question.reply->setReadBufferSize(2 * maximumBodyBytes);
    connect(question.reply, &QNetworkReply::readyRead, this, [this] {
        const qint64 before = std::exchange(m_question->readBytes, m_question->reply->bytesAvailable());
        FloodGuard::countBody(peerPortOf(m_question->reply->url()), m_question->readBytes - before);
        if (m_question->readBytes > maximumBodyBytes)
            fail(unreadableSentence(u"it is larger than 16 MiB"_s));
    });
    connect(question.reply, &QNetworkReply::finished, this, &EndpointProbe::finish);
}

std::vector<int> EndpointProbe::portInUse() const
{
    return m_question && m_question->reply ? std::vector<int>{peerPortOf(m_question->reply->url())} : std::vector<int>();
}

void EndpointProbe::finish()
{
    const Question &question = *m_question;
    QNetworkReply &answer = *question.reply;
    const int status = answer.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // above 299 Qt's error only repeats the status
    if (status == 0 || (answer.error() != QNetworkReply::NoError && status < 300)) {
        fail(describeNetworkError(answer.error(), answer.url(), answer.errorString()).sentence);
        return;
    }
    const QByteArray body = answer.readAll();
    if (!question.isCall && status >= 200 && status < 300) {
        answerModels(body);
        return;
    }
    const std::unique_ptr<ResponseReader> reader = question.provider->reader(false);
    const QList<QNetworkReply::RawHeaderPair> headers = answer.rawHeaderPairs();
    for (const auto &[name, value] : headers)
        reader->header(name, value);
    reader->feed(body);
    reader->endOfBody(status);
    answerTest(reader->finish(status));
}

void EndpointProbe::answerModels(const QByteArray &body)
{
    const Result<QStringList> models = m_question->provider->modelsFromBody(body);
    if (!models) {
        fail(models.error());
        return;
    }
    cancel();
    Q_EMIT modelsListed(*models);
}

void EndpointProbe::answerTest(const Reply &reply)
{
    if (reply.outcome != Outcome::Ok) {
        fail(reply.error);
        return;
    }
    const EndpointTest result{m_question->modelName, reply.usage.output, (monotonicNs() - m_question->sentNs) / 1'000'000};
    cancel();
    Q_EMIT tested(result);
}

void EndpointProbe::fail(const QString &sentence)
{
    const QString safe = withoutKey(sentence, m_question->key);
    cancel();
    Q_EMIT failed(safe);
}

} // namespace interleave
