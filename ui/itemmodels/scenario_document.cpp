#include "ui/itemmodels/scenario_document.h"

#include "setup/catalog.h"

#include <QLocale>
#include <QRegularExpression>
#include <QUndoCommand>
#include <QUndoStack>

#include <optional>

namespace interleave {

/// One step: the whole scenario before and after. Its lists are implicitly shared, so a step costs what it changed.
class ScenarioCommand : public QUndoCommand
{
public:
    ScenarioCommand(ScenarioDocument &document, const QString &text, const QString &mergeKey, Scenario after)
        : QUndoCommand(text)
        , m_document(document)
        , m_mergeKey(mergeKey)
        , m_before(document.scenario())
        , m_after(std::move(after))
    {
    }

    /// Another scenario with an origin of its own.
    ScenarioCommand(ScenarioDocument &document, const QString &text, const ScenarioOrigin &origin)
        : ScenarioCommand(document, text, QString(), origin.saved)
    {
        m_originBefore = document.origin();
        m_originAfter = origin;
    }

    void undo() override { apply(m_before, m_originBefore); }
    void redo() override { apply(m_after, m_originAfter); }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }

    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const ScenarioCommand *>(other);
        if (next->m_mergeKey != m_mergeKey)
            return false;
        m_after = next->m_after;
        setText(next->text());
        setObsolete(m_after == m_before);
        return true;
    }

private:
    void apply(const Scenario &scenario, const std::optional<ScenarioOrigin> &origin)
    {
        if (origin)
            m_document.m_origin = *origin;
        m_document.apply(scenario);
    }

    ScenarioDocument &m_document;
    const QString m_mergeKey;
    const Scenario m_before;
    Scenario m_after;
    std::optional<ScenarioOrigin> m_originBefore, m_originAfter; // of a step to another scenario
};

static constexpr qint64 mergeWithinMs = 1000;

ScenarioDocument::ScenarioDocument(QObject *parent)
    : QObject(parent)
    , m_undo(new QUndoStack(this))
{
}

void ScenarioDocument::reset(const Scenario &scenario) { reset(scenario, {.saved = scenario}); }

void ScenarioDocument::reset(const Scenario &scenario, const ScenarioOrigin &origin)
{
    m_undo->clear();
    ++m_mergeRun;
    m_origin = origin;
    apply(scenario);
}

void ScenarioDocument::replace(const ScenarioOrigin &origin, const QString &text)
{
    ++m_mergeRun;
    m_undo->push(new ScenarioCommand(*this, text, origin));
}

void ScenarioDocument::setSavedAs(const QString &path)
{
    m_origin = {.path = path, .saved = m_scenario};
    ++m_mergeRun;
    apply(m_scenario);
}

void ScenarioDocument::apply(const Scenario &scenario)
{
    m_scenario = scenario;
    m_isModified = m_scenario != m_origin.saved;
    Q_EMIT changed();
}

/// A changed built-in scenario is no longer that scenario; changed back, it is.
void ScenarioDocument::nameCopy(Scenario &after) const
{
    const Scenario &original = m_origin.saved;
    if (m_origin.builtIn.isEmpty())
        return;
    QString title = original.name;
    const QList<CatalogEntry> scenarios = catalogOfScenarios();
    for (const CatalogEntry &entry : scenarios) {
        if (entry.id == m_origin.builtIn)
            title = entry.title;
    }
    const QString copy = tr("Copy of %1").arg(title);
    if (after.name != original.name && after.name != copy)
        return; // it has a name of its own
    after.name = original.name;
    if (after != original)
        after.name = copy;
}

void ScenarioDocument::edit(const QString &text, const QString &mergeKey, const std::function<void(Scenario &)> &change)
{
    Scenario after = m_scenario;
    change(after);
    nameCopy(after);
    if (after == m_scenario)
        return;
    if (!m_sinceEdit.isValid() || m_sinceEdit.elapsed() > mergeWithinMs)
        ++m_mergeRun;
    m_sinceEdit.start();
    const QString key = mergeKey.isEmpty() ? QString() : mergeKey % u'/' % QString::number(m_mergeRun);
    m_undo->push(new ScenarioCommand(*this, text, key, std::move(after)));
}

QString ScenarioDocument::problem() const
{
    if (m_scenario.prompts.isEmpty())
        return tr("There are no prompts; add at least one.");
    for (qsizetype i = 0; i < m_scenario.prompts.size(); ++i) {
        if (m_scenario.prompts[i].text.trimmed().isEmpty())
            return tr("Prompt %1 is empty; write it or delete it.").arg(i + 1);
    }
    if (m_scenario.models.isEmpty())
        return tr("No execution model is ticked; tick at least one.");
    return {};
}

void ScenarioDocument::addPrompt() { insertPrompts(static_cast<int>(m_scenario.prompts.size()), {Prompt{}}); }

void ScenarioDocument::insertPrompts(int row, const QList<Prompt> &prompts, const QString &text)
{
    const auto count = static_cast<int>(prompts.size());
    const QString name = !text.isEmpty() ? text : count == 1 ? tr("Add prompt") : tr("Add %1 prompts").arg(count);
    edit(name, {}, [&](Scenario &scenario) {
        const auto at = std::clamp<qsizetype>(row, 0, scenario.prompts.size());
        for (qsizetype i = 0; i < prompts.size(); ++i)
            scenario.prompts.insert(at + i, prompts[i]);
    });
}

void ScenarioDocument::pastePrompts(int row, const QString &text)
{
    const QList<Prompt> prompts = promptsFromText(text);
    insertPrompts(row, prompts, prompts.size() == 1 ? tr("Paste prompt") : tr("Paste %1 prompts").arg(prompts.size()));
}

void ScenarioDocument::duplicatePrompts(const QList<int> &rows)
{
    edit(rows.size() == 1 ? tr("Duplicate prompt") : tr("Duplicate %1 prompts").arg(rows.size()), {}, [&](Scenario &scenario) {
        QList<int> sorted = rows;
        std::sort(sorted.begin(), sorted.end(), std::greater());
        for (const int row : sorted) {
            if (row >= 0 && row < scenario.prompts.size())
                scenario.prompts.insert(row + 1, Prompt(scenario.prompts[row]));
        }
    });
}

void ScenarioDocument::removePrompts(const QList<int> &rows)
{
    edit(rows.size() == 1 ? tr("Delete prompt") : tr("Delete %1 prompts").arg(rows.size()), {}, [&](Scenario &scenario) {
        QList<int> sorted = rows;
        std::sort(sorted.begin(), sorted.end(), std::greater());
        for (const int row : sorted) {
            if (row >= 0 && row < scenario.prompts.size())
                scenario.prompts.removeAt(row);
        }
    });
}

void ScenarioDocument::movePrompts(int row, int count, int before)
{
    const auto size = static_cast<int>(m_scenario.prompts.size());
    if (row < 0 || count < 1 || row + count > size || before < 0 || before > size || (before >= row && before <= row + count))
        return;
    edit(count == 1 ? tr("Move prompt") : tr("Move %1 prompts").arg(count), {}, [&](Scenario &scenario) {
        const auto begin = scenario.prompts.begin();
        if (before < row)
            std::rotate(begin + before, begin + row, begin + row + count);
        else
            std::rotate(begin + row, begin + row + count, begin + before);
    });
}

void ScenarioDocument::setPrompt(int row, const Prompt &prompt)
{
    if (row < 0 || row >= m_scenario.prompts.size())
        return;
    edit(tr("Edit prompt %1").arg(row + 1), QStringLiteral("prompt %1").arg(row),
         [&](Scenario &scenario) { scenario.prompts[row] = prompt; });
}

void ScenarioDocument::setEndpoint(const Endpoint &endpoint)
{
    edit(tr("Change endpoint"), QStringLiteral("endpoint"), [&](Scenario &scenario) { scenario.endpoint = endpoint; });
}

/// `names` with `name` in or out, in the order of `catalog`; names that the catalog does not know stay at the end.
static QStringList ticked(QStringList names, const QString &name, bool on, const QList<CatalogEntry> &catalog)
{
    names.removeAll(name);
    if (on)
        names.append(name);
    QStringList sorted;
    for (const CatalogEntry &entry : catalog) {
        if (names.removeAll(entry.id) > 0)
            sorted.append(entry.id);
    }
    return sorted + names;
}

static QString titleOf(const QString &id, const QList<CatalogEntry> &catalog)
{
    const auto found = std::find_if(catalog.begin(), catalog.end(), [&id](const CatalogEntry &entry) { return entry.id == id; });
    return found == catalog.end() ? id : found->title;
}

void ScenarioDocument::setModelTicked(const QString &model, bool on)
{
    const QList<CatalogEntry> catalog = catalogOfModels();
    edit((on ? tr("Tick %1") : tr("Untick %1")).arg(titleOf(model, catalog)), {},
         [&](Scenario &scenario) { scenario.models = ticked(scenario.models, model, on, catalog); });
}

void ScenarioDocument::setAnalyzerTicked(const QString &analyzer, bool on)
{
    const QList<CatalogEntry> catalog = catalogOfAnalyzers();
    edit((on ? tr("Analyze with %1") : tr("Analyze without %1")).arg(titleOf(analyzer, catalog)), {},
         [&](Scenario &scenario) { scenario.analyzers = ticked(scenario.analyzers, analyzer, on, catalog); });
}

void ScenarioDocument::setConcurrency(int calls)
{
    edit(tr("Set concurrency %1").arg(calls), QStringLiteral("concurrency"), [=](Scenario &scenario) { scenario.concurrency = calls; });
}

void ScenarioDocument::setWorkers(int workers)
{
    edit(tr("Set workers %1").arg(workers), QStringLiteral("workers"), [=](Scenario &scenario) { scenario.workers = workers; });
}

void ScenarioDocument::setPool(int executors)
{
    edit(tr("Set pool %1").arg(executors), QStringLiteral("pool"), [=](Scenario &scenario) { scenario.pool = executors; });
}

void ScenarioDocument::setStream(bool stream)
{
    edit(stream ? tr("Turn streaming on") : tr("Turn streaming off"), {}, [=](Scenario &scenario) { scenario.stream = stream; });
}

void ScenarioDocument::setCpuMs(double milliseconds)
{
    edit(tr("Set CPU work %1 ms").arg(QLocale().toString(milliseconds, 'g', 6)), QStringLiteral("cpu"),
         [=](Scenario &scenario) { scenario.cpuMs = milliseconds; });
}

void ScenarioDocument::setTimeScale(double factor)
{
    edit(tr("Set time scale × %1").arg(QLocale().toString(factor, 'g', 6)), QStringLiteral("scale"),
         [=](Scenario &scenario) { scenario.timeScale = factor; });
}

void ScenarioDocument::setTimeoutS(double seconds)
{
    edit(seconds > 0 ? tr("Set timeout %1 s").arg(QLocale().toString(seconds, 'g', 6)) : tr("Set no timeout"), QStringLiteral("timeout"),
         [=](Scenario &scenario) { scenario.timeoutS = seconds; });
}

void ScenarioDocument::setRequests(int calls)
{
    edit(calls > 0 ? tr("Set requests %1").arg(calls) : tr("Set one request per prompt"), QStringLiteral("requests"),
         [=](Scenario &scenario) { scenario.requests = calls; });
}

void ScenarioDocument::setRepeats(int repeats)
{
    edit(tr("Set repeats %1").arg(repeats), QStringLiteral("repeats"), [=](Scenario &scenario) { scenario.repeats = repeats; });
}

void ScenarioDocument::setSeed(quint64 seed)
{
    edit(tr("Set seed %1").arg(seed), QStringLiteral("seed"), [=](Scenario &scenario) { scenario.seed = seed; });
}

void ScenarioDocument::resetSettings()
{
    edit(tr("Default set-up"), {}, [](Scenario &scenario) {
        Scenario fresh;
        fresh.name = scenario.name;
        fresh.prompts = scenario.prompts;
        fresh.endpoint = scenario.endpoint;
        fresh.models = scenario.models;
        fresh.variants = scenario.variants;
        scenario = fresh;
    });
}

QList<Prompt> promptsFromText(const QString &text)
{
    static const QRegularExpression blankLines(QStringLiteral("\\R[^\\S\\n]*\\R\\s*"));
    static const QRegularExpression lineEnd(QStringLiteral("\\R"));
    const QString trimmed = text.trimmed();
    QList<Prompt> prompts;
    for (const QString &part : trimmed.split(trimmed.contains(blankLines) ? blankLines : lineEnd, Qt::SkipEmptyParts)) {
        if (part.trimmed().isEmpty())
            continue;
        Prompt prompt;
        prompt.text = part.trimmed();
        prompts.append(prompt);
    }
    return prompts;
}

} // namespace interleave
