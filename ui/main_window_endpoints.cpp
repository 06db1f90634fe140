// The window's part in endpoints: managing them, fetching their keys, and asking before calls that may cost money.
#include "ui/main_window.h"

#include "setup/keys/endpoint_secrets.h"
#include "setup/keys/key_store.h"
#include "setup/keys/session_keys.h"
#include "ui/endpoints/endpoint_dialog.h"
#include "ui/itemmodels/endpoint_list.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/paid_calls.h"
#include "json/price_files.h"

#include <QMessageBox>
#include <QPushButton>

namespace interleave {

void MainWindow::manageEndpoints()
{
    EndpointDialog dialog(*m_endpoints, this);
    connect(&dialog, &EndpointDialog::chosen, m_document, &ScenarioDocument::setEndpoint);
    dialog.exec();
    m_keyAsked.clear();
    fetchKey();
}

void MainWindow::fetchKey()
{
    const Endpoint &endpoint = m_document->scenario().endpoint;
    const SavedEndpoint *saved = m_endpoints->find(endpoint);
    if (!saved || saved->keySource != KeySource::Keychain || endpoint.apiKeyEnv == m_keyAsked || !session_keys::of(endpoint).isEmpty())
        return;
    m_keyAsked = endpoint.apiKeyEnv;
    disconnect(m_keys, nullptr, this, nullptr);
    connect(m_keys, &KeyStore::found, this, [endpoint](const QString &entry, const QString &key) {
        if (entry == endpoint.apiKeyEnv)
            session_keys::set(endpoint, key.toUtf8());
    });
    connect(m_keys, &KeyStore::failed, this, [this](const QString &, const QString &sentence) { showProblem(sentence); });
    m_keys->read(endpoint.apiKeyEnv);
}

bool MainWindow::confirmSecrets(const Scenario &scenario)
{
    for (const SavedEndpoint &saved : m_endpoints->endpoints())
        allowTyped(saved.endpoint); // somebody entered it here
    const QList<SecretUse> unknown = unknownUsesOf(scenario);
    for (const SecretUse &use : unknown) {
        const bool isKey = use.kind == SecretUse::Kind::Key;
        QMessageBox box(QMessageBox::Warning, isKey ? tr("A key would be sent") : tr("A certificate would be trusted"),
                        tr("This scenario asks to %1.").arg(use.sentence()), QMessageBox::Cancel, this);
        box.setTextFormat(Qt::PlainText);
        box.setInformativeText(tr("Allow it only if you know who runs that server. It is asked once, and then remembered."));
        const QPushButton *allowed = box.addButton(isKey ? tr("Send it") : tr("Trust it"), QMessageBox::AcceptRole);
        box.setDefaultButton(QMessageBox::Cancel);
        box.exec();
        if (box.clickedButton() != allowed)
            return false;
        if (const QString problem = key_trust::remember(use); !problem.isEmpty())
            showProblem(problem);
    }
    return true;
}

bool MainWindow::confirmCost(const Scenario &scenario)
{
    const std::optional<PaidCalls> paid = paidCalls(scenario, loadPriceTable());
    const QString what = paid ? paid->addresses.join(u' ') + u' ' + scenario.endpoint.modelName : QString();
    if (!paid || m_confirmed.contains(what))
        return true;
    QMessageBox box(QMessageBox::Question, tr("Calls that may cost money"), paid->sentence(), QMessageBox::Cancel, this);
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
