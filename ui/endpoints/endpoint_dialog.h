// Manage endpoints: the saved endpoints in a list, and the fields of the chosen one beside it. What is edited is saved at
// once. Opened from the endpoint field of the Edit workspace; GUI thread.
#pragma once

#include "setup/keys/key_store.h"
#include "ui/itemmodels/endpoint_list.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;

namespace interleave {

class EndpointForm;

class EndpointDialog : public QDialog
{
    Q_OBJECT
public:
    explicit EndpointDialog(EndpointList &list, QWidget *parent = nullptr);

    EndpointForm *form() const { return m_form; }
    QListWidget *list() const { return m_names; }
    void add();
    void removeCurrent();

Q_SIGNALS:
    /// "Use this endpoint": the scenario should call it.
    void chosen(const interleave::Endpoint &endpoint);

private:
    void showList();
    void showCurrent();
    void take();

    EndpointList &m_list;
    KeyStore m_keys;
    QListWidget *m_names;
    QLabel *m_empty; // instead of the form, while there is no endpoint
    EndpointForm *m_form;
    QPushButton *m_remove;
    QPushButton *m_use;
};

} // namespace interleave
