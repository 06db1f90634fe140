// The results of a round as one page of HTML that needs nothing beside it: pictures, figures, and the report as JSON for
// whoever computes on. Its pictures are painted in the GUI thread; the rest is made and written in any other.
#pragma once

#include "core/scenario.h"
#include "trace/finished_run.h"

namespace interleave {

/// GUI thread.
QStringList picturesOfPage(const Scenario &scenario, const QList<FinishedRun> &runs);
QByteArray resultPage(const Scenario &scenario, const QList<FinishedRun> &runs, const QStringList &pictures);
/// An empty string, or one sentence that says why not.
QString saveResultPage(const Scenario &scenario, const QList<FinishedRun> &runs, const QStringList &pictures, const QString &path);

} // namespace interleave
