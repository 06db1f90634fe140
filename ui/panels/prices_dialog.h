// Prices: the table as it is used, each row with where and when it was read, and the file in which a person's own rows
// stand before these. Read only. GUI thread.
#pragma once

#include <QDialog>

namespace interleave {

class PricesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PricesDialog(QWidget *parent = nullptr);
};

} // namespace interleave
