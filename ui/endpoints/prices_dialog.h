// Prices: the table as it is used, each row with where and when it was read. A price that is changed here becomes a row of the
// person's own file, which stands before the program's rows. GUI thread; the file is small, and read and written at once.
#pragma once

#include "core/price_table.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableWidget;

namespace interleave {

class PricesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PricesDialog(QWidget *parent = nullptr);

    QTableWidget *table() const { return m_table; }
    /// What is wrong: with the file, or with the last change; empty: nothing.
    QString problem() const;

private:
    enum Column { Provider, Model, Input, Cached, Output, Source, ColumnCount };

    void load();
    void fillLine(int line, const PriceRow &row);
    void takeCell(int line, int column);
    void addRow();
    void dropDraft();
    void deleteRow();
    void save(const QString &wrong = {});
    void showProblem(const QString &sentence);
    bool isOwn(int line) const { return line < m_own.size(); }

    QList<PriceRow> m_own;           // the first lines of the table
    std::optional<PriceRow> m_draft; // the first of them, while nothing has been written into it: it is in no file
    QList<PriceRow> m_rows;          // all of its lines
    QTableWidget *m_table;
    QLabel *m_problem;
    QPushButton *m_delete;
};

} // namespace interleave
