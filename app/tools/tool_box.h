// A scenario's tools, as a run calls them by their names: what a name does, what it costs by the scenario's settings, and its result. The
// same in live and in virtual time. Made for each calling thread, or prediction; a value of its own, and its documents are shared.
#pragma once

#include "core/scenario.h"
#include "tools/tool.h"

#include <optional>

namespace interleave {

class ToolBox
{
public:
    /// Reads the documents when it is made, if the scenario's workload has tools and nobody holds them yet.
    explicit ToolBox(const Scenario &scenario);
    /// With these documents, and a clock that stands still; for predictions and tests.
    ToolBox(const Scenario &scenario, std::shared_ptr<const Documents> documents, qint64 utcMs);

    ToolPlan plan(const ToolWork &work) const;
    /// What it computes; the calibrated work is not in it. An error's sentence is for the model: it says what to do else.
    WorkResult result(const ToolWork &work) const;

private:
    const ToolSettings *settingsOf(const QString &name) const;
    const Tool *toolNamed(const QString &name) const;

    QList<ToolSettings> m_settings;
    QStringList m_hosts;
    double m_timeScale;
    std::shared_ptr<const Documents> m_documents;
    std::optional<qint64> m_utcMs; // unset: the machine's clock
};

/// Whether a scenario's workload may call tools that read documents.
bool needsDocuments(const Scenario &scenario);
/// A tool of the settings that is none, or a folder that is not there; empty: nothing.
QString toolProblem(const Scenario &scenario);

} // namespace interleave
