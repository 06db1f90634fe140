// Read-only text in the fixed font with a margin of line numbers. Used by the source view; GUI thread.
#pragma once

#include <QPlainTextEdit>

namespace interleave {

class SourceText : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit SourceText(QWidget *parent = nullptr);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOutMargin();
    void paintMargin();

    QWidget *m_margin;
};

} // namespace interleave
