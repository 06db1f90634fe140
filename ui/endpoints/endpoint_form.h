// The fields of one saved endpoint: what it is called, where it is, which of its models answers, and where its key comes from.
// Asks the server for its models and tests it with one call. A key that is typed goes to the keychain or into this session's
// memory, and out of the field at once. Part of the endpoint dialog; GUI thread.
#pragma once

#include "setup/endpoint_probe.h"
#include "setup/keys/key_store.h"
#include "ui/itemmodels/endpoint_list.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace interleave {

class EndpointForm : public QWidget
{
    Q_OBJECT
public:
    explicit EndpointForm(QWidget *parent = nullptr);

    void show(const SavedEndpoint &saved);
    SavedEndpoint value() const;
    /// What the last question came to: one sentence.
    QString status() const;

Q_SIGNALS:
    void edited();

private:
    void makeFields(QFormLayout *form);
    void makeKeyFields(QFormLayout *form);
    void makeTest(QFormLayout *form);
    void providerChosen();
    void showKeyFields();
    void keepKey(bool inKeychain);
    bool checkAddress();
    void ask(void (EndpointProbe::*question)(const Endpoint &));
    void say(const QString &sentence, bool isWrong = false);

    QLineEdit *m_name, *m_baseUrl, *m_keyName, *m_key, *m_certificate;
    QComboBox *m_provider, *m_model, *m_keySource, *m_http, *m_transport, *m_limitField;
    QSpinBox *m_reuse;
    QPushButton *m_list, *m_test, *m_toKeychain, *m_toSession;
    QWidget *m_keyRow;
    QLabel *m_status;
    EndpointProbe m_probe;
    KeyStore m_keys;
    void (EndpointProbe::*m_waiting)(const Endpoint &) = nullptr; ///< asked once the keychain has answered
    Endpoint m_asked;                                             ///< whose key the keychain looks for
};

} // namespace interleave
