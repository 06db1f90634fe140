// The promises of the theme: readable text, phases that can be told from the ground and from each other in four kinds of
// colour vision, and no colour that is not a token.
#include "support/test_main.h"
#include "ui/widgets/theme_manager.h"
#include "ui/widgets/theme_qss.h"

#include <QApplication>
#include <QtMath>

using namespace interleave;

namespace {

using Vec = std::array<double, 3>;

double linear(double channel) { return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4); }

Vec linearRgb(const QColor &colour) { return {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())}; }

/// WCAG 2 contrast ratio.
double contrast(const QColor &a, const QColor &b)
{
    const auto luminance = [](const Vec &c) { return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]; };
    const double x = luminance(linearRgb(a));
    const double y = luminance(linearRgb(b));
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

using Matrix = std::array<Vec, 3>;

Vec multiply(const Matrix &m, const Vec &v)
{
    Vec result{};
    for (size_t row = 0; row < 3; ++row)
        result[row] = m[row][0] * v[0] + m[row][1] * v[1] + m[row][2] * v[2];
    return result;
}

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
constexpr Matrix normalVision{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix tritanopia{{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

/// CIE L*a*b* under D65.
Vec lab(const Vec &rgb)
{
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    Vec c{};
    for (size_t i = 0; i < 3; ++i)
        c[i] = std::clamp(rgb[i], 0.0, 1.0);
    const double x = f((0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047);
    const double y = f(0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2]);
    const double z = f((0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double hueDegrees(double a, double b)
{
    const double h = qRadiansToDegrees(std::atan2(b, a));
    return h < 0 ? h + 360 : h;
}

/// Sharma, Wu and Dalal 2005.
double ciede2000(const Vec &x, const Vec &y)
{
    const double meanC = (std::hypot(x[1], x[2]) + std::hypot(y[1], y[2])) / 2;
    const double c7 = std::pow(meanC, 7);
    const double g = 0.5 * (1 - std::sqrt(c7 / (c7 + std::pow(25.0, 7))));
    const double a1 = (1 + g) * x[1];
    const double a2 = (1 + g) * y[1];
    const double c1 = std::hypot(a1, x[2]);
    const double c2 = std::hypot(a2, y[2]);
    const double h1 = hueDegrees(a1, x[2]);
    const double h2 = hueDegrees(a2, y[2]);
    const double dL = y[0] - x[0];
    const double dC = c2 - c1;
    const bool grey = c1 * c2 == 0;
    double dh = grey ? 0 : h2 - h1;
    if (dh > 180)
        dh -= 360;
    else if (dh < -180)
        dh += 360;
    const double dH = 2 * std::sqrt(c1 * c2) * std::sin(qDegreesToRadians(dh) / 2);
    const double l = (x[0] + y[0]) / 2;
    const double c = (c1 + c2) / 2;
    double h = h1 + h2;
    if (!grey)
        h = std::abs(h1 - h2) <= 180 ? h / 2 : h < 360 ? (h + 360) / 2 : (h - 360) / 2;
    const auto cosine = [](double degrees) { return std::cos(qDegreesToRadians(degrees)); };
    const double t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) - 0.20 * cosine(4 * h - 63);
    const double theta = 30 * std::exp(-std::pow((h - 275) / 25, 2));
    const double rc = 2 * std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25.0, 7)));
    const double sl = 1 + 0.015 * std::pow(l - 50, 2) / std::sqrt(20 + std::pow(l - 50, 2));
    const double sc = 1 + 0.045 * c;
    const double sh = 1 + 0.015 * c * t;
    const double rt = -std::sin(qDegreesToRadians(2 * theta)) * rc;
    return std::sqrt(std::pow(dL / sl, 2) + std::pow(dC / sc, 2) + std::pow(dH / sh, 2) + rt * (dC / sc) * (dH / sh));
}

QColor token(const Theme &theme, const char *name)
{
    for (const ThemeToken &entry : themeTokens()) {
        if (qstrcmp(entry.name, name) == 0)
            return theme.*entry.colour;
    }
    return {};
}

const Theme &themeNamed(const QString &name) { return name == QStringLiteral("dark") ? Theme::dark() : Theme::light(); }

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void differenceMatchesPublishedPairs()
    {
        // From the test data of Sharma et al.: one pair in the blue region, one across hue 0, one light grey.
        QVERIFY(qAbs(ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}) - 2.0425) < 0.0001);
        QVERIFY(qAbs(ciede2000({50, 2.5, 0}, {58, 24, 15}) - 19.4535) < 0.0001);
        QVERIFY(qAbs(ciede2000({90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}) - 1.4441) < 0.0001);
    }

    void everyTokenIsSet_data() { themes(); }
    void everyTokenIsSet()
    {
        QFETCH(QString, theme);
        for (const ThemeToken &entry : themeTokens())
            QVERIFY2((themeNamed(theme).*entry.colour).isValid(), entry.name);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QByteArray>("front");
        QTest::addColumn<QByteArray>("ground");
        QTest::addColumn<double>("least");
        struct Pair {
            const char *front, *ground;
            double least;
        };
        static constexpr Pair pairs[] = {
            {"text", "window", 4.5},
            {"text", "panel", 4.5},
            {"text2", "panel", 4.5},
            {"text2", "window", 4.5},
            {"text3", "panel", 4.5},
            {"text3", "window", 4.5},
            {"text3", "header", 4.5},
            {"text3", "canvas", 4.5},
            {"accentText", "panel", 4.5},
            {"accentText", "accentSoft", 4.5},
            {"onAccent", "accent", 4.5},
            {"onAccent", "accentHover", 4.5},
            {"onAccent", "accentPress", 4.5},
            {"accent", "panel", 3},
            {"accent", "window", 3},
            {"text", "sel", 4.5},
            {"text2", "sel", 4.5},
            {"warn", "warnSoft", 4.5},
            {"error", "panel", 4.5},
            {"error", "errorSoft", 4.5},
            {"controlStrong", "panel", 3},
            {"now", "canvas", 3},
            {"bar", "panel", 3},
            {"syntaxKeyword", "panel", 4.5},
            {"syntaxType", "panel", 4.5},
        };
        for (const char *theme : {"light", "dark"}) {
            for (const Pair &pair : pairs)
                QTest::addRow("%s: %s on %s", theme, pair.front, pair.ground)
                    << QString::fromLatin1(theme) << QByteArray(pair.front) << QByteArray(pair.ground) << pair.least;
        }
    }
    void textIsReadable()
    {
        QFETCH(QString, theme);
        QFETCH(QByteArray, front);
        QFETCH(QByteArray, ground);
        QFETCH(double, least);
        const double ratio = contrast(token(themeNamed(theme), front), token(themeNamed(theme), ground));
        QVERIFY2(ratio >= least, qPrintable(QString::number(ratio)));
    }

    void phasesStandOutFromTheGround_data() { themes(); }
    void phasesStandOutFromTheGround()
    {
        QFETCH(QString, theme);
        const Theme &t = themeNamed(theme);
        for (const Phase phase : allPhases) {
            const PhaseStyle &style = t.phase(phase);
            for (const QColor &ground : {t.canvas, t.lane}) {
                const bool byFill = style.fill.isValid() && contrast(style.fill, ground) >= 3;
                QVERIFY2(byFill || contrast(style.line, ground) >= 3, phaseName(phase).data());
            }
            // what does not reach it on the canvas by its fill must draw its line
            const bool drawsLine = style.outlined || style.texture == PhaseTexture::Dotted;
            QVERIFY2(drawsLine || contrast(style.fill, t.canvas) >= 3, phaseName(phase).data());
        }
        QVERIFY(contrast(t.errorSpan.fill, t.canvas) >= 3);
    }

    void labelsInBarsAreReadable_data() { themes(); }
    void labelsInBarsAreReadable()
    {
        QFETCH(QString, theme);
        const Theme &t = themeNamed(theme);
        for (const Phase phase : allPhases) {
            const PhaseStyle &style = t.phase(phase);
            if (style.fill.isValid())
                QVERIFY2(contrast(style.label, style.fill) >= 4.45, phaseName(phase).data());
        }
        QVERIFY(contrast(t.errorSpan.label, t.errorSpan.fill) >= 4.45);
    }

    void phasesDifferInEveryColourVision_data() { themes(); }
    void phasesDifferInEveryColourVision()
    {
        QFETCH(QString, theme);
        const Theme &t = themeNamed(theme);
        QList<QPair<QString, QColor>> fills{{QStringLiteral("error"), t.errorSpan.fill}};
        for (const Phase phase : allPhases) {
            // start-up shares the colours of dns; limiter and backoff are told apart by hatch and dots
            if (phase != Phase::Startup && phase != Phase::Limiter && phase != Phase::Backoff)
                fills.append({phaseName(phase), t.phase(phase).fill});
        }
        for (const Matrix &vision : {normalVision, protanopia, deuteranopia, tritanopia}) {
            for (qsizetype i = 0; i < fills.size(); ++i) {
                for (qsizetype j = 0; j < i; ++j) {
                    const double difference =
                        ciede2000(lab(multiply(vision, linearRgb(fills[i].second))), lab(multiply(vision, linearRgb(fills[j].second))));
                    QVERIFY2(difference >= 10,
                             qPrintable(QStringLiteral("%1 / %2: %3").arg(fills[i].first, fills[j].first).arg(difference)));
                }
            }
        }
    }

    void styleSheetHasNoTokenLeft_data() { themes(); }
    void styleSheetHasNoTokenLeft()
    {
        QFETCH(QString, theme);
        const QString sheet = themeStyleSheet(themeNamed(theme));
        QVERIFY(sheet.contains(themeNamed(theme).accent.name()));
        QVERIFY(!sheet.contains(u'@'));
    }

    void switchingTheThemeTellsAndRecoloursThePalette()
    {
        ThemeManager &manager = ThemeManager::instance();
        manager.setMode(ThemeMode::Light);
        int changes = 0;
        const auto connection =
            connect(&manager, &ThemeManager::changed, this, [&changes](const Theme &theme) { changes += theme.isDark; });
        manager.setMode(ThemeMode::Dark);
        QCOMPARE(changes, 1);
        QVERIFY(currentTheme().isDark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::dark().window);
        manager.setMode(ThemeMode::Dark);
        QCOMPARE(changes, 1);
        disconnect(connection);
    }

    void digitsInColumnsHaveOneWidth()
    {
        const QFontMetricsF metrics(tabularFont(TextRole::Dense));
        for (char16_t digit = u'1'; digit <= u'9'; ++digit)
            QVERIFY(qAbs(metrics.horizontalAdvance(digit) - metrics.horizontalAdvance(u'0')) < 0.01);
    }

private:
    void themes()
    {
        QTest::addColumn<QString>("theme");
        QTest::newRow("light") << QStringLiteral("light");
        QTest::newRow("dark") << QStringLiteral("dark");
    }
};

INTERLEAVE_UI_TEST_MAIN(ThemeTest)
#include "tst_theme.moc"
