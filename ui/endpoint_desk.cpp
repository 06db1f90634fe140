#include "ui/endpoint_desk.h"

#include "setup/keys/endpoint_secrets.h"
#include "setup/keys/key_store.h"
#include "setup/keys/session_keys.h"
#include "ui/endpoints/endpoint_dialog.h"
#include "ui/itemmodels/endpoint_list.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/paid_calls.h"
#include "ui/window_settings.h"
#include "json/price_files.h"

#include <QMessageBox>
#include <QPushButton>

namespace interleave {

EndpointDesk::EndpointDesk(ScenarioDocument &document, QWidget *window)
    : QObject(window)
    , m_document(document)
    , m_window(window)
    , m_endpoints(new EndpointList(this))
    , m_keys(new KeyStore(this))
{
    m_endpoints->load(window_settings::endpointsJson());
    connect(m_endpoints, &EndpointList::changed, this, [this] {
        if (const QString problem = window_settings::setEndpointsJson(m_endpoints->toJson()); !problem.isEmpty())
            Q_EMIT failed(problem);
    });
}

void EndpointDesk::manage()
{
    EndpointDialog dialog(*m_endpoints, m_window);
    connect(&dialog, &EndpointDialog::chosen, &m_document, &ScenarioDocument::setEndpoint);
    dialog.exec();
    m_keyAsked.clear();
    fetchKey();
}

void EndpointDesk::fetchKey()
{
    const Endpoint &endpoint = m_document.scenario().endpoint;
    const SavedEndpoint *saved = m_endpoints->find(endpoint);
    if (!saved || saved->keySource != KeySource::Keychain || endpoint.apiKeyEnv == m_keyAsked || !session_keys::of(endpoint).isEmpty())
        return;
    m_keyAsked = endpoint.apiKeyEnv;
    disconnect(m_keys, nullptr, this, nullptr);
    connect(m_keys, &KeyStore::found, this, [endpoint](const QString &entry, const QString &key) {
        if (entry == endpoint.apiKeyEnv)
            session_keys::set(endpoint, key.toUtf8());
    });
    connect(m_keys, &KeyStore::failed, this, [this](const QString &, const QString &sentence) { Q_EMIT failed(sentence); });
    m_keys->read(endpoint.apiKeyEnv);
}

bool EndpointDesk::confirmSecrets(const Scenario &scenario)
{
    for (const SavedEndpoint &saved : m_endpoints->endpoints())
        allowTyped(saved.endpoint); // somebody entered it here
    const QList<SecretUse> unknown = unknownUsesOf(scenario);
    for (const SecretUse &use : unknown) {
        const bool isKey = use.kind == SecretUse::Kind::Key;
        QMessageBox box(QMessageBox::Warning, isKey ? tr("A key would be sent") : tr("A certificate would be trusted"),
                        tr("This scenario asks to %1.").arg(use.sentence()), QMessageBox::Cancel, m_window);
        box.setTextFormat(Qt::PlainText);
        box.setInformativeText(tr("Allow it only if you know who runs that server. It is asked once, and then remembered."));
        const QPushButton *allowed = box.addButton(isKey ? tr("Send it") : tr("Trust it"), QMessageBox::AcceptRole);
        box.setDefaultButton(QMessageBox::Cancel);
        box.exec();
        if (box.clickedButton() != allowed)
            return false;
        if (const QString problem = key_trust::remember(use); !problem.isEmpty())
            Q_EMIT failed(problem);
    }
    return true;
}

bool EndpointDesk::confirmCost(const Scenario &scenario)
{
    const std::optional<PaidCalls> paid = paidCalls(scenario, loadPriceTable());
    const QString what = paid ? paid->addresses.join(u' ') + u' ' + scenario.endpoint.modelName : QString();
    if (!paid || m_confirmed.contains(what))
        return true;
    QMessageBox box(QMessageBox::Question, tr("Calls that may cost money"), paid->sentence(), QMessageBox::Cancel, m_window);
    box.setInformativeText(tr("This is asked once for each endpoint, until the program ends."));
    box.setTextFormat(Qt::PlainText);
    const QPushButton *run = box.addButton(tr("Run"), QMessageBox::AcceptRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() != run)
        return false;
    m_confirmed.append(what);
    return true;
}

} // namespace interleave
