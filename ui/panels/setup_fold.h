// A part of the set-up behind one line: a chevron, its name, and what it amounts to. Closed until it is wanted; the line says
// enough to leave it so. Used by the set-up panel; GUI thread.
#pragma once

#include <QAbstractButton>

class QVBoxLayout;

namespace interleave {

/// The line: the whole of it is one button.
class FoldLine : public QAbstractButton
{
    Q_OBJECT
public:
    FoldLine(const QString &name, QWidget *parent);

    void setSummary(const QString &summary, bool differs);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_summary;
    bool m_differs = false;
};

class SetupFold : public QWidget
{
    Q_OBJECT
public:
    explicit SetupFold(const QString &name, QWidget *parent = nullptr);

    /// `differs`: it is not the default, and is said a little louder.
    void setSummary(const QString &summary, bool differs) { m_line->setSummary(summary, differs); }
    QString summary() const { return m_line->toolTip(); }
    void setOpen(bool open);
    bool isOpen() const { return m_line->isChecked(); }
    /// Where its rows go.
    QVBoxLayout *rows() const { return m_rows; }

Q_SIGNALS:
    void opened();

private:
    FoldLine *m_line;
    QWidget *m_content;
    QVBoxLayout *m_rows;
};

} // namespace interleave
