// The second column of the Edit workspace: the execution models with their pictures, ticked where they run. A click
// anywhere in a row, or Space, ticks it; Enter opens its source. GUI thread.
#pragma once

#include <QFrame>

class QListView;

namespace interleave {

class ModelListModel;
class PanelHeader;
class ScenarioDocument;

class ModelPanel : public QFrame
{
    Q_OBJECT
public:
    explicit ModelPanel(ScenarioDocument &document, QWidget *parent = nullptr);

    QListView *list() const { return m_list; }

Q_SIGNALS:
    /// Show the source of this execution model.
    void sourceRequested(const QString &model);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void showCount();
    void openSource();

    ScenarioDocument &m_document;
    ModelListModel *m_model;
    PanelHeader *m_header;
    QListView *m_list;
};

} // namespace interleave
