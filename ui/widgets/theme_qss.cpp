#include "ui/widgets/theme_qss.h"

#include "ui/widgets/theme.h"

#include <QRegularExpression>

namespace interleave {

namespace {

constexpr const char *frames = R"(
QMenuBar { background: @window; color: @text2; padding: 1px 8px; border: none; font-size: 9.4pt; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 5px; }
QMenuBar::item:selected { background: @hover; color: @text; }
QMenuBar::item:pressed { background: @border; color: @text; }
QMenu { background: @panel; color: @text; border: 1px solid @control; padding: 4px; font-size: 9.4pt; }
QMenu::item { padding: 5px 28px 5px 28px; border-radius: 4px; background: transparent; }
QMenu::item:selected { background: @sel; color: @text; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::icon { left: 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 6px; }
QToolBar { background: @window; border: none; border-bottom: 1px solid @border; padding: 0; spacing: 0; }
QToolBar::separator { width: 1px; background: @border; margin: 14px 4px; }
QStatusBar { background: @window; color: @text2; border-top: 1px solid @border; font-size: 9pt; }
QStatusBar QLabel { color: @text2; font-size: 9pt; }
QStatusBar::item { border: none; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @controlStrong; }
QDockWidget { color: @text; border: none; }
QDockWidget::title { background: @header; border-bottom: 1px solid @border; padding: 8px 16px; text-align: left; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QToolTip { background: @header; color: @text; border: 1px solid @controlStrong; padding: 5px 7px; font-size: 9pt; }
QFrame[role="panel"] { background: @panel; border: none; }
QFrame[role="header"] { background: @header; border: none; border-bottom: 1px solid @border; }
QFrame[role="card"] { background: @panel; border: 1px solid @border; border-radius: 8px; }
QFrame[role="well"] { background: @sunken; border: 1px solid @border; border-radius: 6px; }
QFrame[role="track"] { background: @sunken; border: 1px solid @border; border-radius: 6px; }
QFrame[role="hairline"] { background: @border; border: none; min-height: 1px; max-height: 1px; }
QLabel[role="secondary"] { color: @text2; }
QLabel[role="hint"] { color: @text3; }
QLabel[role="warn"] { color: @warn; }
QLabel[role="error"] { color: @error; }
QLabel[role="accent"] { color: @accentText; }
QLabel:disabled { color: @text3; }
)";

constexpr const char *buttons = R"(
QPushButton { background: @panel; color: @text; border: 1px solid @control; border-radius: 6px; padding: 0 12px; min-height: 30px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @sunken; border-color: @controlStrong; }
QPushButton:disabled { background: transparent; color: @text3; border-color: @border; }
QPushButton[small="true"] { min-height: 22px; padding: 0 8px; font-size: 9pt; border-radius: 5px; }
QPushButton[role="primary"] { background: @accent; color: @onAccent; border: 1px solid @accent; padding: 0 19px; min-height: 34px; font-size: 10.5pt; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[role="primary"]:pressed { background: @accentPress; border-color: @accentPress; }
QPushButton[role="primary"]:disabled { background: @hover; color: @text3; border-color: @border; }
QPushButton[role="large"] { min-height: 34px; padding: 0 15px; font-size: 10.5pt; font-weight: 600; }
QPushButton[role="flat"] { background: transparent; color: @text2; border: 1px solid transparent; padding: 0 8px; min-height: 22px; }
QPushButton[role="flat"]:hover { background: @hover; color: @text; }
QPushButton[role="flat"]:pressed { background: @sunken; }
QPushButton[role="flat"]:checked { background: @accentSoft; color: @accentText; border-color: @accent; }
QPushButton[role="flat"]:disabled { color: @text3; }
QPushButton[role="link"] { background: transparent; color: @accentText; border: none; padding: 0 2px; min-height: 20px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QToolButton { background: transparent; color: @text2; border: 1px solid transparent; border-radius: 5px; padding: 3px 7px; }
QToolButton:hover { background: @hover; color: @text; }
QToolButton:pressed { background: @sunken; }
QToolButton:checked { background: @accentSoft; color: @accentText; border-color: @accent; }
QToolButton:disabled { color: @text3; }
QToolButton[role="chooser"] { color: @text; padding: 5px 22px 5px 8px; font-weight: 500; }
QToolButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center; width: 16px; height: 16px; right: 4px; }
QToolButton[role="segment"] { background: transparent; color: @text2; border: 1px solid transparent; border-radius: 5px; padding: 0 14px; min-height: 24px; }
QToolButton[role="segment"]:hover { color: @text; }
QToolButton[role="segment"]:checked { background: @panel; color: @text; border-color: @control; font-weight: 600; }
QToolButton[role="segment"][small="true"] { padding: 0 9px; min-height: 18px; border-radius: 4px; font-size: 9pt; }
)";

constexpr const char *fields = R"(
QLineEdit, QPlainTextEdit[role="field"], QTextEdit[role="field"] { background: @panel; color: @text; border: 1px solid @control; border-radius: 5px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit { padding: 0 9px; min-height: 26px; }
QPlainTextEdit[role="field"], QTextEdit[role="field"] { padding: 5px 6px; }
QLineEdit:hover, QPlainTextEdit[role="field"]:hover { border-color: @controlStrong; }
QLineEdit:focus { border: 2px solid @accent; padding: 0 8px; min-height: 24px; }
QPlainTextEdit[role="field"]:focus, QTextEdit[role="field"]:focus { border: 2px solid @accent; padding: 4px 5px; }
QLineEdit[error="true"] { border: 2px solid @error; padding: 0 8px; min-height: 24px; }
QPlainTextEdit[error="true"] { border: 2px solid @error; padding: 4px 5px; }
QLineEdit:disabled, QPlainTextEdit[role="field"]:disabled { background: @window; color: @text3; border-color: @border; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; background: transparent; padding: 0; min-height: 0; }
QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus { border: none; padding: 0; min-height: 0; }
QPlainTextEdit, QTextEdit, QTextBrowser { background: @panel; color: @text; border: none; selection-background-color: @accent; selection-color: @onAccent; }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @control; padding: 4px; outline: none; selection-background-color: @sel; selection-color: @text; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; }
QProgressBar { background: @border; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QSlider::groove:horizontal { height: 4px; background: @border; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: @accent; }
)";

constexpr const char *views = R"(
QTableView, QListView, QTreeView { background: @panel; color: @text; border: none; outline: none; gridline-color: @grid; selection-background-color: @sel; selection-color: @text; font-size: 9.4pt; }
QTableView::item { border: none; border-bottom: 1px solid @grid; padding: 0 8px; }
QListView::item { border: none; border-bottom: 1px solid @grid; min-height: 31px; padding: 0 8px; }
QTableView::item:hover, QListView::item:hover, QTreeView::item:hover { background: @hover; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: @lane; color: @text; }
QTableView::item:selected:active, QListView::item:selected:active, QTreeView::item:selected:active { background: @sel; color: @text; }
QHeaderView { background: @header; border: none; }
QHeaderView::section { background: @header; color: @text2; border: none; border-bottom: 1px solid @border; padding: 0 8px; font-size: 9pt; text-align: left; }
QHeaderView::section:hover { background: @hover; color: @text; }
QHeaderView::down-arrow, QHeaderView::up-arrow { width: 12px; height: 12px; subcontrol-position: center right; }
QTableCornerButton::section { background: @header; border: none; }
QAbstractScrollArea { border: none; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: none; }
QScrollBar::handle { background: @control; border: 3px solid transparent; border-radius: 5px; }
QScrollBar::handle:vertical { min-height: 28px; margin: 2px; border: none; border-radius: 3px; }
QScrollBar::handle:horizontal { min-width: 28px; margin: 2px; border: none; border-radius: 3px; }
QScrollBar::handle:hover { background: @controlStrong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTabWidget::pane { border: none; }
QTabBar { background: transparent; qproperty-drawBase: 0; font-size: 9pt; }
QTabBar::tab { background: @sunken; color: @text2; border: 1px solid @border; border-left: none; padding: 0 11px; min-height: 22px; }
QTabBar::tab:first { border-left: 1px solid @border; border-top-left-radius: 5px; border-bottom-left-radius: 5px; }
QTabBar::tab:last { border-top-right-radius: 5px; border-bottom-right-radius: 5px; }
QTabBar::tab:only-one { border: 1px solid @border; border-radius: 5px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { background: @panel; color: @text; border: 1px solid @control; border-radius: 5px; font-weight: 600; }
QTabBar::tab:disabled { color: @text3; }
)";

} // namespace

QString themeStyleSheet(const Theme &theme)
{
    QHash<QString, QString> colours;
    for (const ThemeToken &token : themeTokens())
        colours.insert(QString::fromLatin1(token.name), (theme.*token.colour).name());

    const QString source = QLatin1StringView(frames) + QLatin1StringView(buttons) + QLatin1StringView(fields) + QLatin1StringView(views);
    static const QRegularExpression token(QStringLiteral("@(\\w+)"));
    QString sheet;
    qsizetype copied = 0;
    for (auto matches = token.globalMatch(source); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        Q_ASSERT_X(colours.contains(match.captured(1)), "themeStyleSheet", "unknown token");
        sheet += QStringView(source).mid(copied, match.capturedStart() - copied);
        sheet += colours.value(match.captured(1));
        copied = match.capturedEnd();
    }
    sheet += QStringView(source).mid(copied);
    return sheet;
}

} // namespace interleave
