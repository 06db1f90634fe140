#include "ui/endpoints/endpoint_form.h"

#include "core/base_url.h"
#include "setup/catalog.h"
#include "setup/keys/endpoint_secrets.h"
#include "setup/keys/session_keys.h"
#include "ui/widgets/theme_manager.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include <utility>

namespace interleave {

using namespace Qt::StringLiterals;

static QWidget *inRow(std::initializer_list<QWidget *> widgets, QWidget *parent)
{
    auto *row = new QWidget(parent);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap);
    for (QWidget *widget : widgets)
        layout->addWidget(widget, layout->isEmpty() ? 1 : 0);
    return row;
}

EndpointForm::EndpointForm(QWidget *parent)
    : QWidget(parent)
{
    auto *form = new QFormLayout(this);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    form->setHorizontalSpacing(metrics::inset);
    form->setVerticalSpacing(10);
    makeFields(form);
    makeKeyFields(form);
    makeTest(form);
    connect(&m_probe, &EndpointProbe::modelsListed, this, [this](const QStringList &models) {
        const QString current = m_model->currentText();
        m_model->clear();
        m_model->addItems(models);
        m_model->setCurrentText(current.isEmpty() ? models.value(0) : current);
        say(models.size() == 1 ? tr("The server has 1 model.") : tr("The server has %1 models; choose one.").arg(models.size()));
        Q_EMIT edited();
    });
    connect(&m_probe, &EndpointProbe::tested, this, [this](const EndpointTest &test) { say(test.sentence()); });
    connect(&m_probe, &EndpointProbe::failed, this, [this](const QString &sentence) { say(sentence, true); });
    connect(&m_keys, &KeyStore::stored, this, [this] { say(tr("The key is in the desktop keychain.")); });
    connect(&m_keys, &KeyStore::found, this, [this](const QString &, const QString &key) {
        auto question = std::exchange(m_waiting, nullptr);
        session_keys::set(m_asked, key.toUtf8()); // another may be shown by now
        if (question && value().endpoint == m_asked)
            (m_probe.*question)(m_asked);
    });
    connect(&m_keys, &KeyStore::failed, this, [this](const QString &, const QString &sentence) {
        m_waiting = nullptr;
        say(sentence, true);
    });
}

void EndpointForm::makeFields(QFormLayout *form)
{
    m_name = new QLineEdit(this);
    m_provider = new QComboBox(this);
    for (const CatalogEntry &provider : catalogOfProviders())
        m_provider->addItem(provider.title, provider.id);
    m_baseUrl = new QLineEdit(this);
    m_baseUrl->setPlaceholderText(u"https://host:port"_s);
    m_model = new QComboBox(this);
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_list = new QPushButton(tr("Ask the server"), this);
    m_list->setToolTip(tr("The models that this server has"));
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Provider"), m_provider);
    form->addRow(tr("Base URL"), m_baseUrl);
    form->addRow(tr("Model"), inRow({m_model, m_list}, this));
    for (QLineEdit *field : {m_name, m_baseUrl})
        connect(field, &QLineEdit::textEdited, this, &EndpointForm::edited);
    connect(m_name, &QLineEdit::textEdited, this, &EndpointForm::showKeyFields);
    connect(m_baseUrl, &QLineEdit::editingFinished, this, [this] {
        if (m_baseUrl->isModified() && !m_baseUrl->text().trimmed().isEmpty() && checkAddress()) {
            m_baseUrl->setText(value().endpoint.baseUrl); // as it was put right
            Q_EMIT edited();
        }
    });
    connect(m_model, &QComboBox::currentTextChanged, this, &EndpointForm::edited);
    connect(m_provider, &QComboBox::activated, this, &EndpointForm::providerChosen);
    connect(m_list, &QPushButton::clicked, this, [this] { ask(&EndpointProbe::listModels); });
}

void EndpointForm::makeKeyFields(QFormLayout *form)
{
    m_keySource = new QComboBox(this);
    m_keySource->addItems({tr("No key"), tr("Environment variable"), tr("Desktop keychain")});
    m_keyName = new QLineEdit(this);
    m_keyName->setAccessibleName(tr("Name of the variable"));
    m_key = new QLineEdit(this);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setPlaceholderText(tr("Key; it is never shown again"));
    m_toKeychain = new QPushButton(tr("To keychain"), this);
    m_toSession = new QPushButton(tr("This session"), this);
    m_toSession->setToolTip(tr("In memory until the program ends; in no file"));
    m_keyRow = inRow({m_key, m_toKeychain, m_toSession}, this);
    form->addRow(tr("Key from"), inRow({m_keySource, m_keyName}, this));
    form->addRow(QString(), m_keyRow);
    connect(m_keySource, &QComboBox::activated, this, [this] {
        showKeyFields();
        Q_EMIT edited();
    });
    connect(m_keyName, &QLineEdit::textEdited, this, &EndpointForm::edited);
    connect(m_toKeychain, &QPushButton::clicked, this, [this] { keepKey(true); });
    connect(m_toSession, &QPushButton::clicked, this, [this] { keepKey(false); });
}

void EndpointForm::makeTest(QFormLayout *form)
{
    m_http = new QComboBox(this);
    m_http->addItems({tr("As server and client agree"), tr("HTTP/1.1"), tr("HTTP/2"), tr("HTTP/3")});
    m_transport = new QComboBox(this);
    m_transport->addItems({tr("As it suits"), tr("QNetworkAccessManager"), tr("libcurl")});
    m_transport->setToolTip(tr("What carries the requests; as it suits: libcurl wherever HTTP/2 may be spoken"));
    m_reuse = new QSpinBox(this);
    m_reuse->setRange(0, 1'000'000);
    m_reuse->setSpecialValueText(tr("always reused"));
    m_reuse->setMinimumWidth(m_reuse->fontMetrics().horizontalAdvance(m_reuse->specialValueText()) + 64); // its frame and arrows
    m_reuse->setSuffix(tr(" calls each"));
    m_reuse->setToolTip(tr("How long connections are kept; 1 call each: a new one for every call"));
    m_certificate = new QLineEdit(this);
    m_certificate->setPlaceholderText(tr("only for a server with a certificate of its own"));
    auto *browse = new QPushButton(tr("Choose…"), this);
    m_test = new QPushButton(tr("Test"), this);
    m_test->setToolTip(tr("One call of a few tokens"));
    m_status = new QLabel(this);
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setMinimumHeight(3 * m_status->fontMetrics().lineSpacing());
    m_status->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_limitField = new QComboBox(this);
    m_limitField->addItem(tr("As the server wants it"));
    for (const OutputLimitField field : {OutputLimitField::MaxTokens, OutputLimitField::MaxCompletionTokens})
        m_limitField->addItem(outputLimitFieldName(field));
    m_limitField->setToolTip(tr("The field that bounds a reply's tokens, of OpenAI-compatible servers"));
    form->addRow(tr("HTTP"), m_http);
    form->addRow(tr("Transport"), m_transport);
    form->addRow(tr("Connections"), m_reuse);
    form->addRow(tr("Output limit"), m_limitField);
    form->addRow(tr("Certificate"), inRow({m_certificate, browse}, this));
    auto *testRow = new QWidget(this);
    auto *layout = new QHBoxLayout(testRow);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(metrics::inset);
    layout->addWidget(m_test, 0, Qt::AlignTop);
    layout->addWidget(m_status, 1);
    form->addRow(QString(), testRow);
    connect(m_http, &QComboBox::activated, this, &EndpointForm::edited);
    connect(m_transport, &QComboBox::activated, this, &EndpointForm::edited);
    connect(m_reuse, &QSpinBox::valueChanged, this, &EndpointForm::edited);
    connect(m_certificate, &QLineEdit::textEdited, this, &EndpointForm::edited);
    connect(m_test, &QPushButton::clicked, this, [this] { ask(&EndpointProbe::test); });
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Certificate to trust"), {}, tr("PEM (*.pem *.crt);;All files (*)"));
        if (file.isEmpty())
            return;
        m_certificate->setText(file);
        Q_EMIT edited();
    });
}

/// Another provider brings its own service's address, model and variable.
void EndpointForm::providerChosen()
{
    if (const Result<Endpoint> service = endpointNamed(m_provider->currentData().toString(), Endpoint())) {
        m_baseUrl->setText(service->baseUrl);
        m_model->clear();
        m_model->setCurrentText(service->modelName);
        if (m_keySource->currentIndex() == static_cast<int>(KeySource::Variable))
            m_keyName->setText(service->apiKeyEnv);
    }
    Q_EMIT edited();
}

void EndpointForm::show(const SavedEndpoint &saved)
{
    const QSignalBlocker blocker(this);
    m_probe.cancel();
    m_name->setText(saved.name);
    m_provider->setCurrentIndex(std::max(0, m_provider->findData(saved.endpoint.provider)));
    m_baseUrl->setText(saved.endpoint.baseUrl);
    m_model->clear();
    m_model->setCurrentText(saved.endpoint.modelName);
    m_keySource->setCurrentIndex(static_cast<int>(saved.keySource));
    m_keyName->setText(saved.endpoint.apiKeyEnv);
    m_key->clear();
    m_http->setCurrentIndex(static_cast<int>(saved.endpoint.http));
    m_transport->setCurrentIndex(static_cast<int>(saved.endpoint.transport));
    m_reuse->setValue(saved.endpoint.callsPerConnection);
    m_limitField->setCurrentIndex(static_cast<int>(saved.endpoint.outputLimitField));
    m_certificate->setText(saved.endpoint.certificateFile);
    say({});
    showKeyFields();
}

SavedEndpoint EndpointForm::value() const
{
    SavedEndpoint saved;
    saved.name = m_name->text().trimmed();
    saved.keySource = static_cast<KeySource>(m_keySource->currentIndex());
    Endpoint &endpoint = saved.endpoint;
    endpoint.provider = m_provider->currentData().toString();
    if (const Result<QString> baseUrl = normalBaseUrl(m_baseUrl->text()))
        endpoint.baseUrl = *baseUrl; // what is refused is kept nowhere: it may hold a password
    endpoint.modelName = m_model->currentText().trimmed();
    endpoint.apiKeyEnv = saved.keySource == KeySource::None       ? QString()
                         : saved.keySource == KeySource::Keychain ? keychainEntry(saved.name)
                                                                  : m_keyName->text().trimmed();
    endpoint.http = static_cast<HttpChoice>(m_http->currentIndex());
    endpoint.transport = static_cast<Transport>(m_transport->currentIndex());
    endpoint.callsPerConnection = m_reuse->value();
    endpoint.outputLimitField = static_cast<OutputLimitField>(m_limitField->currentIndex());
    endpoint.certificateFile = m_certificate->text().trimmed();
    return saved;
}

QString EndpointForm::status() const { return m_status->text(); }

void EndpointForm::showKeyFields()
{
    const auto source = static_cast<KeySource>(m_keySource->currentIndex());
    m_keyName->setVisible(source == KeySource::Variable);
    m_keyRow->setVisible(source == KeySource::Keychain);
}

void EndpointForm::keepKey(bool inKeychain)
{
    const QString key = m_key->text().trimmed();
    m_key->clear();
    if (key.isEmpty()) {
        say(tr("Type the key first."), true);
        return;
    }
    const Endpoint endpoint = value().endpoint;
    session_keys::set(endpoint, key.toUtf8()); // works at once, whatever the keychain says
    if (inKeychain)
        m_keys.write(endpoint.apiKeyEnv, key);
    else
        say(tr("The key is kept until the program ends."));
}

/// Says what is wrong with the address.
bool EndpointForm::checkAddress()
{
    const Result<QString> baseUrl = normalBaseUrl(m_baseUrl->text());
    const bool isUsable = baseUrl && !baseUrl->isEmpty();
    setFieldError(m_baseUrl, !isUsable);
    if (!isUsable)
        say(baseUrl ? tr("Give an address that begins with http:// or https://.")
                    : tr("This address cannot be used: %1.").arg(baseUrl.error()),
            true);
    return isUsable;
}

void EndpointForm::ask(void (EndpointProbe::*question)(const Endpoint &))
{
    const SavedEndpoint saved = value();
    if (!checkAddress())
        return;
    allowTyped(saved.endpoint);
    say(tr("Asking…"));
    if (saved.keySource == KeySource::Keychain && session_keys::of(saved.endpoint).isEmpty()) {
        m_waiting = question;
        m_asked = saved.endpoint;
        m_keys.read(saved.endpoint.apiKeyEnv);
        return;
    }
    (m_probe.*question)(saved.endpoint);
}

void EndpointForm::say(const QString &sentence, bool isWrong)
{
    m_status->setText(sentence);
    setStyleProperty(m_status, "role", isWrong ? u"warn"_s : u"secondary"_s);
}

} // namespace interleave
