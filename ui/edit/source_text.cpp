#include "ui/edit/source_text.h"

#include "ui/widgets/theme_manager.h"

#include <QEvent>
#include <QPainter>
#include <QTextBlock>

namespace interleave {

SourceText::SourceText(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_margin(new QWidget(this))
{
    setReadOnly(true);
    setLineWrapMode(NoWrap);
    setFont(themeFont(TextRole::Code));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Source text"));
    m_margin->installEventFilter(this);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SourceText::layOutMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        dy != 0 ? m_margin->scroll(0, dy) : m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    layOutMargin();
}

void SourceText::layOutMargin()
{
    const auto digits = QString::number(std::max(10, blockCount())).size();
    const int width = metrics::inset + fontMetrics().horizontalAdvance(u'0') * static_cast<int>(digits) + 12;
    setViewportMargins(width, 0, 0, 0);
    m_margin->setGeometry(0, 0, width, height());
}

void SourceText::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    layOutMargin();
}

bool SourceText::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_margin && event->type() == QEvent::Paint) {
        paintMargin();
        return true;
    }
    return QPlainTextEdit::eventFilter(object, event);
}

void SourceText::paintMargin()
{
    QPainter painter(m_margin);
    painter.setFont(font());
    painter.setPen(currentTheme().text3);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
        if (rect.top() > m_margin->height())
            break;
        painter.drawText(QRectF(0, rect.top(), m_margin->width() - 12, rect.height()), Qt::AlignRight | Qt::AlignTop,
                         QString::number(block.blockNumber() + 1));
    }
}

} // namespace interleave
