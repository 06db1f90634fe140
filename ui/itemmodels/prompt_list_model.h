// The prompts of the edited scenario as a list: one row each, reordered by dragging, filled by dropping text or files.
// It owns nothing: edits go to the ScenarioDocument, and when that changes the model finds the rows that differ, so undo,
// paste and typing all move the view the same way. Used by the prompt panel; GUI thread.
#pragma once

#include "core/prompt.h"

#include <QAbstractListModel>

namespace interleave {

class ScenarioDocument;

class PromptListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { TokensRole = Qt::UserRole + 1 /* int: estimated tokens of text and system text */ };

    explicit PromptListModel(ScenarioDocument &document, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    bool moveRows(const QModelIndex &from, int row, int count, const QModelIndex &to, int before) override;
    Qt::DropActions supportedDropActions() const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) override;

    /// Reads prompts from files and inserts those of each that is well formed, as one step each.
    void insertFiles(int row, const QStringList &paths);

Q_SIGNALS:
    /// A row came, changed or moved here: the view makes it current, so undo shows what it did.
    void rowTouched(int row);
    /// A file could not be read; one sentence that says what to do.
    void failed(const QString &sentence);
    /// Files were read, and something in them was converted or left out.
    void noticed(const QString &sentence);

private:
    void update();
    void change(const QList<Prompt> &next);
    bool moveOneBlock(const QList<Prompt> &next, int first, int last);
    bool removeMissing(const QList<Prompt> &next, int first);
    bool insertAdded(const QList<Prompt> &next, int first);
    void replace(const QList<Prompt> &next, int first, int last, int nextLast);

    ScenarioDocument &m_document;
    QList<Prompt> m_prompts; // as the view knows them; implicitly shared with the document
};

} // namespace interleave
