// A key in a small box, as in "Run all five [F5]": a label of its own, and the same painted inside buttons. GUI thread.
#pragma once

#include <QColor>
#include <QWidget>

namespace interleave {

QSize keyHintSize(const QString &keys);
void paintKeyHint(QPainter &painter, const QRect &rect, const QString &keys, const QColor &text, const QColor &border,
                  const QColor &background = QColor());

class KeyHint : public QWidget
{
    Q_OBJECT
public:
    explicit KeyHint(const QString &keys, QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_keys;
};

} // namespace interleave
