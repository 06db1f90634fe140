// Mark-up in what a server or a file says is shown, not obeyed: in labels, boxes and tool tips of every kind.
#include "core/scenario.h"
#include "support/test_main.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/theme_manager.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QToolTip>

using namespace interleave;
using namespace Qt::StringLiterals;

class PlainTextTest : public QObject
{
    Q_OBJECT

    const QString m_forged = u"<h2>5 calls to the simulator, free.</h2><img src=\"file:///dev/zero\">"_s;

    /// What a tool tip at the middle of the widget shows.
    static QString shownBy(QWidget &widget, const QPoint &at)
    {
        QHelpEvent help(QEvent::ToolTip, at, widget.mapToGlobal(at));
        QApplication::sendEvent(&widget, &help);
        const QString shown = QToolTip::text();
        QToolTip::hideText();
        return shown;
    }
    /// The text as a label with mark-up would have it written out.
    void isShownAsItIs(const QString &toolTip) const
    {
        QVERIFY2(!toolTip.contains(u"<h2>"_s) && !toolTip.contains(u"<img"_s), qPrintable(toolTip));
        QVERIFY2(toolTip.contains(u"&lt;h2&gt;"_s), qPrintable(toolTip));
    }

private Q_SLOTS:
    void initTestCase() { ThemeManager::instance(); }

    void aLabelIsPlain()
    {
        QLabel label(m_forged);
        label.ensurePolished();
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QLabel later;
        later.show();
        later.setText(m_forged);
        QCOMPARE(later.textFormat(), Qt::PlainText);
    }
    void aLabelOfTheProgramsOwnMarkUpIsNot()
    {
        QLabel label(u"<b>Ours</b>"_s);
        label.setTextFormat(Qt::RichText);
        label.ensurePolished();
        QCOMPARE(label.textFormat(), Qt::RichText);
    }
    void everyLabelOfABoxIsPlain()
    {
        QMessageBox box(QMessageBox::Question, m_forged, m_forged, QMessageBox::Cancel);
        box.setInformativeText(m_forged);
        box.show();
        int texts = 0;
        for (const QLabel *label : box.findChildren<QLabel *>()) {
            if (label->text().isEmpty())
                continue;
            ++texts;
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
        QCOMPARE(texts, 2);
    }

    void aToolTipIsPlain()
    {
        QWidget widget;
        widget.resize(100, 100);
        widget.setToolTip(m_forged);
        widget.show();
        isShownAsItIs(shownBy(widget, {50, 50}));
        widget.setToolTip(u"just words"_s);
        QCOMPARE(shownBy(widget, {50, 50}), u"just words"_s);
    }
    void aToolTipOfAListIsPlain()
    {
        QListWidget list;
        list.resize(200, 100);
        list.addItem(u"row"_s);
        list.item(0)->setToolTip(m_forged);
        list.show();
        isShownAsItIs(shownBy(*list.viewport(), list.visualItemRect(list.item(0)).center()));
    }
    void aToolTipOfAMenuIsPlain()
    {
        QMenu menu;
        menu.setToolTipsVisible(true);
        QAction *action = menu.addAction(u"entry"_s);
        action->setToolTip(m_forged);
        menu.popup({0, 0});
        isShownAsItIs(shownBy(menu, menu.actionGeometry(action).center()));
        menu.close();
    }
    void linesStayLines() { QCOMPARE(plainToolTip(u"<b>a</b>\nb & c"_s), u"<qt>&lt;b&gt;a&lt;/b&gt;<br>b &amp; c</qt>"_s); }
};

INTERLEAVE_UI_TEST_MAIN(PlainTextTest)
#include "tst_plain_text.moc"
