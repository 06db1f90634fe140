#include "ui/edit/source_view.h"

#include "setup/catalog.h"
#include "ui/edit/cpp_highlighter.h"
#include "ui/edit/source_text.h"
#include "ui/widgets/panel_header.h"

#include <QEvent>
#include <QVBoxLayout>

namespace interleave {

SourceView::SourceView(QWidget *parent)
    : QFrame(parent)
    , m_header(new PanelHeader(tr("Source"), this))
    , m_text(new SourceText(this))
    , m_highlighter(new CppHighlighter(m_text->document()))
{
    setProperty("role", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_text, 1);
    setFocusProxy(m_text);
}

QPlainTextEdit *SourceView::text() const { return m_text; }

void SourceView::showModel(const QString &model)
{
    m_model = model;
    const QString source = sourceOfModel(model);
    m_header->setSecondary(source.isEmpty() ? QString() : tr("%1, as it was compiled").arg(titleOfModel(model)));
    m_text->setPlainText(source.isEmpty() ? tr("There is no source for %1.").arg(model) : source);
}

void SourceView::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        m_highlighter->rehighlight();
}

} // namespace interleave
