// Rows of the set-up, bound to the document both ways: a change of the control is an edit of the scenario, a change of the
// scenario shows in the control, and a row whose setting does not apply is hidden. Used by the set-up panel; GUI thread.
#pragma once

#include "core/scenario.h"

#include <QHash>
#include <QObject>

#include <functional>

class QVBoxLayout;

namespace interleave {

class ScenarioDocument;
class SetupRow;

class SetupFields : public QObject
{
    Q_OBJECT
public:
    /// Whether a row applies to a scenario; unset: always.
    using When = std::function<bool(const Scenario &)>;
    struct Number {
        const char *field; ///< key of the scenario's field: its range follows from it (core/field_range)
        QString name, hint;
        int decimals = 0;
        QString prefix = {}, suffix = {};
        QString zero = {}; ///< what is shown instead of the least value; empty: the number
        std::function<double(const Scenario &)> get;
        std::function<void(double)> set;
        When when = {};
    };
    struct Choice {
        const char *field;
        QString name;
        QStringList options;
        std::function<int(const Scenario &)> get;
        std::function<void(int)> set;
        std::function<QString(const Scenario &)> hint;
        When when = {};
    };
    struct Switch {
        const char *field;
        QString name;
        std::function<bool(const Scenario &)> get;
        std::function<void(bool)> set;
        std::function<QString(const Scenario &)> hint;
        When when = {};
    };
    struct Text {
        const char *field;
        QString name, hint, placeholder;
        std::function<QString(const Scenario &)> get;
        std::function<void(const QString &)> set;
        /// Why it cannot be edited here; empty: it can.
        std::function<QString(const Scenario &)> reason = {};
    };

    explicit SetupFields(ScenarioDocument &document, QObject *parent = nullptr);

    /// Of the table of fields: name, hint, unit and range are its row's (core/scenario_field).
    SetupRow *addNumber(QVBoxLayout *rows, const char *field, const When &when = {});
    SetupRow *addNumber(QVBoxLayout *rows, const Number &number);
    /// Of the table of fields, as well. `hint` says what on and off mean.
    SetupRow *addSwitch(QVBoxLayout *rows, const char *field, const std::function<QString(const Scenario &)> &hint, const When &when = {});
    SetupRow *addChoice(QVBoxLayout *rows, const Choice &choice);
    SetupRow *addSwitch(QVBoxLayout *rows, const Switch &choice);
    SetupRow *addText(QVBoxLayout *rows, const Text &text);
    SetupRow *addRow(QVBoxLayout *rows, const QString &field, const QString &name, QWidget *control, const QString &hint,
                     const When &when = {});
    /// Called whenever the scenario has changed.
    void addRefresh(std::function<void(const Scenario &)> refresh);

    /// A setter that is one undo step named after the row ("Change retries"); steps that follow each other are one.
    template<typename Value> std::function<void(Value)> edits(const QString &name, void (*change)(Scenario &, Value))
    {
        return [this, name, change](Value value) { edit(name, [=](Scenario &scenario) { change(scenario, value); }); };
    }

    void refresh();
    ScenarioDocument &document() const { return m_document; }
    QWidget *control(const QString &field) const { return m_controls.value(field); }
    SetupRow *row(const QString &field) const { return m_rows.value(field); }

private:
    void edit(const QString &name, const std::function<void(Scenario &)> &change);
    int controlHeight() const;

    ScenarioDocument &m_document;
    QHash<QString, SetupRow *> m_rows;
    QHash<QString, QWidget *> m_controls;
    QList<std::function<void(const Scenario &)>> m_refresh;
};

} // namespace interleave
