// Texts in the window come from servers, files and other people: unless the program wrote the mark-up itself, they are plain. One
// filter of the application sees to it: every label that does not say what it is becomes plain before it is shown (boxes consist of
// labels), and so does every tool tip. Installed once by ThemeManager. GUI thread.
#pragma once

#include <QObject>
#include <QString>

class QWidget;

namespace interleave {

class PlainText : public QObject
{
    Q_OBJECT
public:
    /// Filters the whole application's events; owned by `parent`.
    explicit PlainText(QObject *parent);

    bool eventFilter(QObject *watched, QEvent *event) override;
};

/// Text for a place that shows mark-up when it sees some: it shows this as it is.
QString plainToolTip(const QString &text);

/// A box with a text of the program's own, in HTML.
void showNote(QWidget *window, const QString &title, const QString &html);

} // namespace interleave
