#include "ui/widgets/theme.h"

namespace interleave {

namespace {

QColor rgb(unsigned value) { return QColor::fromRgb(QRgb(0xff000000u | value)); }

const QColor white = rgb(0xFFFFFF);
const QColor ink = rgb(0x10151C);

/// Start-up of a worker belongs to the "setting up" family: it looks like the first step of a connection.
void setPhases(Theme &theme, const std::array<PhaseStyle, allPhases.size() - 1> &styles)
{
    std::copy(styles.begin(), styles.end(), theme.phases.begin() + 1);
    theme.phases[static_cast<size_t>(Phase::Startup)] = theme.phase(Phase::Dns);
}

Theme makeLight()
{
    using enum PhaseTexture;
    Theme t;
    t.window = rgb(0xF1F3F6);
    t.panel = rgb(0xFFFFFF);
    t.header = rgb(0xF8F9FB);
    t.canvas = rgb(0xFFFFFF);
    t.lane = rgb(0xF7F8FA);
    t.sunken = rgb(0xF4F5F8);
    t.hover = rgb(0xECEFF3);
    t.sel = rgb(0xD9ECEB);
    t.border = rgb(0xDCE0E7);
    t.control = rgb(0xB9C0CC);
    t.controlStrong = rgb(0x858E9D);
    t.grid = rgb(0xEBEEF2);
    t.gridStrong = rgb(0xD5DAE2);
    t.text = rgb(0x1A202C);
    t.text2 = rgb(0x475063);
    t.text3 = rgb(0x606A7A);
    t.accent = rgb(0x0B7A75);
    t.accentHover = rgb(0x096863);
    t.accentPress = rgb(0x07554F);
    t.onAccent = rgb(0xFFFFFF);
    t.accentSoft = rgb(0xE1F1F0);
    t.accentText = rgb(0x0A6D68);
    t.warn = rgb(0x9A5B00);
    t.warnSoft = rgb(0xFBF0DC);
    t.error = rgb(0xC4162A);
    t.errorSoft = rgb(0xFCE8EA);
    t.now = rgb(0x1A202C);
    t.bar = rgb(0x5F6F8A);
    t.barBase = rgb(0xA3ADBD);
    t.tick = rgb(0xFFFFFF);
    t.syntaxKeyword = rgb(0x8A2F86);
    t.syntaxType = rgb(0x0A5FA8);
    setPhases(t, {{
                     {rgb(0xE6E9EE), rgb(0x737D8E), ink, Hatch, true},    // limiter
                     {rgb(0xFBDDB4), rgb(0xB86600), ink, Lines, true},    // ready
                     {rgb(0x87909D), rgb(0x6A7482), ink, Solid, false},   // pool
                     {rgb(0xDDABC4), rgb(0xA8618A), ink, Solid, true},    // dns
                     {rgb(0xA6407D), rgb(0x8C2F67), white, Solid, false}, // connect
                     {rgb(0x731769), rgb(0x5A0F52), white, Solid, false}, // tls
                     {rgb(0x1F2733), rgb(0x1F2733), white, Thin, false},  // send
                     {rgb(0xCCE2F8), rgb(0x3F7FBC), ink, Solid, true},    // ttft
                     {rgb(0x197BC8), rgb(0x1668AB), white, Solid, false}, // stream
                     {QColor(), rgb(0x6B7485), ink, Dotted, false},       // backoff
                     {rgb(0xDB7D00), rgb(0xB86600), ink, Solid, false},   // analyze
                     {rgb(0x0EA266), rgb(0x0A7D4E), ink, Stripe, false},  // tool
                     {rgb(0xD8E060), rgb(0x8F8500), ink, Solid, true},    // cache
                 }});
    t.errorSpan = {rgb(0xCB172C), rgb(0x9E0F20), white, Solid, false};
    return t;
}

Theme makeDark()
{
    using enum PhaseTexture;
    Theme t;
    t.isDark = true;
    t.window = rgb(0x15181D);
    t.panel = rgb(0x1C2027);
    t.header = rgb(0x20252D);
    t.canvas = rgb(0x14171C);
    t.lane = rgb(0x181C22);
    t.sunken = rgb(0x171A20);
    t.hover = rgb(0x272D37);
    t.sel = rgb(0x1D3F3B);
    t.border = rgb(0x2E3540);
    t.control = rgb(0x485161);
    t.controlStrong = rgb(0x7A8597);
    t.grid = rgb(0x262C36);
    t.gridStrong = rgb(0x333B47);
    t.text = rgb(0xE7EAF0);
    t.text2 = rgb(0xB0B8C6);
    t.text3 = rgb(0x8C96A7);
    t.accent = rgb(0x45C4B5);
    t.accentHover = rgb(0x5FD2C4);
    t.accentPress = rgb(0x36AB9D);
    t.onAccent = rgb(0x06211E);
    t.accentSoft = rgb(0x17332F);
    t.accentText = rgb(0x5CCFC1);
    t.warn = rgb(0xE8B35A);
    t.warnSoft = rgb(0x33291A);
    t.error = rgb(0xFF6B78);
    t.errorSoft = rgb(0x3A1D22);
    t.now = rgb(0xE7EAF0);
    t.bar = rgb(0x8796B3);
    t.barBase = rgb(0x586377);
    t.tick = rgb(0x0F1B28);
    t.syntaxKeyword = rgb(0xD79BE0);
    t.syntaxType = rgb(0x7CC0F5);
    setPhases(t, {{
                     {rgb(0x2A303A), rgb(0x8791A3), white, Hatch, true}, // limiter
                     {rgb(0x4F3510), rgb(0xD4962F), white, Lines, true}, // ready
                     {rgb(0x747E8D), rgb(0x8D98AA), ink, Solid, false},  // pool
                     {rgb(0x964289), rgb(0xB765AB), white, Solid, true}, // dns
                     {rgb(0xE36BBD), rgb(0xEC8ACB), ink, Solid, false},  // connect
                     {rgb(0xEEB7E2), rgb(0xF4CCEB), ink, Solid, false},  // tls
                     {rgb(0xEEF1F6), rgb(0xEEF1F6), ink, Thin, false},   // send
                     {rgb(0x1B3D59), rgb(0x5C98D4), white, Solid, true}, // ttft
                     {rgb(0x45ADF9), rgb(0x70C1FB), ink, Solid, false},  // stream
                     {QColor(), rgb(0x8C96A7), white, Dotted, false},    // backoff
                     {rgb(0xF5AA1A), rgb(0xF9C04F), ink, Solid, false},  // analyze
                     {rgb(0x2B9C7C), rgb(0x46B997), ink, Stripe, false}, // tool
                     {rgb(0x5E5A12), rgb(0xC9C04A), white, Solid, true}, // cache
                 }});
    t.errorSpan = {rgb(0xFA3352), rgb(0xFF6A81), ink, Solid, false};
    return t;
}

} // namespace

const Theme &Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme &Theme::dark()
{
    static const Theme theme = makeDark();
    return theme;
}

const QList<ThemeToken> &themeTokens()
{
    static const QList<ThemeToken> tokens{
        {"window", &Theme::window},
        {"panel", &Theme::panel},
        {"header", &Theme::header},
        {"canvas", &Theme::canvas},
        {"lane", &Theme::lane},
        {"sunken", &Theme::sunken},
        {"hover", &Theme::hover},
        {"sel", &Theme::sel},
        {"border", &Theme::border},
        {"control", &Theme::control},
        {"controlStrong", &Theme::controlStrong},
        {"grid", &Theme::grid},
        {"gridStrong", &Theme::gridStrong},
        {"text", &Theme::text},
        {"text2", &Theme::text2},
        {"text3", &Theme::text3},
        {"accent", &Theme::accent},
        {"accentHover", &Theme::accentHover},
        {"accentPress", &Theme::accentPress},
        {"onAccent", &Theme::onAccent},
        {"accentSoft", &Theme::accentSoft},
        {"accentText", &Theme::accentText},
        {"warn", &Theme::warn},
        {"warnSoft", &Theme::warnSoft},
        {"error", &Theme::error},
        {"errorSoft", &Theme::errorSoft},
        {"now", &Theme::now},
        {"bar", &Theme::bar},
        {"barBase", &Theme::barBase},
        {"tick", &Theme::tick},
        {"syntaxKeyword", &Theme::syntaxKeyword},
        {"syntaxType", &Theme::syntaxType},
    };
    return tokens;
}

QColor withAlpha(QColor colour, double opacity)
{
    colour.setAlphaF(static_cast<float>(colour.alphaF() * opacity));
    return colour;
}

} // namespace interleave
