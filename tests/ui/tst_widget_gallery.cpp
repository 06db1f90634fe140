// Every reusable widget in both themes and at two scales: it must lay out and paint without a warning, use the theme's
// colours, and leave a picture to look at (build/<preset>/tests/gallery-*.png).
#include "core/phase.h"
#include "support/test_main.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/empty_card.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/key_hint.h"
#include "ui/widgets/labeled_value.h"
#include "ui/widgets/model_mark.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/phase_legend.h"
#include "ui/widgets/phase_painter.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme_manager.h"
#include "ui/widgets/verdict_chip.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>

using namespace interleave;

namespace {

/// All phases, spans in their special states, and the model marks.
class Pictures : public QWidget
{
public:
    Pictures() { setMinimumSize(620, 380); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &t = currentTheme();
        QPainter p(this);
        p.setFont(themeFont(TextRole::Caption));
        int x = 4;
        int y = 10;
        for (const Phase phase : allPhases) {
            paintSpan(p, t, QRectF(x, y, phase == Phase::Send ? 3 : 92, 22), phase);
            p.setPen(t.text2);
            p.drawText(x, y + 38, phaseTitle(phase));
            x += 104;
            if (x > 560) {
                x = 4;
                y += 60;
            }
        }
        paintSpan(p, t, {4, 140, 70, 22}, Phase::Ttft);
        paintSpan(p, t, {74, 140, 120, 22}, Phase::Stream);
        const double ticks[] = {90, 93, 110, 130, 155, 190};
        paintChunkTicks(p, t, {74, 140, 120, 22}, ticks);
        paintFirstToken(p, t, 74, 140, 162);
        paintPredictedSpan(p, t, {194, 140, 60, 22}, Phase::Stream);
        paintPredictedSpan(p, t, {254, 140, 30, 22}, Phase::Analyze);
        p.setFont(themeFont(TextRole::CaptionStrong));
        paintSpanLabel(p, t, {74, 140, 120, 22}, Phase::Stream, QStringLiteral("66 tokens"));
        paintSpan(p, t, {4, 175, 40, 22}, Phase::Ttft, Outcome::RateLimited);
        paintSpan(p, t, {44, 175, 60, 22}, Phase::Backoff);
        paintSpan(p, t, {104, 175, 60, 22}, Phase::Ttft);
        paintSpan(p, t, {164, 175, 12, 22}, Phase::Stream, Outcome::NetworkError);
        paintSpan(p, t, {190, 175, 4, 22}, Phase::Stream, Outcome::NetworkError);
        paintSpan(p, t, {220, 175, 80, 22}, Phase::Stream);
        paintSelectedSpan(p, t, {220, 175, 80, 22});
        paintPlannedWait(p, t, {320, 175, 100, 22});
        paintSpan(p, t, {440, 175, 120, 22}, Phase::Limiter);
        paintSpanLabel(p, t, {440, 175, 120, 22}, Phase::Limiter, QStringLiteral("limiter 834 ms"));
        paintUnread(p, t, {34, 140, 40, 22});
        paintUnread(p, t, {160, 140, 34, 22});
        paintSpan(p, t, {440, 140, 60, 22}, Phase::Analyze);
        paintSpanLabel(p, t, {440, 140, 60, 22}, Phase::Analyze, QStringLiteral("P1"), true);
        int markY = 215;
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"}) {
            const int column = (markY - 215) / 52;
            paintModelMark(p, t, QRect(4 + column * 116, 215, 112, 56), QString::fromLatin1(model), false);
            paintModelMark(p, t, QRect(4 + column * 116, 270, 112, 40), QString::fromLatin1(model), true);
            markY += 52;
        }
        x = 4;
        for (const char *name : {"play",       "stop", "export",   "import",   "plus",   "minus",   "trash",        "duplicate",
                                 "up",         "down", "undo",     "redo",     "search", "folder",  "chevron-down", "chevron-right",
                                 "chevron-up", "fit",  "follow",   "defaults", "check",  "warning", "exclamation",  "cross",
                                 "link",       "info", "settings", "copy",     "save",   "file",    "external",     "clock"}) {
            themeIcon(QString::fromLatin1(name)).paint(&p, QRect(x, 330, 16, 16));
            x += 19;
        }
    }
};

ActionButton *button(const QString &text, const char *role, bool enabled = true)
{
    auto *result = new ActionButton(text);
    result->setProperty("role", QString::fromLatin1(role));
    result->setEnabled(enabled);
    return result;
}

QWidget *buttonsAndFields()
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(16, 16, 16, 16);
    grid->setSpacing(12);
    auto *run = button(QStringLiteral("Run all five"), "primary");
    run->setIcon(themeIcon(QStringLiteral("play"), IconTone::OnAccent));
    run->setKeyHint(QStringLiteral("F5"));
    run->setObjectName(QStringLiteral("run"));
    auto *off = button(QStringLiteral("Run all five"), "primary", false);
    off->setIcon(themeIcon(QStringLiteral("play"), IconTone::OnAccent));
    auto *stop = button(QStringLiteral("Stop"), "large");
    stop->setIcon(themeIcon(QStringLiteral("stop"), IconTone::Error));
    stop->setKeyHint(QStringLiteral("Esc"));
    auto *follow = button(QStringLiteral("Follow"), "flat");
    follow->setIcon(themeIcon(QStringLiteral("follow")));
    follow->setCheckable(true);
    follow->setChecked(true);
    auto *over = button(QStringLiteral("Start over"), "");
    over->setObjectName(QStringLiteral("over"));
    auto *small = button(QStringLiteral("Small"), "");
    small->setProperty("small", true);
    int column = 0;
    for (QWidget *widget : std::initializer_list<QWidget *>{run, off, stop, over, button(QStringLiteral("Start over"), "", false), follow,
                                                            small, button(QStringLiteral("Show me"), "link")})
        grid->addWidget(widget, 0, column++, Qt::AlignLeft);

    auto *edit = new QLineEdit(QStringLiteral("250 ms"));
    auto *wrong = new QLineEdit(QStringLiteral("0"));
    setFieldError(wrong, true);
    auto *disabled = new QLineEdit(QStringLiteral("250 ms"));
    disabled->setEnabled(false);
    auto *spin = new QSpinBox;
    spin->setValue(4);
    auto *times = new QDoubleSpinBox;
    times->setPrefix(QStringLiteral("× "));
    times->setValue(1);
    setFieldError(times, true);
    auto *combo = new QComboBox;
    combo->addItems({QStringLiteral("All at once"), QStringLiteral("Poisson")});
    auto *check = new QCheckBox(QStringLiteral("On"));
    check->setChecked(true);
    check->setObjectName(QStringLiteral("check"));
    auto *unchecked = new QCheckBox(QStringLiteral("Off"));
    column = 0;
    for (QWidget *widget : std::initializer_list<QWidget *>{edit, wrong, disabled, spin, times, combo, check, unchecked})
        grid->addWidget(widget, 1, column++, Qt::AlignLeft);

    auto *segments =
        new SegmentedControl({QStringLiteral("Edit"), QStringLiteral("Run"), QStringLiteral("Compare"), QStringLiteral("Learn")});
    auto *tabs = new SegmentedControl({QStringLiteral("Call"), QStringLiteral("Range"), QStringLiteral("Run")});
    tabs->setSmall(true);
    auto *bar = new QTabBar;
    bar->addTab(QStringLiteral("Call"));
    bar->addTab(QStringLiteral("Range"));
    bar->addTab(QStringLiteral("Run"));
    auto *chooser = new QToolButton;
    chooser->setProperty("role", QStringLiteral("chooser"));
    chooser->setText(QStringLiteral("Article: five prompts"));
    chooser->setIcon(themeIcon(QStringLiteral("folder")));
    chooser->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chooser->setPopupMode(QToolButton::InstantPopup);
    chooser->setMenu(new QMenu(chooser));
    auto *valid = new VerdictChip;
    valid->setVerdict(VerdictChip::Kind::Valid, QStringLiteral("VALID"));
    auto *suspect = new VerdictChip;
    suspect->setVerdict(VerdictChip::Kind::Suspect, QStringLiteral("SUSPECT"));
    auto *errors = new VerdictChip;
    errors->setVerdict(VerdictChip::Kind::Errors, QStringLiteral("2 errors"));
    grid->addWidget(segments, 2, 0, 1, 2, Qt::AlignLeft);
    grid->addWidget(chooser, 2, 2, 1, 2, Qt::AlignLeft);
    grid->addWidget(tabs, 2, 4);
    grid->addWidget(bar, 2, 5, Qt::AlignLeft);
    grid->addWidget(valid, 2, 6);
    grid->addWidget(suspect, 2, 7);
    grid->addWidget(errors, 2, 8);
    return box;
}

QWidget *lists()
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    auto *list = new QListWidget;
    list->addItems(
        {QStringLiteral("Explain AI in 50 words"), QStringLiteral("Summarize quantum computing"), QStringLiteral("Write a haiku")});
    for (int i = 0; i < 12; ++i)
        list->addItem(QStringLiteral("Describe neural networks %1").arg(i));
    list->setCurrentRow(1);
    auto *table = new QTableWidget(4, 3);
    table->setHorizontalHeaderLabels({QStringLiteral("Model"), QStringLiteral("Makespan"), QStringLiteral("Verdict")});
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int i = 0; i < 4; ++i) {
        table->setItem(i, 0, new QTableWidgetItem(QStringLiteral("Concurrent")));
        table->setItem(i, 1, new QTableWidgetItem(QStringLiteral("7.31 s")));
        table->setItem(i, 2, new QTableWidgetItem(QStringLiteral("VALID")));
    }
    table->selectRow(2);
    auto *text = new QPlainTextEdit(QStringLiteral("Explain AI in 50 words"));
    text->setProperty("role", QStringLiteral("field"));
    text->setObjectName(QStringLiteral("text"));
    for (QWidget *widget : std::initializer_list<QWidget *>{list, table, text}) {
        widget->setFixedHeight(170);
        row->addWidget(widget);
    }
    return box;
}

QWidget *gallery()
{
    auto *page = new QFrame;
    page->setProperty("role", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 16);
    column->setSpacing(8);
    auto *menus = new QMenuBar;
    for (const char *title : {"File", "Edit", "View", "Run"})
        menus->addMenu(QString::fromLatin1(title));
    column->setMenuBar(menus);
    auto *header = new PanelHeader(QStringLiteral("Timeline"));
    header->setSecondary(QStringLiteral("predicted in virtual time"));
    auto *legend = new PhaseLegend;
    legend->setShowsMarks(true);
    header->addLeft(legend);
    header->addButton(QStringLiteral("import"), QStringLiteral("Import…"));
    header->addButton(QStringLiteral("fit"), QStringLiteral("Fit all"))->setKeyHint(QStringLiteral("0"));
    column->addWidget(header);
    column->addWidget(buttonsAndFields());
    auto *middle = new QHBoxLayout;
    middle->setContentsMargins(16, 0, 16, 0);
    middle->addWidget(new Pictures);
    auto *right = new QVBoxLayout;
    auto *notice = new NoticeBar;
    notice->showNotice(NoticeBar::Kind::Suspect, QStringLiteral("SUSPECT: the client was the bottleneck"),
                       QStringLiteral("Loop lag p99 was 41 ms. Lower the concurrency limit or time scale, then run again."),
                       QStringLiteral("Why"));
    auto *failure = new NoticeBar;
    failure->showNotice(NoticeBar::Kind::Error, QStringLiteral("The simulator did not start"),
                        QStringLiteral("Port 8080 is taken. Choose another one."));
    auto *progress = new QProgressBar;
    progress->setValue(46);
    progress->setTextVisible(false);
    auto *card =
        new EmptyCard(QStringLiteral("Nothing has run yet"),
                      QStringLiteral("Every call and every analysis appears here while it happens. Read along a row to see one call "
                                     "wait, stream and be analyzed."));
    card->addWidget(new PhaseStrip);
    auto *value = new LabeledValue(QStringLiteral("First token"));
    value->setValue(QStringLiteral("510 ms"));
    for (QWidget *widget :
         std::initializer_list<QWidget *>{notice, failure, progress, card, value, new KeyHint(QStringLiteral("Ctrl Shift P"))})
        right->addWidget(widget);
    right->addStretch();
    middle->addLayout(right, 1);
    column->addLayout(middle);
    column->addWidget(lists());
    return page;
}

int pixelsOf(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == colour.rgb();
    }
    return count;
}

} // namespace

class WidgetGalleryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void paintsInEveryThemeAndScale_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("scale");
        QTest::addColumn<QString>("focused");
        QTest::newRow("light") << false << 1.0 << QStringLiteral("run");
        QTest::newRow("dark") << true << 1.0 << QStringLiteral("over");
        QTest::newRow("light-2x") << false << 2.0 << QStringLiteral("check");
        QTest::newRow("dark-2x") << true << 2.0 << QStringLiteral("text");
    }

    void paintsInEveryThemeAndScale()
    {
        QFETCH(bool, dark);
        QFETCH(double, scale);
        QFETCH(QString, focused);
        ThemeManager::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        const Theme &t = currentTheme();
        const std::unique_ptr<QWidget> page(gallery());
        page->resize(1180, 880);
        page->show();
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        page->findChild<QWidget *>(focused)->setFocus();
        QCoreApplication::processEvents();

        QImage picture((QSizeF(page->size()) * scale).toSize(), QImage::Format_RGB32);
        picture.setDevicePixelRatio(scale);
        picture.fill(t.panel);
        page->render(&picture);
        const QString file =
            QStringLiteral("%1/gallery-%2.png").arg(QCoreApplication::applicationDirPath(), QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(picture.save(file));

        QVERIFY(pixelsOf(picture, t.accent) > 1000);
        QVERIFY(pixelsOf(picture, t.errorSoft) > 500);
        for (const Phase phase : allPhases) {
            const PhaseStyle &style = t.phase(phase);
            QVERIFY2(pixelsOf(picture, style.fill.isValid() ? style.fill : style.line) > 20, phaseName(phase).data());
        }
    }

    void spansTileWithoutGapOrOverlap()
    {
        QImage lane(200, 30, QImage::Format_RGB32);
        lane.fill(Theme::light().canvas);
        QPainter painter(&lane);
        // fractional edges that share a value: every pixel between them must belong to exactly one span
        const double edges[] = {3.3, 20.5, 47.49, 90.51, 133.2};
        const Phase phases[] = {Phase::Connect, Phase::Pool, Phase::Stream, Phase::Analyze};
        for (size_t i = 0; i < std::size(phases); ++i)
            paintSpan(painter, Theme::light(), {edges[i], 5, edges[i + 1] - edges[i], 20}, phases[i]);
        painter.end();
        QVERIFY(lane.pixel(2, 15) == Theme::light().canvas.rgb());
        QVERIFY(lane.pixel(133, 15) == Theme::light().canvas.rgb());
        for (int x = 3; x < 133; ++x)
            QVERIFY2(lane.pixel(x, 15) != Theme::light().canvas.rgb(), qPrintable(QString::number(x)));
        QCOMPARE(lane.pixel(20, 15), Theme::light().phase(Phase::Connect).fill.rgb());
        QCOMPARE(lane.pixel(21, 15), Theme::light().phase(Phase::Pool).fill.rgb());
    }

    void hatchStaysWhereItsLaneIs()
    {
        const auto painted = [](double left) {
            QImage lane(120, 30, QImage::Format_RGB32);
            lane.fill(Theme::light().canvas);
            QPainter painter(&lane);
            paintSpan(painter, Theme::light(), {left, 4, 60, 22}, Phase::Limiter, Outcome::Ok, {10, 0});
            painter.end();
            return lane.copy(40, 8, 20, 14);
        };
        QCOMPARE(painted(10), painted(23)); // panned begin of the span, same texture inside
    }

    void whatLayUnreadIsMarkedAsFarAsThereIsRoom_data()
    {
        QTest::addColumn<QRectF>("part");
        QTest::addColumn<bool>("hasLid");
        QTest::addColumn<bool>("isHatched");
        QTest::newRow("bar of a comfortable lane") << QRectF(30, 10, 40, 22) << true << true;
        QTest::newRow("low bar") << QRectF(30, 10, 40, 8) << true << false;
        QTest::newRow("flat line") << QRectF(30, 10, 40, 2) << false << false;
        QTest::newRow("a moment") << QRectF(30, 10, 2, 22) << false << false;
    }
    void whatLayUnreadIsMarkedAsFarAsThereIsRoom()
    {
        QFETCH(QRectF, part);
        QFETCH(bool, hasLid);
        QFETCH(bool, isHatched);
        for (const Theme *t : {&Theme::light(), &Theme::dark()}) {
            QImage lane(120, 40, QImage::Format_RGB32);
            lane.fill(t->canvas);
            QPainter painter(&lane);
            paintSpan(painter, *t, {10, part.top(), 100, part.height()}, Phase::Stream);
            const QImage before = lane.copy();
            paintUnread(painter, *t, part);
            painter.end();
            const QRgb lid = t->phase(Phase::Analyze).line.rgb();
            QCOMPARE(lane.pixel(50, 8) == lid, hasLid);
            QCOMPARE(lane.pixel(30, 9) == lid, hasLid); // it drops at its ends
            QVERIFY(lane.pixel(29, 8) != lid && lane.pixel(71, 8) != lid);
            const QRect inside = part.toRect().adjusted(1, 1, -1, -1);
            QCOMPARE(lane.copy(inside) != before.copy(inside), isHatched);
            if (isHatched) // the phase below is still to be seen
                QVERIFY(pixelsOf(lane.copy(inside), t->phase(Phase::Stream).fill) > inside.width() * inside.height() / 8);
            QCOMPARE(lane.copy(80, 0, 30, 40), before.copy(80, 0, 30, 40));
        }
    }

    void failedSpansAreMarkedAtEveryWidth_data()
    {
        QTest::addColumn<double>("width");
        QTest::newRow("wide") << 80.0;
        QTest::newRow("narrow") << 12.0;
        QTest::newRow("sliver") << 2.0;
    }
    void failedSpansAreMarkedAtEveryWidth()
    {
        QFETCH(double, width);
        const Theme &t = Theme::light();
        QImage lane(120, 40, QImage::Format_RGB32);
        lane.fill(t.canvas);
        QPainter painter(&lane);
        paintSpan(painter, t, {10, 10, width, 20}, Phase::Ttft, Outcome::HttpError);
        painter.end();
        QVERIFY(pixelsOf(lane, t.errorSpan.fill) + pixelsOf(lane, t.errorSpan.line) >= 10);
    }

    void legendFocusesOnePhaseAndLetsGo()
    {
        PhaseLegend legend;
        legend.resize(legend.sizeHint());
        QList<std::optional<Phase>> said;
        connect(&legend, &PhaseLegend::focusChanged, this, [&said](std::optional<Phase> phase) { said.append(phase); });
        QTest::mouseClick(&legend, Qt::LeftButton, {}, {5, 10});
        QTest::mouseClick(&legend, Qt::LeftButton, {}, {5, 10});
        QCOMPARE(said.size(), 2);
        QVERIFY(said[0] == Phase::Limiter);
        QVERIFY(!said[1]);
    }

    void segmentsTellOnlyWhatTheUserChose()
    {
        SegmentedControl control({QStringLiteral("A"), QStringLiteral("B")});
        int told = 0;
        connect(&control, &SegmentedControl::currentChanged, this, [&told](int) { ++told; });
        control.setCurrent(1);
        QCOMPARE(control.current(), 1);
        QCOMPARE(told, 0);
        control.findChildren<QToolButton *>().first()->click();
        QCOMPARE(told, 1);
        QCOMPARE(control.current(), 0);
    }

    void noticeHidesWhenThereIsNothingToSay()
    {
        NoticeBar notice;
        QVERIFY(notice.isHidden());
        notice.showNotice(NoticeBar::Kind::Error, QStringLiteral("No"), QStringLiteral("Try again."));
        QVERIFY(!notice.isHidden());
        notice.clear();
        QVERIFY(notice.isHidden());
    }
};

INTERLEAVE_UI_TEST_MAIN(WidgetGalleryTest)
#include "tst_widget_gallery.moc"
