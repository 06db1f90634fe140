// A figure under its name, as in the inspector: "First token" / "510 ms". GUI thread.
#pragma once

#include <QWidget>

class QLabel;

namespace interleave {

class LabeledValue : public QWidget
{
    Q_OBJECT
public:
    explicit LabeledValue(const QString &name, QWidget *parent = nullptr);

    void setName(const QString &name);
    void setValue(const QString &value);

private:
    QLabel *m_name;
    QLabel *m_value;
};

} // namespace interleave
