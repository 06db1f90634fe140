// The list of prompts: painted rows, keys, context menu, drag to reorder, paste and drop. Every change goes through the
// document and can be undone. Used by the prompt panel; GUI thread.
#pragma once

#include <QListView>

namespace interleave {

class PromptListModel;
class ScenarioDocument;

class PromptList : public QListView
{
    Q_OBJECT
public:
    PromptList(ScenarioDocument &document, PromptListModel &model, QWidget *parent = nullptr);

    int currentRow() const { return currentIndex().row(); }
    void makeCurrent(int row);

Q_SIGNALS:
    void currentRowChanged(int row);
    /// Edit the current prompt; `typed` is what the key that asked for it typed, if any.
    void editRequested(const QString &typed);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    QList<int> selectedRows() const;
    void removeSelected();
    void duplicateSelected();
    void moveSelected(int step);
    void copySelected();
    void paste();

    ScenarioDocument &m_document;
    PromptListModel &m_model;
};

} // namespace interleave
