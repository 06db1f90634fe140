// A push button that can show its key in a small box after the text: "Run all five [F5]", "Fit all [0]". GUI thread.
#pragma once

#include <QPushButton>

namespace interleave {

class ActionButton : public QPushButton
{
    Q_OBJECT
public:
    explicit ActionButton(const QString &text, QWidget *parent = nullptr);

    void setKeyHint(const QString &keys);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int contentWidth() const;

    QString m_keys;
};

} // namespace interleave
