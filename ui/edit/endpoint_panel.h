// Where the calls go: the built-in simulator with one of its profiles, Gemini, or another address that speaks its protocol.
// A sentence below says what that means for key, network and cost, and warns when the key's variable is not set. Keys
// themselves are never shown, asked for or stored. Pinned to the bottom of the prompt panel; GUI thread.
#pragma once

#include "core/endpoint.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace interleave {

class EndpointList;
class ScenarioDocument;

class EndpointPanel : public QWidget
{
    Q_OBJECT
public:
    explicit EndpointPanel(ScenarioDocument &document, QWidget *parent = nullptr);

    /// The address on which the simulator answers; empty: not yet, or no longer.
    void setSimulatorAddress(const QString &baseUrl);
    /// Endpoints that a person has saved: entries of their own. It outlives the panel.
    void setSavedEndpoints(const EndpointList &list);
    /// The sentence below the field.
    QString sentence() const;

Q_SIGNALS:
    /// "Manage endpoints…" was chosen.
    void manageRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    enum class Kind { Simulator, Gemini, Saved, Other };

    QWidget *makeFields();
    Kind kind() const;
    void chosen(int index);
    void addressEdited(const QString &text);
    void change(const std::function<void(Endpoint &)> &edit);
    void showEndpoint();
    void showSentence();
    int indexOfCurrent();

    void showSaved();

    ScenarioDocument &m_document;
    const EndpointList *m_saved = nullptr;
    QString m_simulatorAddress;
    bool m_otherChosen = false; ///< "Other address" was chosen, and no valid one given yet
    QString m_problem;          ///< what is wrong with the address that is being typed
    QComboBox *m_choice;
    QWidget *m_fields = nullptr;
    QWidget *m_addressRow = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_modelName = nullptr;
    QLineEdit *m_keyVariable = nullptr;
    QLabel *m_sentence;
};

} // namespace interleave
