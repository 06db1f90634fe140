// The execution models of the catalog as a list with check marks: ticked are those that the edited scenario runs. Used by
// the model panel; GUI thread.
#pragma once

#include "setup/catalog.h"

#include <QAbstractListModel>

namespace interleave {

class ScenarioDocument;

class ModelListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< "parallel_threads"
        SentenceRole,
        AnalyzesOnRole, ///< where CPU work runs with this set-up: "5 threads"
    };

    explicit ModelListModel(ScenarioDocument &document, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    bool isTicked(int row) const;
    QString analyzesOn(int row) const;

    ScenarioDocument &m_document;
    const QList<CatalogEntry> m_models;
};

} // namespace interleave
