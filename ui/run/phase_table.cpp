#include "ui/run/phase_table.h"

#include "ui/itemmodels/phase_table_model.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme_manager.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

namespace interleave {

namespace {

using Model = PhaseTableModel;

constexpr int nameLeft = metrics::inset + 20; // after the swatch

class PhaseDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &theme = currentTheme();
        painter->save();
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.grid);
        const QRect rect = option.rect.adjusted(0, 0, 0, -1);
        if (index.column() == Model::BarColumn)
            paintBar(*painter, theme, rect.adjusted(14, 0, -metrics::inset, 0), index);
        else
            paintText(*painter, theme, rect, index);
        painter->restore();
    }

private:
    static void paintText(QPainter &painter, const Theme &theme, QRect rect, const QModelIndex &index)
    {
        const bool isTotal = index.data(Model::TotalRole).toBool();
        const bool isPhase = index.column() == Model::PhaseColumn;
        const bool isOpen = index.data(Model::OpenRole).toBool();
        const bool happened = isTotal || index.data(Model::BarEndRole).isValid();
        const bool isStrong = isOpen || (isTotal && index.column() == Model::DurationColumn);
        if (isPhase) {
            const int phase = index.data(Model::PhaseRole).toInt();
            rect.setLeft(metrics::inset);
            const QRectF swatch(rect.left(), rect.center().y() - 4, 13, 10);
            if (phase >= 0)
                paintPhaseSwatch(painter, theme, swatch, static_cast<Phase>(phase));
            if (index.data(Model::UnreadRole).toBool())
                paintUnread(painter, theme, swatch, swatch.topLeft());
            rect.setLeft(nameLeft);
        }
        const QFont font = isPhase ? themeFont(TextRole::Small) : tabularFont(TextRole::Small);
        painter.setFont(font);
        if (isStrong) {
            QFont strong = font;
            strong.setWeight(QFont::DemiBold);
            painter.setFont(strong);
        }
        const bool isError = index.data(Model::ErrorRole).toBool() && isPhase;
        const bool isFaint = isTotal && isPhase;
        painter.setPen(isError                                ? theme.error
                       : isFaint || (!happened && !isPhase)   ? theme.text3
                       : index.column() == Model::StartColumn ? theme.text2
                                                              : theme.text);
        painter.drawText(rect,
                         index.data(Qt::TextAlignmentRole).isValid() ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
    }

    static void paintBar(QPainter &painter, const Theme &theme, const QRect &rect, const QModelIndex &index)
    {
        if (index.data(Model::TotalRole).toBool()) {
            const bool tiles = index.data(Model::TilesRole).toBool();
            const QColor colour = tiles ? theme.text3 : theme.error;
            painter.drawPixmap(QRect(rect.left(), rect.center().y() - 5, 12, 12),
                               themeIconPixmap(tiles ? QStringLiteral("check") : QStringLiteral("cross"), colour, 12,
                                               painter.device()->devicePixelRatioF()));
            painter.setFont(themeFont(TextRole::Caption));
            painter.setPen(colour);
            const QChar orShorter(0x9c); // as QFontMetrics takes it
            const QString text = index.data().toString() % orShorter % (tiles ? PhaseTableModel::tr("tile") : PhaseTableModel::tr("gap"));
            painter.drawText(rect.adjusted(17, 0, 0, 0), Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width() - 17));
            return;
        }
        const QRect track(rect.left(), rect.center().y() - 3, rect.width(), 8);
        painter.fillRect(track, theme.sunken);
        const int phase = index.data(Model::PhaseRole).toInt();
        if (phase < 0 || !index.data(Model::BarEndRole).isValid())
            return;
        const double begin = index.data(Model::BarBeginRole).toDouble() * track.width();
        const double end = index.data(Model::BarEndRole).toDouble() * track.width();
        const QRectF bar(track.left() + begin, track.top(), std::max(1.0, end - begin), track.height());
        paintSpan(painter, theme, bar, static_cast<Phase>(phase));
        if (index.data(Model::UnreadRole).toBool())
            paintUnread(painter, theme, bar);
    }
};

/// Captions that stand exactly over what the delegate draws.
class PhaseHeader : public QHeaderView
{
public:
    explicit PhaseHeader(QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
    }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override
    {
        const Theme &theme = currentTheme();
        painter->fillRect(rect, theme.header);
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.border);
        painter->setFont(themeFont(TextRole::Small));
        painter->setPen(theme.text2);
        const bool isPhase = section == Model::PhaseColumn;
        painter->drawText(isPhase ? rect.adjusted(nameLeft, 0, 0, -1) : rect.adjusted(0, 0, 0, -1),
                          (isPhase ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                          model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString());
    }
};

} // namespace

PhaseTable::PhaseTable(PhaseTableModel &model, QWidget *parent)
    : QTableView(parent)
{
    setHorizontalHeader(new PhaseHeader(this));
    setModel(&model);
    setItemDelegate(new PhaseDelegate(this));
    setAccessibleName(tr("Phases of the call"));
    setSelectionMode(NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setShowGrid(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(metrics::denseRow);
    verticalHeader()->setDefaultSectionSize(metrics::denseRow);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setFixedHeight(metrics::denseRow);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(20);
    horizontalHeader()->setHighlightSections(false);
    connect(&model, &QAbstractItemModel::modelReset, this, &QWidget::updateGeometry);
}

QSize PhaseTable::sizeHint() const
{
    const int rows = model() ? std::max(1, model()->rowCount()) : 1;
    return {340, horizontalHeader()->height() + rows * metrics::denseRow};
}

void PhaseTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    QFont strongFont = themeFont(TextRole::Small);
    strongFont.setWeight(QFont::DemiBold); // of the phase that is open
    const QFontMetrics strong(strongFont);
    const int width = viewport()->width();
    const int start = fontMetrics().horizontalAdvance(QStringLiteral("0000.000"));
    const int duration = fontMetrics().horizontalAdvance(QStringLiteral("under 1 ms")) + 4;
    const int name = std::max(nameLeft + strong.horizontalAdvance(QStringLiteral("streaming ")), (width - start - duration) * 52 / 100);
    setColumnWidth(PhaseTableModel::PhaseColumn, name);
    setColumnWidth(PhaseTableModel::StartColumn, start);
    setColumnWidth(PhaseTableModel::DurationColumn, duration);
    setColumnWidth(PhaseTableModel::BarColumn, std::max(40, width - name - start - duration));
}

} // namespace interleave
