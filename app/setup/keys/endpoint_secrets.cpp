#include "setup/keys/endpoint_secrets.h"

#include "core/base_url.h"
#include "core/log.h"
#include "core/origin.h"
#include "core/routes.h"
#include "providers/provider.h"
#include "setup/catalog.h"
#include "setup/keys/memory_guard.h"
#include "setup/keys/session_keys.h"
#include "json/scenario_json.h"

#include <optional>

namespace interleave {

using namespace Qt::StringLiterals;

static QString keyVariableOf(const Endpoint &endpoint)
{
    if (endpoint.isSimulator())
        return {};
    const Provider *provider = findProvider(endpoint.provider);
    const bool isProvidersOwn = provider && endpoint.baseUrl == provider->defaultBaseUrl();
    return endpoint.apiKeyEnv.isEmpty() && isProvidersOwn ? provider->defaultKeyVariable() : endpoint.apiKeyEnv;
}

/// With the name of its key, where the provider's own goes without saying.
static Endpoint named(Endpoint endpoint)
{
    endpoint.apiKeyEnv = keyVariableOf(endpoint);
    return endpoint;
}

static QByteArray valueOf(const QString &variable) { return qgetenv(variable.toLocal8Bit().constData()).trimmed(); }

/// Before anything is sent. The sentence does not show the key.
static Result<QByteArray> checkedKey(const QByteArray &key, const QString &where)
{
    if (const QString problem = headerValueProblem(key); !problem.isEmpty())
        return Error{where + u" "_s + problem + u", so it was not sent; set it again, on one line"_s};
    logging::keepSecret(key);
    return key;
}

static Error notAllowed(const SecretUse &use)
{
    return Error{
        u"the scenario asks to %1, which nobody has allowed; if you want that, allow it in the window's question or with --trust %2"_s.arg(
            use.sentence(), use.text())};
}

static SecretUse keyUseOf(const Endpoint &endpoint) { return {SecretUse::Kind::Key, keyVariableOf(endpoint), originOf(endpoint.baseUrl)}; }

static SecretUse certificateUseOf(const Endpoint &endpoint)
{
    return {SecretUse::Kind::Certificate, endpoint.certificateFile, originOf(endpoint.baseUrl)};
}

Result<QByteArray> keyOf(const Endpoint &endpoint)
{
    const QString variable = keyVariableOf(endpoint);
    if (variable.isEmpty())
        return QByteArray();
    protectMemory();
    if (const QByteArray key = session_keys::of(named(endpoint)); !key.isEmpty()) // given for this very address
        return checkedKey(key, u"the key of the endpoint manager"_s);
    const QByteArray key = valueOf(variable);
    if (key.isEmpty())
        return Error{u"no key for %1: the environment variable %2 is not set; export it, give the key in the window's endpoint manager, or "
                     "use the built-in simulator"_s.arg(endpoint.baseUrl, variable)};
    if (const SecretUse use = keyUseOf(endpoint); !key_trust::isAllowed(use))
        return notAllowed(use);
    return checkedKey(key, u"the key in the environment variable "_s + variable);
}

Result<HttpSettings> trustedSettingsOf(const Endpoint &endpoint)
{
    if (const SecretUse use = certificateUseOf(endpoint); !use.reference.isEmpty() && !use.origin.isEmpty() && !key_trust::isAllowed(use))
        return notAllowed(use);
    return httpSettingsOf(endpoint);
}

/// What is wrong with a variant or a name is for the run to say.
static QList<Scenario> variantsOf(const Scenario &scenario)
{
    QList<Scenario> all;
    for (const Variant &variant : scenario.variants) {
        if (const Result<Scenario> changed = variantOf(scenario, variant))
            all.append(*changed);
    }
    return all.isEmpty() ? QList{scenario} : all;
}

QList<SecretUse> unknownUsesOf(const Scenario &scenario)
{
    QList<SecretUse> unknown;
    const auto add = [&](const SecretUse &use) {
        if (!unknown.contains(use) && !key_trust::isAllowed(use))
            unknown.append(use);
    };
    for (const Scenario &variant : variantsOf(scenario)) {
        const Result<Scenario> complete = withKnownNames(variant, variant.name);
        for (const Endpoint &route : routesOf(complete ? *complete : variant)) {
            if (route.isSimulator())
                continue;
            const SecretUse key = keyUseOf(route);
            if (!key.reference.isEmpty() && session_keys::of(named(route)).isEmpty() && !valueOf(key.reference).isEmpty())
                add(key);
            if (!route.certificateFile.isEmpty())
                add(certificateUseOf(route));
        }
    }
    return unknown;
}

void allowTyped(const Endpoint &endpoint)
{
    if (endpoint.isSimulator())
        return;
    if (!keyVariableOf(endpoint).isEmpty())
        key_trust::allow(keyUseOf(endpoint));
    if (!endpoint.certificateFile.isEmpty())
        key_trust::allow(certificateUseOf(endpoint));
}

QJsonObject secretsForWorker(const QList<Endpoint> &endpoints)
{
    QJsonObject keys;
    QJsonObject certificates;
    for (const Endpoint &endpoint : endpoints) {
        if (const Result<QByteArray> key = keyOf(endpoint); key && !key->isEmpty())
            keys[session_keys::nameOf(named(endpoint))] = QString::fromUtf8(key->toBase64());
        if (const SecretUse use = certificateUseOf(endpoint); !use.reference.isEmpty() && key_trust::isAllowed(use))
            certificates[use.text()] = true;
    }
    return {{u"keys"_s, keys}, {u"certificates"_s, certificates}};
}

void takeSecrets(const QJsonObject &secrets)
{
    const QJsonObject keys = secrets["keys"_L1].toObject();
    for (auto key = keys.begin(); key != keys.end(); ++key)
        session_keys::setNamed(key.key(), QByteArray::fromBase64(key->toString().toUtf8()));
    const QJsonObject certificates = secrets["certificates"_L1].toObject();
    for (auto use = certificates.begin(); use != certificates.end(); ++use) {
        const qsizetype at = use.key().lastIndexOf(u'@');
        key_trust::allow({SecretUse::Kind::Certificate, use.key().first(at), use.key().sliced(at + 1)});
    }
}

} // namespace interleave
