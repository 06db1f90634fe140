#include "ui/itemmodels/endpoint_list.h"

#include "core/base_url.h"
#include "setup/catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr std::array sourceNames{"none"_L1, "variable"_L1, "keychain"_L1};

QString keychainEntry(const QString &name)
{
    static const QRegularExpression other(u"[^A-Z0-9]+"_s);
    return u"INTERLEAVE_KEY_"_s + name.toUpper().replace(other, u"_"_s);
}

QString endpointTitle(const Endpoint &endpoint)
{
    if (endpoint.isSimulator())
        return EndpointList::tr("Gemini (%1 profile)").arg(endpoint.profile.section(u'/', -1));
    const Result<Endpoint> gemini = endpointNamed(QStringLiteral("gemini"), {});
    if (gemini && endpoint.baseUrl == gemini->baseUrl)
        return EndpointList::tr("Gemini");
    return QUrl(endpoint.baseUrl).authority();
}

void EndpointList::set(const QList<SavedEndpoint> &endpoints)
{
    if (endpoints == m_endpoints)
        return;
    m_endpoints = endpoints;
    Q_EMIT changed();
}

const SavedEndpoint *EndpointList::find(const Endpoint &endpoint) const
{
    const auto found = std::find_if(m_endpoints.begin(), m_endpoints.end(), [&](const SavedEndpoint &saved) {
        Endpoint same = saved.endpoint;
        same.profile = endpoint.profile; // means nothing but to the simulator
        return same == endpoint;
    });
    return found == m_endpoints.end() ? nullptr : &*found;
}

QByteArray EndpointList::toJson() const
{
    QJsonArray list;
    for (const SavedEndpoint &saved : m_endpoints) {
        const Endpoint &endpoint = saved.endpoint;
        list.append(QJsonObject{{u"name"_s, saved.name},
                                {u"provider"_s, endpoint.provider},
                                {u"base_url"_s, endpoint.baseUrl},
                                {u"model_name"_s, endpoint.modelName},
                                {u"key_source"_s, QString(sourceNames[static_cast<size_t>(saved.keySource)])},
                                {u"key_name"_s, endpoint.apiKeyEnv},
                                {u"http"_s, QString(httpChoiceName(endpoint.http))},
                                {u"transport"_s, QString(transportName(endpoint.transport))},
                                {u"reuse"_s, reuseName(endpoint.callsPerConnection)},
                                {u"output_limit_field"_s, QString(outputLimitFieldName(endpoint.outputLimitField))},
                                {u"certificate_file"_s, endpoint.certificateFile}});
    }
    return QJsonDocument(list).toJson(QJsonDocument::Compact);
}

void EndpointList::load(const QByteArray &json)
{
    QList<SavedEndpoint> endpoints;
    const QJsonArray list = QJsonDocument::fromJson(json).array();
    for (const QJsonValue &value : list) {
        const QJsonObject object = value.toObject();
        SavedEndpoint saved;
        saved.name = object["name"_L1].toString();
        saved.endpoint.provider = object["provider"_L1].toString();
        if (const Result<QString> baseUrl = normalBaseUrl(object["base_url"_L1].toString()))
            saved.endpoint.baseUrl = *baseUrl;
        saved.endpoint.modelName = object["model_name"_L1].toString();
        saved.endpoint.apiKeyEnv = object["key_name"_L1].toString();
        saved.endpoint.http = httpChoiceFromName(object["http"_L1].toString()).value_or(HttpChoice::Auto);
        saved.endpoint.transport = transportFromName(object["transport"_L1].toString()).value_or(Transport::Auto);
        saved.endpoint.callsPerConnection = reuseFromName(object["reuse"_L1].toString()).value_or(0);
        saved.endpoint.outputLimitField =
            outputLimitFieldFromName(object["output_limit_field"_L1].toString()).value_or(OutputLimitField::Auto);
        saved.endpoint.certificateFile = object["certificate_file"_L1].toString();
        const auto source = std::find(sourceNames.begin(), sourceNames.end(), object["key_source"_L1].toString());
        if (source != sourceNames.end())
            saved.keySource = static_cast<KeySource>(source - sourceNames.begin());
        if (!saved.name.isEmpty() && !saved.endpoint.baseUrl.isEmpty())
            endpoints.append(saved);
    }
    set(endpoints);
}

} // namespace interleave
