// Keywords, types and comments of C++ in the theme's colours: enough to read an execution model. Used by the source view. GUI thread.
#pragma once

#include <QSyntaxHighlighter>

namespace interleave {

class CppHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString &text) override;
};

} // namespace interleave
