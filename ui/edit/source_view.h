// The source of an execution model, as it was compiled: read-only, with line numbers. GUI thread.
#pragma once

#include <QFrame>

class QPlainTextEdit;

namespace interleave {

class CppHighlighter;
class PanelHeader;
class SourceText;

class SourceView : public QFrame
{
    Q_OBJECT
public:
    explicit SourceView(QWidget *parent = nullptr);

    void showModel(const QString &model);
    QString model() const { return m_model; }
    QPlainTextEdit *text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    QString m_model;
    PanelHeader *m_header;
    SourceText *m_text;
    CppHighlighter *m_highlighter;
};

} // namespace interleave
