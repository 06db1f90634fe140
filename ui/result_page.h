// The results of a round as one page of HTML that needs nothing beside it: pictures, figures, and the report as JSON for
// whoever computes on. GUI thread, for its pictures.
#pragma once

#include "core/scenario.h"
#include "trace/finished_run.h"

namespace interleave {

QByteArray resultPage(const Scenario &scenario, const QList<FinishedRun> &runs);
/// An empty string, or one sentence that says why not.
QString saveResultPage(const Scenario &scenario, const QList<FinishedRun> &runs, const QString &path);

} // namespace interleave
