// The scenario that a person edits, with one undo stack: every change of prompts, settings, endpoint and ticked models is
// one step with a text ("Add prompt", "Set concurrency 8"). Steps of the same control that follow each other within a
// second are one (typing, a held spin box). Used by the panels of the Edit workspace and by the window; GUI thread.
#pragma once

#include "core/scenario.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>

QT_BEGIN_NAMESPACE
class QUndoStack;
QT_END_NAMESPACE

namespace interleave {

/// Where a scenario came from, and what is there.
struct ScenarioOrigin {
    QString path{};    ///< its file; empty: none
    QString builtIn{}; ///< id of a built-in one; empty: it is none
    Scenario saved{};  ///< as it is there: whatever differs is in no file
};

class ScenarioDocument : public QObject
{
    Q_OBJECT
public:
    explicit ScenarioDocument(QObject *parent = nullptr);

    const Scenario &scenario() const { return m_scenario; }
    QUndoStack *undoStack() const { return m_undo; }
    const ScenarioOrigin &origin() const { return m_origin; }
    /// It has changes that are in no file.
    bool isModified() const { return m_isModified; }
    /// The history begins anew; what it came from is as it is.
    void reset(const Scenario &scenario);
    void reset(const Scenario &scenario, const ScenarioOrigin &origin);
    /// Another scenario (opened, built-in), as a step: undo brings back the one before it, with its own origin.
    void replace(const ScenarioOrigin &origin, const QString &text);
    /// It was saved there, just as it is.
    void setSavedAs(const QString &path);
    /// Why it cannot be run as it is, in one sentence that says what to do; empty when it can.
    QString problem() const;

    // Prompts. Rows out of range are ignored.
    void addPrompt();
    /// Before `row`; a row past the end appends. `text` names the step.
    void insertPrompts(int row, const QList<Prompt> &prompts, const QString &text = {});
    /// One prompt per line; per paragraph where blank lines separate them.
    void pastePrompts(int row, const QString &text);
    void duplicatePrompts(const QList<int> &rows);
    void removePrompts(const QList<int> &rows);
    /// Moves `count` prompts so that they come before the row that is `before` now.
    void movePrompts(int row, int count, int before);
    void setPrompt(int row, const Prompt &prompt);

    void setEndpoint(const Endpoint &endpoint);
    void setModelTicked(const QString &model, bool ticked);
    void setAnalyzerTicked(const QString &analyzer, bool ticked);

    void setConcurrency(int calls);
    void setWorkers(int workers);
    void setPool(int executors);
    void setStream(bool stream);
    void setCpuMs(double milliseconds);
    void setTimeScale(double factor);
    void setTimeoutS(double seconds);
    void setRequests(int calls);
    void setRepeats(int repeats);
    void setSeed(quint64 seed);
    /// Any other change, as one step named `text`. The first change of a built-in one makes it a copy, with a name of its own. Steps with
    /// the same key that follow each other within a second are one; an empty key: never.
    void edit(const QString &text, const QString &mergeKey, const std::function<void(Scenario &)> &change);
    /// Every setting of a run back to what a new scenario has; prompts, endpoint, models and variants stay.
    void resetSettings();

Q_SIGNALS:
    void changed();

private:
    friend class ScenarioCommand;
    void apply(const Scenario &scenario);
    void nameCopy(Scenario &after) const;

    Scenario m_scenario;
    ScenarioOrigin m_origin;
    bool m_isModified = false;
    QUndoStack *m_undo;
    QElapsedTimer m_sinceEdit;
    int m_mergeRun = 0; // steps merge only within one run of quick edits
};

/// The prompts in pasted text: paragraphs where there are blank lines between them, else lines.
QList<Prompt> promptsFromText(const QString &text);

} // namespace interleave
