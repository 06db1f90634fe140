#include "ui/edit/model_panel.h"

#include "ui/edit/model_delegate.h"
#include "ui/itemmodels/model_list_model.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme_manager.h"

#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

namespace interleave {

namespace {

/// What blue and orange mean in the pictures, and the caption of the column below. The legend goes where there is no room.
class ModelLegend : public QWidget
{
public:
    explicit ModelLegend(QWidget *parent)
        : QWidget(parent)
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        setMinimumWidth(ModelDelegate::placeWidth);
    }
    QSize sizeHint() const override { return {360, metrics::panelHeader}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = currentTheme();
        QPainter painter(this);
        painter.setFont(themeFont(TextRole::Caption));
        painter.setPen(theme.text2);
        int right = width() - ModelDelegate::placeWidth;
        painter.drawText(QRect(right, 0, ModelDelegate::placeWidth, height()), Qt::AlignVCenter, ModelPanel::tr("analyzes on"));
        const std::pair<Phase, QString> entries[] = {{Phase::Analyze, ModelPanel::tr("CPU works")},
                                                     {Phase::Ttft, ModelPanel::tr("model works")}};
        const QFontMetrics metricsOfFont = painter.fontMetrics();
        int needed = 24;
        for (const auto &[phase, text] : entries)
            needed += metricsOfFont.horizontalAdvance(text) + 34;
        if (right < needed)
            return;
        right -= 24;
        for (const auto &[phase, text] : entries) {
            const int width = metricsOfFont.horizontalAdvance(text);
            painter.drawText(QRect(right - width, 0, width, height()), Qt::AlignVCenter, text);
            paintPhaseSwatch(painter, theme, QRectF(right - width - 22, (height() - 10) / 2, 16, 10), phase);
            right -= width + 34;
        }
    }
};

} // namespace

ModelPanel::ModelPanel(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_model(new ModelListModel(document, this))
    , m_header(new PanelHeader(tr("Execution models"), this))
    , m_list(new QListView(this))
{
    setProperty("role", QStringLiteral("panel"));
    setMinimumWidth(420);
    m_header->addRight(new ModelLegend(m_header));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ModelDelegate(m_list));
    m_list->setAccessibleName(tr("Execution models"));
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_list->setCurrentIndex(m_model->index(0));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_list, 1);

    connect(m_list, &QWidget::customContextMenuRequested, this, [this](const QPoint &point) {
        QMenu menu;
        menu.addAction(tr("Show source"), this, &ModelPanel::openSource);
        menu.exec(m_list->viewport()->mapToGlobal(point));
    });
    connect(&document, &ScenarioDocument::changed, this, &ModelPanel::showCount);
    showCount();
}

bool ModelPanel::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            openSource();
            return true;
        }
    }
    if (event->type() == QEvent::Resize)
        m_list->doItemsLayout(); // the height of the rows follows that of the list
    return QFrame::eventFilter(object, event);
}

void ModelPanel::openSource()
{
    if (m_list->currentIndex().isValid())
        Q_EMIT sourceRequested(m_list->currentIndex().data(ModelListModel::IdRole).toString());
}

void ModelPanel::showCount() { m_header->setSecondary(tr("%1 of %2").arg(m_document.scenario().models.size()).arg(m_model->rowCount())); }

} // namespace interleave
