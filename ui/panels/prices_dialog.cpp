#include "ui/panels/prices_dialog.h"

#include "core/price_table.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/theme.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace interleave {

static QTableWidget *tableOf(const PriceTable &prices, QWidget *parent)
{
    auto *table = new QTableWidget(static_cast<int>(prices.rows().size()), 6, parent);
    table->setHorizontalHeaderLabels({PricesDialog::tr("Provider"), PricesDialog::tr("Model"), PricesDialog::tr("Input"),
                                      PricesDialog::tr("Cached"), PricesDialog::tr("Output"), PricesDialog::tr("Source and date")});
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(metrics::denseRow);
    table->setShowGrid(false);
    int line = 0;
    for (const PriceRow &row : prices.rows()) {
        const QString source = row.note.isEmpty() ? row.source : row.source + QStringLiteral("; ") + row.note;
        const QStringList cells{
            row.provider, row.model, dollarsText(row.input), row.cached ? dollarsText(*row.cached) : QString(), dollarsText(row.output),
            source};
        for (int column = 0; column < cells.size(); ++column) {
            auto *item = new QTableWidgetItem(cells[column]);
            if (column >= 2 && column <= 4)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            item->setToolTip(cells[column]);
            table->setItem(line, column, item);
        }
        ++line;
    }
    table->resizeColumnsToContents();
    table->setColumnWidth(5, 100); // it takes what is left; the whole of a long one is its tool tip
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return table;
}

PricesDialog::PricesDialog(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Prices"));
    resize(980, 560);
    QString problem;
    const PriceTable prices = loadPriceTable(&problem);
    auto *text =
        new QLabel(tr("US dollars per 1,000,000 tokens. Rows of your own stand before these; write them, in the same form, into %1")
                       .arg(ownPricesFile()),
                   this);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *wrong = new QLabel(problem, this);
    wrong->setProperty("role", QStringLiteral("warn"));
    wrong->setWordWrap(true);
    wrong->setVisible(!problem.isEmpty());
    auto *open = new QPushButton(tr("Open its folder"), this);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(open);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::inset, metrics::inset, metrics::inset, metrics::inset);
    column->setSpacing(metrics::groupGap);
    column->addWidget(text);
    column->addWidget(wrong);
    column->addWidget(tableOf(prices, this), 1);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(open, &QPushButton::clicked, this, [] {
        const QString folder = QFileInfo(ownPricesFile()).absolutePath();
        QDir().mkpath(folder);
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    });
}

} // namespace interleave
