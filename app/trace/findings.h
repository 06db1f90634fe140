// What a comparison says, in at most four findings: a claim and the numbers that bear it out, nothing that the numbers do
// not show. What limits every other claim comes first (failed calls, measurements in doubt, differences that are not told
// apart), then the effects in order of size. Models without a speed-up did other work, and nothing is claimed about them. Used by the
// comparison panel and by reports; any thread.
#pragma once

#include "trace/comparison.h"

#include <QList>
#include <QString>

namespace interleave {

enum class FindingKind : quint8 { Failures, Suspect, Held, NotToldApart, Overlap, NoGain, Parallel, Unread, NotParallel };

struct Finding {
    FindingKind kind = FindingKind::Overlap;
    QString claim;    ///< one short sentence
    QString evidence; ///< one or two sentences with the numbers
    QString model;    ///< the execution model to look at; empty: none in particular

    QString text() const { return claim + u' ' + evidence; }
};

inline constexpr int mostFindings = 4;

/// `titles` gives the name of each model as people read it, by id; an id without one is shown as it is.
QList<Finding> findings(const QList<RunReport> &runs, const QList<ModelComparison> &comparison, const QHash<QString, QString> &titles = {});

} // namespace interleave
