// The third column of the Edit workspace: everything about a run that is neither prompt nor model. Every control is bound
// to the document, both ways. GUI thread.
#pragma once

#include <QFrame>

#include <functional>

class QVBoxLayout;

namespace interleave {

class ScenarioDocument;
class SetupRow;
class TrimmedSpinBox;

class SetupPanel : public QFrame
{
    Q_OBJECT
public:
    explicit SetupPanel(ScenarioDocument &document, QWidget *parent = nullptr);

    /// The control of a scenario field ("concurrency"); null: no such row. For tests and for the help's pointers.
    QWidget *control(const QString &field) const;

private:
    struct Number {
        const char *field; ///< of the scenario, as in its file: the range follows from it
        QString name, hint;
        int decimals = 0;
        QString prefix = {}, suffix = {};
        QString zero = {}; ///< what is shown instead of the least value; empty: the number
        std::function<double()> get;
        std::function<void(double)> set;
    };

    void addNumber(QVBoxLayout *rows, const Number &number);
    void addStreaming(QVBoxLayout *rows);
    void addAnalyzers(QVBoxLayout *rows);
    SetupRow *addRow(QVBoxLayout *rows, const QString &field, const QString &name, QWidget *control, const QString &hint);
    void addRows(QVBoxLayout *rows);
    void showScenario();
    void showReasons();

    ScenarioDocument &m_document;
    QHash<QString, SetupRow *> m_rows;
    QHash<QString, QWidget *> m_controls;
    QList<std::function<void()>> m_refresh;
};

} // namespace interleave
