// The look of the window as values: every colour, size and text role. Painted widgets take a `const Theme &` and never a
// literal; style sheets are made from the same tokens (ui/widgets/theme_qss.h). Colour means phase, or it means "act here";
// execution models have no colour. Values, any thread.
#pragma once

#include "core/phase.h"

#include <QColor>
#include <QFont>
#include <QList>

#include <array>

namespace interleave {

/// What is drawn over the fill of a span, so that no phase is told by colour alone.
enum class PhaseTexture : quint8 { Solid, Hatch, Stripe, Lines, Dotted, Thin };

struct PhaseStyle {
    QColor fill;  ///< invalid: nothing but its line (backoff)
    QColor line;  ///< 1 px inner outline where `outlined`; also the colour of a span thinner than 3 px
    QColor label; ///< text inside the bar: white, or ink where that contrasts more
    PhaseTexture texture = PhaseTexture::Solid;
    bool outlined = false; ///< the fill alone does not reach 3:1 against the canvas
};

struct Theme {
    bool isDark = false;

    // surfaces
    QColor window, panel, header, canvas, lane, sunken, hover, sel;
    // lines
    QColor border, control, controlStrong, grid, gridStrong;
    // text
    QColor text, text2, text3;
    // the one colour that says "act here"
    QColor accent, accentHover, accentPress, onAccent, accentSoft, accentText;
    // verdicts
    QColor warn, warnSoft, error, errorSoft;
    // timeline and charts
    QColor now, bar, barBase, tick;
    // source viewer
    QColor syntaxKeyword, syntaxType;

    std::array<PhaseStyle, allPhases.size()> phases;
    PhaseStyle errorSpan; ///< an attempt that failed, whatever its phase

    const PhaseStyle &phase(Phase phase) const { return phases[static_cast<size_t>(phase)]; }

    static const Theme &light();
    static const Theme &dark();
};

/// The tokens by name, for style sheets ("@accent") and tests.
struct ThemeToken {
    const char *name;
    QColor Theme::*colour;
};
const QList<ThemeToken> &themeTokens();

/// `colour` at this share of opacity, 0..1.
QColor withAlpha(QColor colour, double opacity);

enum class TextRole : quint8 {
    Title,         // 20 px, 600: lesson title
    Value,         // 17 px, 600: counter values
    Section,       // 15 px, 600: inspector title, empty state
    Button,        // 14 px, 600: the one filled button
    Body,          // 13 px, 400: controls and lists
    BodyStrong,    // 13 px, 600: panel titles
    Dense,         // 12.5 px, 400: tables and menus
    DenseStrong,   // 12.5 px, 500: lane names
    Small,         // 12 px, 400: secondary text, status bar
    SmallStrong,   // 12 px, 600
    Caption,       // 11 px, 400: ruler, legend, axes, hints
    CaptionStrong, // 11 px, 700: label on an analyze bar
    Code,          // 12 px, fixed pitch
};

/// The system's font in that role. Points, so that the desktop's font scale applies. GUI thread.
QFont themeFont(TextRole role);
/// The same font with digits of one width, for numbers that stand in a column. GUI thread.
QFont tabularFont(TextRole role);

/// Sizes in px at scale 1. All are on a grid of 4.
namespace metrics {
inline constexpr int inset = 16;
inline constexpr int gap = 8;
inline constexpr int groupGap = 12;
inline constexpr int menuBar = 28;
inline constexpr int toolBar = 52;
inline constexpr int statusBar = 26;
inline constexpr int panelHeader = 36;
inline constexpr int queueStrip = 44;
inline constexpr int minimap = 44;
inline constexpr int ruler = 24;
inline constexpr int groupHeader = 26;
inline constexpr int buttonPrimary = 36;
inline constexpr int button = 32;
inline constexpr int buttonSmall = 24;
inline constexpr int field = 28;
inline constexpr int checkBox = 16;
inline constexpr int listRow = 32;
inline constexpr int modelRow = 78;
inline constexpr int formRow = 40;
inline constexpr int tableRow = 35;
inline constexpr int tableHead = 40;
inline constexpr int denseRow = 26;
inline constexpr int counterTrack = 73;
inline constexpr int gutter = 250;
inline constexpr int radiusCard = 8;
inline constexpr int radiusButton = 6;
inline constexpr int radiusField = 5;
inline constexpr int radiusChip = 4;
inline constexpr int radiusFlag = 3;
} // namespace metrics

} // namespace interleave
