// The text of a reply while it arrives: appended, never set anew, and followed to its end only if the end was in sight. A
// block marks the end while more may come. Its menu copies and saves. Used by the inspector; GUI thread.
#pragma once

#include <QPlainTextEdit>

namespace interleave {

class ReplyText : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit ReplyText(QWidget *parent = nullptr);

    /// Another text from here on: nothing is shown.
    void startAnew();
    /// `text` is what was shown before, and perhaps more.
    void showText(const QString &text, bool isOpen);

Q_SIGNALS:
    void failed(const QString &sentence);

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void save();

    qsizetype m_shown = 0;
    bool m_isOpen = false;
};

} // namespace interleave
