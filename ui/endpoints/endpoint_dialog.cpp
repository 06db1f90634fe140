#include "ui/endpoints/endpoint_dialog.h"

#include "setup/catalog.h"
#include "setup/keys/session_keys.h"
#include "ui/endpoints/endpoint_form.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace interleave {

EndpointDialog::EndpointDialog(EndpointList &list, QWidget *parent)
    : QDialog(parent)
    , m_list(list)
    , m_names(new QListWidget(this))
    , m_empty(new QLabel(this))
    , m_form(new EndpointForm(this))
    , m_remove(new QPushButton(tr("Delete"), this))
    , m_use(new QPushButton(tr("Use this endpoint"), this))
{
    setWindowTitle(tr("Endpoints"));
    resize(860, 480);
    m_names->setFixedWidth(220);
    m_names->setAccessibleName(tr("Saved endpoints"));
    auto *addButton = new QPushButton(tr("Add"), this);
    auto *close = new QPushButton(tr("Close"), this);
    m_use->setDefault(true);

    auto *listButtons = new QHBoxLayout;
    listButtons->addWidget(addButton);
    listButtons->addWidget(m_remove);
    auto *left = new QVBoxLayout;
    left->setSpacing(metrics::gap);
    left->addWidget(m_names, 1);
    left->addLayout(listButtons);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_use);
    m_empty->setText(
        tr("<b>No endpoint saved yet.</b><br>Add a service (Gemini, OpenAI, Anthropic), or a server of your own that speaks one of "
           "their protocols, such as Ollama, vLLM or llama.cpp. Keys stay in the environment, in the desktop's keychain, or in this "
           "session: never in a file of ours."));
    m_empty->setTextFormat(Qt::RichText);
    m_empty->setWordWrap(true);
    auto *right = new QVBoxLayout;
    right->addWidget(m_empty);
    right->addWidget(m_form);
    right->addStretch(1);
    right->addLayout(buttons);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::inset, metrics::inset, metrics::inset, metrics::inset);
    row->setSpacing(metrics::inset);
    row->addLayout(left);
    row->addLayout(right, 1);

    connect(addButton, &QPushButton::clicked, this, &EndpointDialog::add);
    connect(m_remove, &QPushButton::clicked, this, &EndpointDialog::removeCurrent);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_names, &QListWidget::currentRowChanged, this, &EndpointDialog::showCurrent);
    connect(m_form, &EndpointForm::edited, this, &EndpointDialog::take);
    connect(m_use, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(m_form->value().endpoint);
        accept();
    });
    showList();
    m_names->setCurrentRow(0);
    showCurrent();
}

void EndpointDialog::showList()
{
    const QSignalBlocker blocker(m_names);
    const int row = m_names->currentRow();
    m_names->clear();
    for (const SavedEndpoint &saved : m_list.endpoints())
        m_names->addItem(saved.name);
    m_names->setCurrentRow(std::min(row, m_names->count() - 1));
}

void EndpointDialog::showCurrent()
{
    const int row = m_names->currentRow();
    const bool any = row >= 0 && row < m_list.endpoints().size();
    m_empty->setVisible(!any);
    m_form->setVisible(any);
    m_remove->setEnabled(any);
    m_use->setEnabled(any);
    m_form->show(any ? m_list.endpoints()[row] : SavedEndpoint());
}

void EndpointDialog::add()
{
    SavedEndpoint saved;
    if (const Result<Endpoint> service = endpointNamed(QStringLiteral("openai"), Endpoint()))
        saved.endpoint = *service;
    QStringList names;
    for (const SavedEndpoint &other : m_list.endpoints())
        names.append(other.name);
    for (int number = 1; saved.name.isEmpty() || names.contains(saved.name); ++number)
        saved.name = number == 1 ? tr("New endpoint") : tr("New endpoint %1").arg(number);
    m_list.set(m_list.endpoints() + QList{saved});
    showList();
    m_names->setCurrentRow(m_names->count() - 1);
    showCurrent();
}

void EndpointDialog::removeCurrent()
{
    QList<SavedEndpoint> endpoints = m_list.endpoints();
    const int row = m_names->currentRow();
    if (row < 0 || row >= endpoints.size())
        return;
    const SavedEndpoint gone = endpoints.takeAt(row);
    session_keys::set(gone.endpoint, {});
    if (gone.keySource == KeySource::Keychain)
        m_keys.remove(gone.endpoint.apiKeyEnv);
    m_list.set(endpoints);
    showList();
    showCurrent();
}

/// As it is typed; a name is never empty, so that it can be found again.
void EndpointDialog::take()
{
    QList<SavedEndpoint> endpoints = m_list.endpoints();
    const int row = m_names->currentRow();
    SavedEndpoint saved = m_form->value();
    if (row < 0 || row >= endpoints.size() || saved.name.isEmpty())
        return;
    endpoints[row] = saved;
    m_list.set(endpoints);
    m_names->item(row)->setText(saved.name);
}

} // namespace interleave
