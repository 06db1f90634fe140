// The right column of the Edit workspace: the form of the selected step, the set-up of the run, and the rows of the scenario's table, one
// of them at a time. A scenario of prompts alone has the set-up only, without tabs. GUI thread.
#pragma once

#include <QFrame>

class QStackedWidget;

namespace interleave {

class ScenarioDocument;
class SegmentedControl;
class RowsPanel;
class SetupPanel;
class StepForm;

class SidePanel : public QFrame
{
    Q_OBJECT
public:
    explicit SidePanel(ScenarioDocument &document, QWidget *parent = nullptr);

    enum class Page { Step, Setup, Rows };
    void showPage(Page page);
    StepForm *stepForm() const { return m_step; }
    SetupPanel *setupPanel() const { return m_setup; }
    RowsPanel *rowsPanel() const { return m_rows; }

private:
    void follow();

    ScenarioDocument &m_document;
    QFrame *m_strip;
    SegmentedControl *m_tabs;
    QStackedWidget *m_pages;
    StepForm *m_step;
    SetupPanel *m_setup;
    RowsPanel *m_rows;
    QString m_workload;
};

} // namespace interleave
