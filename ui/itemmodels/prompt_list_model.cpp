#include "ui/itemmodels/prompt_list_model.h"

#include "setup/prompts/prompts_file.h"
#include "ui/itemmodels/scenario_document.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QUrl>

#include <nlohmann/json.hpp>

namespace interleave {

static QString promptsMimeType() { return QStringLiteral("application/x-interleave-prompts"); }

PromptListModel::PromptListModel(ScenarioDocument &document, QObject *parent)
    : QAbstractListModel(parent)
    , m_document(document)
    , m_prompts(document.scenario().prompts)
{
    connect(&document, &ScenarioDocument::changed, this, &PromptListModel::update);
}

int PromptListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_prompts.size()); }

QVariant PromptListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Prompt &prompt = m_prompts[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return prompt.text.trimmed().section(u'\n', 0, 0).trimmed();
    case Qt::EditRole:
    case Qt::ToolTipRole:
        return prompt.text;
    case TokensRole:
        return estimatedTokens(prompt);
    case Qt::AccessibleTextRole:
        return tr("Prompt %1: %2").arg(index.row() + 1).arg(prompt.text);
    default:
        return {};
    }
}

bool PromptListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    Prompt prompt = m_prompts[index.row()];
    prompt.text = value.toString();
    m_document.setPrompt(index.row(), prompt);
    return true;
}

Qt::ItemFlags PromptListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // between rows, never onto one
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
}

bool PromptListModel::moveRows(const QModelIndex &from, int row, int count, const QModelIndex &to, int before)
{
    if (from.isValid() || to.isValid())
        return false;
    m_document.movePrompts(row, count, before);
    return true;
}

Qt::DropActions PromptListModel::supportedDropActions() const { return Qt::MoveAction | Qt::CopyAction; }

QStringList PromptListModel::mimeTypes() const
{
    return {promptsMimeType(), QStringLiteral("text/uri-list"), QStringLiteral("text/plain")};
}

/// As text for other programs, and as JSON Lines for this one, so that parameters survive a copy.
QMimeData *PromptListModel::mimeData(const QModelIndexList &indexes) const
{
    QList<int> rows;
    for (const QModelIndex &index : indexes)
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    QStringList texts;
    QByteArray lines;
    for (const int row : rows) {
        texts.append(m_prompts[row].text);
        lines += compact(toJson(m_prompts[row])) + '\n';
    }
    auto *data = new QMimeData;
    data->setData(promptsMimeType(), lines);
    data->setText(texts.join(QStringLiteral("\n\n")));
    return data;
}

/// What mimeData() wrote.
static QList<Prompt> copiedPrompts(const QByteArray &lines)
{
    QList<Prompt> prompts;
    for (const QByteArray &line : lines.split('\n')) {
        if (const Result<Prompt> prompt = promptFromJson(line, QStringLiteral("clipboard")))
            prompts.append(*prompt);
    }
    return prompts;
}

bool PromptListModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int, int, const QModelIndex &) const
{
    return data && (data->hasFormat(promptsMimeType()) || data->hasUrls() || data->hasText());
}

bool PromptListModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const int before = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (data->hasFormat(promptsMimeType())) {
        const QList<Prompt> prompts = copiedPrompts(data->data(promptsMimeType()));
        if (!prompts.isEmpty())
            m_document.insertPrompts(before, prompts,
                                     prompts.size() == 1 ? tr("Paste prompt") : tr("Paste %1 prompts").arg(prompts.size()));
    } else if (data->hasUrls()) {
        QStringList paths;
        for (const QUrl &url : data->urls())
            paths.append(url.isLocalFile() ? url.toLocalFile() : url.toString());
        insertFiles(before, paths);
    } else {
        m_document.pastePrompts(before, data->text());
    }
    return true;
}

void PromptListModel::insertFiles(int row, const QStringList &paths)
{
    QStringList problems, notes;
    for (const QString &path : paths) {
        const Result<PromptSet> read = readPrompts(path);
        if (!read) {
            problems.append(read.error());
            continue;
        }
        notes += read->notes;
        const auto count = static_cast<int>(read->prompts.size());
        m_document.insertPrompts(row, read->prompts, count == 1 ? tr("Import prompt") : tr("Import %1 prompts").arg(count));
        row += count;
    }
    if (!problems.isEmpty())
        Q_EMIT failed(problems.join(u'\n'));
    else if (!notes.isEmpty())
        Q_EMIT noticed(notes.join(u'\n'));
}

void PromptListModel::update()
{
    if (m_prompts != m_document.scenario().prompts)
        change(m_document.scenario().prompts);
}

/// Tells the view the smallest difference: what begins and ends alike stays, so the selection does too.
void PromptListModel::change(const QList<Prompt> &next)
{
    const auto oldSize = static_cast<int>(m_prompts.size());
    const auto newSize = static_cast<int>(next.size());
    const int shorter = std::min(oldSize, newSize);
    int first = 0;
    while (first < shorter && m_prompts[first] == next[first])
        ++first;
    int tail = 0;
    while (tail < shorter - first && m_prompts[oldSize - 1 - tail] == next[newSize - 1 - tail])
        ++tail;
    const int last = oldSize - tail; // [first, last) became [first, newSize - tail)
    if (oldSize == newSize && moveOneBlock(next, first, last))
        return;
    if (newSize < oldSize && removeMissing(next, first))
        return;
    if (newSize > oldSize && insertAdded(next, first))
        return;
    replace(next, first, last, newSize - tail);
}

/// If [first, last) was rotated, the shorter part moved past the other.
bool PromptListModel::moveOneBlock(const QList<Prompt> &next, int first, int last)
{
    for (int shift = 1; shift < last - first; ++shift) {
        const auto old = m_prompts.cbegin(), begin = old + first, middle = begin + shift, end = old + last;
        const auto target = next.cbegin() + first;
        if (!std::equal(middle, end, target) || !std::equal(begin, middle, target + (end - middle)))
            continue;
        const bool isHeadMoving = shift <= last - first - shift;
        if (isHeadMoving)
            beginMoveRows({}, first, first + shift - 1, {}, last);
        else
            beginMoveRows({}, first + shift, last - 1, {}, first);
        m_prompts = next;
        endMoveRows();
        Q_EMIT dataChanged(index(first), index(last - 1)); // the numbers
        Q_EMIT rowTouched(isHeadMoving ? last - 1 : first);
        return true;
    }
    return false;
}

bool PromptListModel::removeMissing(const QList<Prompt> &next, int first)
{
    QList<int> missing;
    for (int row = first, kept = first; row < m_prompts.size(); ++row) {
        if (kept < next.size() && m_prompts[row] == next[kept])
            ++kept;
        else
            missing.append(row);
    }
    if (m_prompts.size() - missing.size() != next.size())
        return false;
    for (auto row = missing.rbegin(); row != missing.rend(); ++row) {
        beginRemoveRows({}, *row, *row);
        m_prompts.removeAt(*row);
        endRemoveRows();
    }
    return true;
}

bool PromptListModel::insertAdded(const QList<Prompt> &next, int first)
{
    QList<int> added;
    for (int row = first, kept = first; row < next.size(); ++row) {
        if (kept < m_prompts.size() && next[row] == m_prompts[kept])
            ++kept;
        else
            added.append(row);
    }
    if (next.size() - added.size() != m_prompts.size())
        return false;
    for (qsizetype i = 0; i < added.size();) { // neighbours in one go: a file may bring thousands
        qsizetype end = i + 1;
        while (end < added.size() && added[end] == added[end - 1] + 1)
            ++end;
        beginInsertRows({}, added[i], added[end - 1]);
        for (; i < end; ++i)
            m_prompts.insert(added[i], next[added[i]]);
        endInsertRows();
    }
    Q_EMIT rowTouched(added.first());
    return true;
}

void PromptListModel::replace(const QList<Prompt> &next, int first, int last, int nextLast)
{
    const int common = std::min(last, nextLast);
    if (last > common) {
        beginRemoveRows({}, common, last - 1);
        m_prompts.remove(common, last - common);
        endRemoveRows();
    }
    if (nextLast > common) {
        beginInsertRows({}, common, nextLast - 1);
        m_prompts = m_prompts.mid(0, common) + next.mid(common, nextLast - common) + m_prompts.mid(common);
        endInsertRows();
    }
    m_prompts = next;
    if (common > first)
        Q_EMIT dataChanged(index(first), index(common - 1));
    if (!m_prompts.isEmpty())
        Q_EMIT rowTouched(std::min(first, static_cast<int>(m_prompts.size()) - 1));
}

} // namespace interleave
