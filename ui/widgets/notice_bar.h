// A notice above a panel: a claim in bold, a sentence that says what to do, and one optional action. For SUSPECT runs and
// for errors; hidden while there is nothing to say. GUI thread.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace interleave {

class NoticeBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Suspect, Error };

    explicit NoticeBar(QWidget *parent = nullptr);

    void showNotice(Kind kind, const QString &claim, const QString &sentence, const QString &action = {});
    void clear();
    /// Of the notice that is shown, or was last.
    Kind kind() const { return m_kind; }

Q_SIGNALS:
    void actionTriggered();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Suspect;
    QLabel *m_claim;
    QLabel *m_sentence;
    QPushButton *m_action;
    QPushButton *m_close;
};

} // namespace interleave
