#include "ui/compare/result_export.h"

#include "export/exporters.h"
#include "forecast/claims.h"
#include "run/run_controller.h"
#include "ui/compare/result_page.h"
#include "ui/compare/result_pictures.h"
#include "ui/widgets/icon.h"

#include <QCursor>
#include <QDir>
#include <QFileDialog>
#include <QFutureWatcher>
#include <QMenu>
#include <QtConcurrent/QtConcurrentRun>

namespace interleave {

ResultExport::ResultExport(RunController &controller, QWidget *window)
    : QObject(window)
    , m_controller(controller)
    , m_window(window)
{
    m_menu = new QMenu(tr("&Export results"), window);
    m_menu->setIcon(themeIcon(QStringLiteral("export")));
    m_menu->setToolTipsVisible(true);
    m_menu->addAction(tr("Comparison (PNG, SVG, PDF)…"), this, [this] { exportPicture(QStringLiteral("comparison.png")); });
    m_menu->addAction(tr("Timelines (PNG, SVG, PDF)…"), this, [this] { exportPicture(QStringLiteral("timeline.png")); });
    m_menu->addAction(tr("Report (HTML)…"), this, &ResultExport::exportPage);
    m_menu->addSeparator();
    for (const Exporter &exporter : exporters())
        m_menu->addAction(exporter.title + QStringLiteral("…"), this, [this, id = exporter.id] { exportFormat(id); })
            ->setToolTip(exporter.sentence);
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        const bool any = !m_controller.finishedRuns().isEmpty();
        const auto actions = m_menu->actions();
        for (QAction *action : actions)
            action->setEnabled(any);
    });
}

void ResultExport::popUpMenu() { m_menu->popup(QCursor::pos()); }

QString ResultExport::askPath(const QString &fileName) const
{
    return QFileDialog::getSaveFileName(m_window, tr("Export"), QDir::home().filePath(fileName));
}

void ResultExport::exportPicture(const QString &name)
{
    const QString path = askPath(name);
    if (path.isEmpty())
        return;
    const QList<FinishedRun> runs = m_controller.finishedRuns();
    const bool isComparison = name == QStringLiteral("comparison.png");
    tell(path, savePicture(isComparison ? comparisonPicture(runs) : timelinePicture(m_controller.scenario(), runs), path));
}

void ResultExport::exportPage()
{
    const QString path = askPath(QStringLiteral("report.html"));
    if (path.isEmpty())
        return;
    const Scenario scenario = m_controller.scenario();
    const QList<FinishedRun> runs = m_controller.finishedRuns();
    auto *watcher = new QFutureWatcher<QString>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path] {
        tell(path, watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(saveResultPage, scenario, runs, picturesOfPage(scenario, runs), path));
}

void ResultExport::tell(const QString &path, const QString &problem)
{
    if (problem.isEmpty())
        Q_EMIT done(tr("Wrote %1").arg(path));
    else
        Q_EMIT failed(problem);
}

static ExportInput withClaims(ExportInput input)
{
    input.claims = claimsOf(input.scenario, input.runs);
    return input;
}

void ResultExport::exportFormat(const QString &id)
{
    const Exporter *exporter = findExporter(id);
    const QString path = askPath(exporter->fileName);
    if (path.isEmpty())
        return;
    auto *watcher = new QFutureWatcher<Result<QStringList>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        const Result<QStringList> files = watcher->future().takeResult();
        if (files)
            Q_EMIT done(tr("Wrote %1").arg(files->join(QStringLiteral(", "))));
        else
            Q_EMIT failed(files.error());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run([exporter, path, input = ExportInput{m_controller.scenario(), m_controller.finishedRuns()}] {
        return exportTo(*exporter, withClaims(input), path);
    }));
}

} // namespace interleave
