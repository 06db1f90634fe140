// Names of steps and pieces of mark-up that the inspector's texts share; what comes from outside is escaped here. GUI thread.
#pragma once

#include "trace/trace.h"

#include <QString>

namespace interleave {

/// Its label, else its job's.
QString nameOfStep(const Trace &trace, qint32 step);
/// "Call", "Tool", "Analysis", "Branch".
QString kindTitle(StepKind kind);
/// A link "step:INDEX" with the name.
QString stepLink(const Trace &trace, qint32 step);
QString headingHtml(const QString &title);
/// The beginning of a text, `most` characters; JSON and program text keep their lines.
QString textHtml(const QString &text, qsizetype most);

} // namespace interleave
