// The third column of the Edit workspace: everything about a run that is neither prompt nor model. Every control is bound
// to the document, both ways. When calls start and what limits them is folded away behind a line each. GUI thread.
#pragma once

#include <QFrame>

class QVBoxLayout;

namespace interleave {

class ScenarioDocument;
class SetupFields;
class SetupFold;

class SetupPanel : public QFrame
{
    Q_OBJECT
public:
    explicit SetupPanel(ScenarioDocument &document, QWidget *parent = nullptr);

    /// The control of a scenario field ("concurrency"); null: no such row. For tests and for the help's pointers.
    QWidget *control(const QString &field) const;
    SetupFold *arrival() const { return m_arrival; }
    SetupFold *traffic() const { return m_traffic; }

private:
    void addRows(QVBoxLayout *rows);
    void addAnalyzers(QVBoxLayout *rows);
    void addFolds(QVBoxLayout *rows);
    void addVariants(QVBoxLayout *rows);
    void showReasons();

    ScenarioDocument &m_document;
    SetupFields *m_fields;
    SetupFold *m_arrival = nullptr;
    SetupFold *m_traffic = nullptr;
    SetupFold *m_variants;
};

} // namespace interleave
