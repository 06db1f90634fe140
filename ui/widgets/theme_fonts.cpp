#include "ui/widgets/theme.h"

#include <QFontDatabase>
#include <QFontMetricsF>

#include <array>
#include <optional>

namespace interleave {

namespace {

struct RoleStyle {
    double px;
    QFont::Weight weight;
};

RoleStyle styleOf(TextRole role)
{
    switch (role) {
    case TextRole::Title:
        return {20, QFont::DemiBold};
    case TextRole::Value:
        return {17, QFont::DemiBold};
    case TextRole::Section:
        return {15, QFont::DemiBold};
    case TextRole::Button:
        return {14, QFont::DemiBold};
    case TextRole::Body:
        return {13, QFont::Normal};
    case TextRole::BodyStrong:
        return {13, QFont::DemiBold};
    case TextRole::Dense:
        return {12.5, QFont::Normal};
    case TextRole::DenseStrong:
        return {12.5, QFont::Medium};
    case TextRole::Small:
        return {12, QFont::Normal};
    case TextRole::SmallStrong:
        return {12, QFont::DemiBold};
    case TextRole::Caption:
        return {11, QFont::Normal};
    case TextRole::CaptionStrong:
        return {11, QFont::Bold};
    case TextRole::Code:
        return {12, QFont::Normal};
    }
    return {13, QFont::Normal};
}

[[maybe_unused]] bool digitsHaveOneWidth(const QFont &font)
{
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(u'0');
    for (char16_t digit = u'1'; digit <= u'9'; ++digit) {
        if (qAbs(metrics.horizontalAdvance(digit) - width) > 0.01)
            return false;
    }
    return true;
}

QFont makeFont(TextRole role)
{
    const RoleStyle style = styleOf(role);
    QFont font = QFontDatabase::systemFont(role == TextRole::Code ? QFontDatabase::FixedFont : QFontDatabase::GeneralFont);
    font.setPointSizeF(style.px * 0.75);
    font.setWeight(style.weight);
    return font;
}

QFont makeTabularFont(TextRole role)
{
    QFont font = makeFont(role);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature(QFont::Tag("tnum"), 1);
#else
    if (digitsHaveOneWidth(font))
        return font;
    font.setFamily(QFontDatabase::hasFamily(QStringLiteral("Noto Sans")) ? QStringLiteral("Noto Sans") : makeFont(TextRole::Code).family());
#endif
    return font;
}

/// Fonts are asked for by every painted text. Making one takes longer than painting a word, so they are kept until the
/// system's font changes.
const QFont &keptFont(TextRole role, bool tabular)
{
    struct Kept {
        QFont system;
        std::array<std::array<std::optional<QFont>, static_cast<size_t>(TextRole::Code) + 1>, 2> fonts;
    };
    static Kept kept;
    if (const QFont system = QFontDatabase::systemFont(QFontDatabase::GeneralFont); system != kept.system)
        kept = {system, {}};
    std::optional<QFont> &font = kept.fonts[tabular][static_cast<size_t>(role)];
    if (!font)
        font = tabular ? makeTabularFont(role) : makeFont(role);
    return *font;
}

} // namespace

QFont themeFont(TextRole role) { return keptFont(role, false); }
QFont tabularFont(TextRole role) { return keptFont(role, true); }

} // namespace interleave
