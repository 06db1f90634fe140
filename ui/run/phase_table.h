// The phases of a call as rows of swatch, name, start, duration and a bar. As high as its rows. Used by the inspector;
// GUI thread.
#pragma once

#include <QTableView>

namespace interleave {

class PhaseTableModel;

class PhaseTable : public QTableView
{
    Q_OBJECT
public:
    explicit PhaseTable(PhaseTableModel &model, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace interleave
