#include "ui/itemmodels/model_list_model.h"

#include "ui/itemmodels/scenario_document.h"

namespace interleave {

ModelListModel::ModelListModel(ScenarioDocument &document, QObject *parent)
    : QAbstractListModel(parent)
    , m_document(document)
    , m_models(catalogOfModels())
{
    connect(&document, &ScenarioDocument::changed, this, [this] {
        if (!m_models.isEmpty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    });
}

int ModelListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_models.size()); }

QVariant ModelListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CatalogEntry &model = m_models[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return model.title;
    case Qt::CheckStateRole:
        return isTicked(index.row()) ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
    case SentenceRole:
        return model.sentence;
    case Qt::AccessibleTextRole:
        return tr("%1, %2. %3 Analyzes on %4.")
            .arg(model.title, isTicked(index.row()) ? tr("ticked") : tr("not ticked"), model.sentence, analyzesOn(index.row()));
    case IdRole:
        return model.id;
    case AnalyzesOnRole:
        return analyzesOn(index.row());
    default:
        return {};
    }
}

bool ModelListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    m_document.setModelTicked(m_models[index.row()].id, value.toInt() == Qt::Checked);
    return true;
}

Qt::ItemFlags ModelListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

bool ModelListModel::isTicked(int row) const { return m_document.scenario().models.contains(m_models[row].id); }

QString ModelListModel::analyzesOn(int row) const
{
    const CatalogEntry &model = m_models[row];
    if (!model.detail.contains(QLatin1StringView("%1")))
        return model.detail;
    return model.detail.arg(model.usesPool ? m_document.scenario().pool : m_document.scenario().workers);
}

} // namespace interleave
