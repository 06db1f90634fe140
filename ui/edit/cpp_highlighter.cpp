#include "ui/edit/cpp_highlighter.h"

#include "ui/widgets/theme_manager.h"

#include <QRegularExpression>

namespace interleave {

void CppHighlighter::highlightBlock(const QString &text)
{
    static const QRegularExpression keywords(
        QStringLiteral("\\b(auto|bool|break|case|class|co_await|co_return|co_yield|const|constexpr|continue|double|else|enum|false|for|if|"
                       "int|namespace|nullptr|"
                       "return|sizeof|static|struct|switch|template|this|true|typename|using|void|while)\\b|^\\s*#\\w+"));
    static const QRegularExpression types(QStringLiteral("\\b(?:Q[A-Z]\\w*|[A-Z][a-z]\\w*|std::\\w+|qint64|size_t)\\b"));
    const Theme &theme = currentTheme();
    const auto colour = [&](const QRegularExpression &pattern, const QColor &colour) {
        for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
            const QRegularExpressionMatch match = matches.next();
            setFormat(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), colour);
        }
    };
    colour(types, theme.syntaxType);
    colour(keywords, theme.syntaxKeyword);
    if (const auto comment = text.indexOf(QLatin1StringView("//")); comment >= 0)
        setFormat(static_cast<int>(comment), static_cast<int>(text.size() - comment), theme.text3);
}

} // namespace interleave
