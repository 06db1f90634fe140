// A part of the set-up behind one line: a chevron, its name, and what it amounts to. Closed until it is wanted; the line says
// enough to leave it so, and its rows are made when it is first opened. Used by the set-up panel; GUI thread.
#pragma once

#include <QAbstractButton>

#include <functional>

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
    /// `fill` makes the rows.
    SetupFold(const QString &name, std::function<void(QVBoxLayout *)> fill, QWidget *parent = nullptr);

    /// `differs`: it is not the default, and is said a little louder.
    void setSummary(const QString &summary, bool differs) { m_line->setSummary(summary, differs); }
    QString summary() const { return m_line->toolTip(); }
    void setOpen(bool open);
    bool isOpen() const { return m_line->isChecked(); }
    /// Makes the rows, if that has not been done.
    void fill();

Q_SIGNALS:
    void opened();

private:
    FoldLine *m_line;
    QWidget *m_content;
    std::function<void(QVBoxLayout *)> m_fill; // until it has been called
};

} // namespace interleave
