#include "ui/run/step_words.h"

#include "ui/widgets/theme_manager.h"

#include <QCoreApplication>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StepWords)
};

} // namespace

QString nameOfStep(const Trace &trace, qint32 step)
{
    const StepRecord &record = trace.steps()[static_cast<size_t>(step)];
    return !record.label.isEmpty()         ? record.label
           : record.kind == StepKind::Call ? trace.jobs()[static_cast<size_t>(record.id.job)].label
                                           : kindTitle(record.kind);
}

QString kindTitle(StepKind kind)
{
    switch (kind) {
    case StepKind::Call:
        return Words::tr("Call");
    case StepKind::Analysis:
        return Words::tr("Analysis");
    case StepKind::Tool:
        return Words::tr("Tool");
    case StepKind::Group:
        break;
    }
    return Words::tr("Branch");
}

QString stepLink(const Trace &trace, qint32 step)
{
    return u"<a style='color:%1' href='step:%2'>%3 %4</a>"_s.arg(currentTheme().accentText.name(), QString::number(step),
                                                                 stepNumber(trace.steps()[static_cast<size_t>(step)].id.step),
                                                                 nameOfStep(trace, step).left(60).toHtmlEscaped());
}

QString headingHtml(const QString &title) { return u"<p style='font-weight:600; margin:12px 0 2px 0'>%1</p>"_s.arg(title.toHtmlEscaped()); }

QString textHtml(const QString &text, qsizetype most)
{
    const QString shown = text.size() <= most ? text : text.first(most) + QChar(0x2026);
    return u"<p style='white-space:pre-wrap; margin:0'>%1</p>"_s.arg(shown.toHtmlEscaped());
}

} // namespace interleave
