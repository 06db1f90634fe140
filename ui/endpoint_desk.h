// The window's part in endpoints: the saved ones, keys from the keychain, and the questions before a key or a certificate goes where nobody
// has allowed it, or calls may cost money. Used by MainWindow. GUI thread; the keychain answers later.
#pragma once

#include <QObject>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace interleave {

class EndpointList;
class KeyStore;
struct Scenario;
class ScenarioDocument;

class EndpointDesk : public QObject
{
    Q_OBJECT
public:
    /// Reads the saved endpoints. `document` outlives it; questions are asked over `window`.
    EndpointDesk(ScenarioDocument &document, QWidget *window);

    EndpointList &list() const { return *m_endpoints; }

    /// Shows the dialog for saved endpoints.
    void manage();
    /// Reads the key of the scenario's endpoint from the keychain, once, if that is where it is.
    void fetchKey();
    /// Asks what is to be asked; false: not to run.
    bool mayRun(const Scenario &scenario) { return confirmSecrets(scenario) && confirmCost(scenario); }

Q_SIGNALS:
    void failed(const QString &sentence);

private:
    bool confirmSecrets(const Scenario &scenario);
    /// Once per endpoint and session.
    bool confirmCost(const Scenario &scenario);

    ScenarioDocument &m_document;
    QWidget *m_window;
    EndpointList *m_endpoints;
    KeyStore *m_keys;
    QStringList m_confirmed; // addresses and models that may be charged for
    QString m_keyAsked;      // entry of the keychain that was read last
};

} // namespace interleave
