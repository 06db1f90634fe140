#include "ui/main_toolbar.h"

#include "ui/widgets/action_button.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/theme_manager.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace interleave {

static ActionButton *makeButton(const QString &text, const QString &icon, IconTone tone, const QString &keys, bool primary, QWidget *parent)
{
    auto *button = new ActionButton(text, parent);
    button->setIcon(themeIcon(icon, tone));
    button->setKeyHint(keys);
    button->setFixedHeight(metrics::buttonPrimary);
    button->setProperty("role", primary ? QStringLiteral("primary") : QStringLiteral("large"));
    return button;
}

MainToolBar::MainToolBar(QMenu *scenarioMenu, QWidget *parent)
    : QToolBar(tr("Main toolbar"), parent)
{
    setObjectName(QStringLiteral("mainToolBar"));
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setFixedHeight(metrics::toolBar);

    auto *content = new QWidget(this);
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(metrics::inset, 0, metrics::inset, 0);
    content->setFixedHeight(metrics::toolBar - 1);
    layout->setSpacing(metrics::groupGap);

    m_workspaces = new SegmentedControl({tr("Edit"), tr("Run"), tr("Compare"), tr("History")}, content);
    m_workspaces->setAccessibleName(tr("Workspace"));
    connect(m_workspaces, &SegmentedControl::currentChanged, this,
            [this](int index) { Q_EMIT workspaceChosen(static_cast<Workspace>(index)); });
    layout->addWidget(m_workspaces);

    m_scenario = new QToolButton(content);
    m_scenario->setMenu(scenarioMenu);
    m_scenario->setPopupMode(QToolButton::InstantPopup);
    m_scenario->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_scenario->setIcon(themeIcon(QStringLiteral("folder")));
    m_scenario->setFixedHeight(metrics::button);
    layout->addWidget(m_scenario);
    layout->addStretch();

    auto *state = new QVBoxLayout;
    state->setSpacing(0);
    m_first = new QLabel(content);
    m_first->setFont(themeFont(TextRole::SmallStrong));
    m_second = new QLabel(content);
    m_second->setFont(themeFont(TextRole::Small));
    m_second->setProperty("tone", QStringLiteral("quiet"));
    for (QLabel *label : {m_first, m_second}) {
        label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        state->addWidget(label);
    }
    state->setAlignment(Qt::AlignVCenter);
    layout->addLayout(state);

    m_runAgain = makeButton(tr("Run again"), QStringLiteral("play"), IconTone::Normal, QStringLiteral("F5"), false, content);
    m_run = makeButton(tr("Run"), QStringLiteral("play"), IconTone::OnAccent, QStringLiteral("F5"), true, content);
    m_stop = makeButton(tr("Stop"), QStringLiteral("stop"), IconTone::Error, QStringLiteral("Esc"), false, content);
    m_export = makeButton(tr("Export…"), QStringLiteral("export"), IconTone::OnAccent, {}, true, content);
    connect(m_run, &QPushButton::clicked, this, &MainToolBar::runChosen);
    connect(m_runAgain, &QPushButton::clicked, this, &MainToolBar::runChosen);
    connect(m_stop, &QPushButton::clicked, this, &MainToolBar::stopChosen);
    connect(m_export, &QPushButton::clicked, this, &MainToolBar::exportChosen);
    for (ActionButton *button : {m_runAgain, m_run, m_stop, m_export})
        layout->addWidget(button);
    addWidget(content);
    this->layout()->setContentsMargins(0, 0, 0, 0);
    showRun(tr("Run"), {});
}

void MainToolBar::setWorkspace(Workspace workspace) { m_workspaces->setCurrent(static_cast<int>(workspace)); }

void MainToolBar::setScenarioName(const QString &name, bool modified)
{
    m_scenario->setText(modified ? name + QStringLiteral(" •") : name);
    m_scenario->setToolTip(modified ? tr("%1, with changes that are not in a file").arg(name) : name);
}

void MainToolBar::setState(const QString &first, const QString &second)
{
    m_first->setText(first);
    m_second->setText(second);
}

void MainToolBar::showButtons(ActionButton *primary, ActionButton *neutral)
{
    for (ActionButton *button : {m_runAgain, m_run, m_stop, m_export})
        button->setVisible(button == primary || button == neutral);
}

void MainToolBar::showRun(const QString &text, const QString &whyNot)
{
    m_run->setText(text);
    m_run->setEnabled(whyNot.isEmpty());
    m_run->setToolTip(whyNot);
    showButtons(m_run, nullptr);
}

void MainToolBar::showStop() { showButtons(m_stop, nullptr); }
void MainToolBar::showExport() { showButtons(m_export, m_runAgain); }

} // namespace interleave
