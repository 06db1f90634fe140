#include "ui/endpoints/prices_dialog.h"

#include "ui/widgets/theme.h"
#include "json/price_files.h"

#include <QAbstractItemDelegate>
#include <QDate>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace interleave {

using namespace Qt::StringLiterals;

static QString priceText(const std::optional<double> &price) { return price ? QString::number(*price, 'g', 6) : QString(); }

PricesDialog::PricesDialog(QWidget *parent)
    : QDialog(parent)
    , m_table(new QTableWidget(0, ColumnCount, this))
    , m_problem(new QLabel(this))
    , m_delete(new QPushButton(tr("Delete"), this))
{
    setWindowTitle(tr("Prices"));
    resize(980, 560);
    auto *text = new QLabel(tr("US dollars per 1,000,000 tokens. Double-click a price to change it: it becomes a row of your own, which "
                               "stands before these, in %1")
                                .arg(ownPricesFile()),
                            this);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->setProperty("role", u"warn"_s);
    m_problem->setWordWrap(true);

    m_table->setHorizontalHeaderLabels({tr("Provider"), tr("Model"), tr("Input"), tr("Cached"), tr("Output"), tr("Source and date")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(metrics::denseRow);
    m_table->setShowGrid(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);

    auto *add = new QPushButton(tr("Add a row"), this);
    auto *open = new QPushButton(tr("Open its folder"), this);
    auto *close = new QPushButton(tr("Close"), this);
    for (QPushButton *button : {add, m_delete, open, close})
        button->setAutoDefault(false); // Enter ends the editing of a cell
    m_delete->setToolTip(tr("Deletes a row of your own; the program's rows stay"));
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {add, m_delete, open})
        buttons->addWidget(button);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::inset, metrics::inset, metrics::inset, metrics::inset);
    column->setSpacing(metrics::groupGap);
    column->addWidget(text);
    column->addWidget(m_problem);
    column->addWidget(m_table, 1);
    column->addLayout(buttons);

    load();
    m_table->resizeColumnsToContents();
    m_table->setColumnWidth(Source, 100); // it takes what is left; the whole of a long one is its tool tip
    // later: it makes the table's items anew, and one of them is what called
    connect(m_table, &QTableWidget::cellChanged, this, &PricesDialog::takeCell, Qt::QueuedConnection);
    connect(m_table->itemDelegate(), &QAbstractItemDelegate::closeEditor, this, &PricesDialog::dropDraft, Qt::QueuedConnection);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this](int line) { m_delete->setEnabled(line >= 0 && isOwn(line)); });
    connect(add, &QPushButton::clicked, this, &PricesDialog::addRow);
    connect(m_delete, &QPushButton::clicked, this, &PricesDialog::deleteRow);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(open, &QPushButton::clicked, this, [] {
        const QString folder = QFileInfo(ownPricesFile()).absolutePath();
        QDir().mkpath(folder);
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    });
    const bool isReadable = m_problem->text().isEmpty(); // a file that cannot be read is not written over
    add->setEnabled(isReadable);
    m_table->setEditTriggers(isReadable ? QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                                        : QAbstractItemView::NoEditTriggers);
}

QString PricesDialog::problem() const { return m_problem->text(); }

void PricesDialog::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

/// The table as the file and the program have it now.
void PricesDialog::load()
{
    QString problem;
    m_rows = loadPriceTable(&problem).rows();
    const Result<QList<PriceRow>> own = ownPrices();
    m_own = own ? *own : QList<PriceRow>();
    if (m_draft) {
        m_own.prepend(*m_draft);
        m_rows.prepend(*m_draft);
    }
    const QSignalBlocker blocker(m_table);
    m_table->setRowCount(static_cast<int>(m_rows.size()));
    for (int line = 0; line < m_table->rowCount(); ++line)
        fillLine(line, m_rows[line]);
    const int current = m_table->currentRow();
    m_delete->setEnabled(current >= 0 && isOwn(current));
    showProblem(problem);
}

void PricesDialog::fillLine(int line, const PriceRow &row)
{
    const QString source = row.note.isEmpty() ? row.source : row.source + u"; "_s + row.note;
    const QString cells[ColumnCount]{row.provider, row.model, priceText(row.input), priceText(row.cached), priceText(row.output), source};
    for (int column = 0; column < ColumnCount; ++column) {
        const bool isPrice = column >= Input && column <= Output;
        auto *item = new QTableWidgetItem(cells[column]);
        item->setToolTip(cells[column]);
        if (isPrice)
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        if (isOwn(line))
            item->setFont(themeFont(TextRole::BodyStrong));
        else if (!isPrice)
            item->setFlags(item->flags() & ~Qt::ItemIsEditable);
        m_table->setItem(line, column, item);
    }
}

void PricesDialog::takeCell(int line, int column)
{
    const QString text = m_table->item(line, column)->text().trimmed();
    PriceRow row = m_rows[line];
    QString wrong;
    bool isNumber = false;
    const double price = QString(text).remove(u'$').toDouble(&isNumber);
    switch (column) {
    case Input:
    case Output:
        if (isNumber && price >= 0)
            (column == Input ? row.input : row.output) = price;
        else
            wrong = tr("\"%1\" is no price; give dollars per 1,000,000 tokens, 0 or more.").arg(text);
        break;
    case Cached:
        if (isNumber && price >= 0)
            row.cached = price;
        else if (text.isEmpty())
            row.cached.reset();
        else
            wrong =
                tr("\"%1\" is no price; give dollars per 1,000,000 tokens, or nothing: then cached tokens cost as others do.").arg(text);
        break;
    case Provider:
    case Model:
        if (!text.isEmpty())
            (column == Provider ? row.provider : row.model) = text;
        else
            wrong = tr("A row needs a provider and a model; \"*\" stands for any model.");
        break;
    default:
        row.source = text;
        row.note.clear();
    }
    if (wrong.isEmpty()) {
        if (line == 0)
            m_draft.reset(); // it is written now
        if (isOwn(line)) {
            m_own[line] = row;
        } else {
            row.source = tr("own price, %1").arg(QDate::currentDate().toString(Qt::ISODate));
            row.note.clear();
            m_own.append(row);
        }
    }
    save(wrong);
}

void PricesDialog::addRow()
{
    m_draft = PriceRow{.provider = u"openai"_s,
                       .model = tr("model"),
                       .input = 0,
                       .cached = {},
                       .output = 0,
                       .longOver = 0,
                       .longInput = {},
                       .longOutput = {},
                       .note = {},
                       .source = tr("own price, %1").arg(QDate::currentDate().toString(Qt::ISODate))};
    load();
    m_table->setCurrentCell(0, Model);
    if (QTableWidgetItem *item = m_table->item(0, Model))
        m_table->editItem(item);
}

/// Nothing was written into the new row: it was never there.
void PricesDialog::dropDraft()
{
    if (!m_draft)
        return;
    m_draft.reset();
    load();
}

void PricesDialog::deleteRow()
{
    const int line = m_table->currentRow();
    if (line < 0 || !isOwn(line))
        return;
    m_own.removeAt(line);
    if (std::exchange(m_draft, std::nullopt) && line != 0)
        m_own.removeFirst();
    save();
}

void PricesDialog::save(const QString &wrong)
{
    const QString problem = wrong.isEmpty() ? saveOwnPrices(m_draft ? m_own.mid(1) : m_own) : wrong;
    load();
    if (!problem.isEmpty())
        showProblem(problem);
}

} // namespace interleave
