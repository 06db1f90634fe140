#include "ui/compare/report_delegate.h"

#include "ui/itemmodels/report_table_model.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/theme_manager.h"

#include <QPainter>

#include <cmath>

namespace interleave {

static constexpr int pad = 6;

void ReportDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = currentTheme();
    painter->save();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, selected ? theme.sel : theme.hover);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.border);
    QRect rect = option.rect.adjusted(index.column() == 0 ? metrics::inset : pad, 0, -pad, 0);
    const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt()) | Qt::AlignVCenter;
    const bool withheld = index.data(ReportTableModel::WithheldRole).toBool();
    const auto write = [&](const QString &text, TextRole role, const QColor &colour) {
        const QFont font = tabularFont(role);
        painter->setFont(font);
        painter->setPen(colour);
        painter->drawText(rect, static_cast<int>(alignment), QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
        return QFontMetrics(font).horizontalAdvance(text);
    };
    const QString text = index.data().toString();
    const QString mean = index.data(ReportTableModel::MeanRole).toString();
    if (index.column() == ReportTableModel::VerdictColumn) {
        const auto verdict = index.data(ReportTableModel::VerdictRole).value<ReportTableModel::Verdict>();
        const bool valid = verdict == ReportTableModel::Verdict::Valid;
        const QColor colour = valid ? theme.accentText : verdict == ReportTableModel::Verdict::Suspect ? theme.warn : theme.error;
        const QString icon = valid                                           ? QStringLiteral("check")
                             : verdict == ReportTableModel::Verdict::Suspect ? QStringLiteral("warning")
                                                                             : QStringLiteral("cross");
        painter->drawPixmap(rect.left(), rect.center().y() - 7, themeIconPixmap(icon, colour, 16, painter->device()->devicePixelRatioF()));
        rect.setLeft(rect.left() + 20);
        write(text, TextRole::DenseStrong, colour);
    } else if (!mean.isEmpty()) {
        const int used = write(text, TextRole::SmallStrong, theme.text);
        rect.setRight(rect.right() - used - 8);
        write(mean, TextRole::Dense, theme.text2);
    } else if (withheld) {
        write(text, TextRole::Caption, theme.text3);
    } else {
        write(text, index.column() == ReportTableModel::ModelColumn ? TextRole::DenseStrong : TextRole::Dense, theme.text);
    }
    painter->restore();
}

QSize ReportDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto widthOf = [](TextRole role, const QString &text) {
        return static_cast<int>(std::ceil(QFontMetricsF(tabularFont(role)).horizontalAdvance(text)));
    };
    const QString mean = index.data(ReportTableModel::MeanRole).toString();
    int width = widthOf(TextRole::DenseStrong, index.data().toString()) + (index.column() == 0 ? metrics::inset : pad) + pad;
    if (index.column() == ReportTableModel::VerdictColumn)
        width += 20;
    if (!mean.isEmpty())
        width += 8 + widthOf(TextRole::Dense, mean);
    return {width, metrics::tableRow};
}

ReportHeader::ReportHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setFixedHeight(metrics::tableHead);
    setSectionsClickable(true);
    setHighlightSections(false);
}

QSize ReportHeader::sectionSizeFromContents(int section) const
{
    const QFontMetrics metricsOfFont(themeFont(TextRole::Caption));
    const auto widthOf = [&](int role) {
        return metricsOfFont.horizontalAdvance(model()->headerData(section, Qt::Horizontal, role).toString());
    };
    const int width = std::max(widthOf(Qt::DisplayRole), widthOf(ReportTableModel::KindRole));
    return {width + (section == 0 ? metrics::inset : pad) + pad, metrics::tableHead};
}

void ReportHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Theme &theme = currentTheme();
    painter->save();
    painter->fillRect(rect, theme.panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.border);
    const QString title = model()->headerData(section, Qt::Horizontal).toString();
    const QString kind = model()->headerData(section, Qt::Horizontal, ReportTableModel::KindRole).toString();
    const auto horizontal =
        static_cast<Qt::Alignment>(model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt()) & Qt::AlignHorizontal_Mask;
    const QRect content = rect.adjusted(section == 0 ? metrics::inset : pad, 5, -pad, -5);
    painter->setFont(themeFont(TextRole::Caption));
    painter->setPen(theme.text2);
    painter->drawText(content, static_cast<int>(horizontal | (kind.isEmpty() ? Qt::AlignVCenter : Qt::AlignTop)), title);
    painter->setFont(themeFont(TextRole::Caption));
    painter->setPen(theme.text3);
    painter->drawText(content, static_cast<int>(horizontal | Qt::AlignBottom), kind);
    painter->restore();
}

} // namespace interleave
