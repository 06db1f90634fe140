#include "ui/itemmodels/endpoint_list.h"

#include "core/base_url.h"
#include "setup/catalog.h"
#include "json/json.h"

#include <QRegularExpression>
#include <QUrl>

#include <nlohmann/json.hpp>

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
    OrderedJson list = OrderedJson::array();
    for (const SavedEndpoint &saved : m_endpoints) {
        const Endpoint &endpoint = saved.endpoint;
        list.push_back({{"name", utf8(saved.name)},
                        {"provider", utf8(endpoint.provider)},
                        {"base_url", utf8(endpoint.baseUrl)},
                        {"model_name", utf8(endpoint.modelName)},
                        {"key_source", sourceNames[static_cast<size_t>(saved.keySource)].data()},
                        {"key_name", utf8(endpoint.apiKeyEnv)},
                        {"http", httpChoiceName(endpoint.http).data()},
                        {"transport", transportName(endpoint.transport).data()},
                        {"reuse", utf8(reuseName(endpoint.callsPerConnection))},
                        {"output_limit_field", outputLimitFieldName(endpoint.outputLimitField).data()},
                        {"certificate_file", utf8(endpoint.certificateFile)}});
    }
    return compact(list);
}

/// Settings of one's own, perhaps of another version of this program: what is not known is as usual.
static SavedEndpoint savedEndpoint(const Json &json)
{
    const auto text = [&](const char *key) { return textOf(at(json, key)); };
    SavedEndpoint saved;
    saved.name = text("name");
    saved.endpoint.provider = text("provider");
    if (const Result<QString> baseUrl = normalBaseUrl(text("base_url")))
        saved.endpoint.baseUrl = *baseUrl;
    saved.endpoint.modelName = text("model_name");
    saved.endpoint.apiKeyEnv = text("key_name");
    saved.endpoint.http = httpChoiceFromName(text("http")).value_or(HttpChoice::Auto);
    saved.endpoint.transport = transportFromName(text("transport")).value_or(Transport::Auto);
    saved.endpoint.callsPerConnection = reuseFromName(text("reuse")).value_or(0);
    saved.endpoint.outputLimitField = outputLimitFieldFromName(text("output_limit_field")).value_or(OutputLimitField::Auto);
    saved.endpoint.certificateFile = text("certificate_file");
    const auto source = std::find(sourceNames.begin(), sourceNames.end(), text("key_source"));
    if (source != sourceNames.end())
        saved.keySource = static_cast<KeySource>(source - sourceNames.begin());
    return saved;
}

void EndpointList::load(const QByteArray &json)
{
    QList<SavedEndpoint> endpoints;
    const Json list = parseJson(json);
    for (const Json &item : list.is_array() ? list : Json::array()) {
        const SavedEndpoint saved = savedEndpoint(item);
        if (!saved.name.isEmpty() && !saved.endpoint.baseUrl.isEmpty())
            endpoints.append(saved);
    }
    set(endpoints);
}

} // namespace interleave
