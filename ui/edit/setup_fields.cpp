#include "ui/edit/setup_fields.h"

#include "core/field_range.h"
#include "core/scenario_field.h"
#include "ui/edit/setup_row.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/trimmed_spin_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// The wheel changes it only while it has the focus, so that scrolling the panel cannot.
class CalmComboBox : public QComboBox
{
public:
    CalmComboBox() { setFocusPolicy(Qt::StrongFocus); }

protected:
    void wheelEvent(QWheelEvent *event) override
    {
        if (hasFocus())
            QComboBox::wheelEvent(event);
        else
            event->ignore();
    }
};

} // namespace

SetupFields::SetupFields(ScenarioDocument &document, QObject *parent)
    : QObject(parent)
    , m_document(document)
{
}

void SetupFields::edit(const QString &name, const std::function<void(Scenario &)> &change)
{
    m_document.edit(tr("Change %1").arg(name.toLower()), u"set-up/"_s + name, change);
}

void SetupFields::addRefresh(std::function<void(const Scenario &)> refresh) { m_refresh.append(std::move(refresh)); }

void SetupFields::refresh()
{
    for (const auto &refresh : std::as_const(m_refresh))
        refresh(m_document.scenario());
}

int SetupFields::controlHeight() const { return TrimmedSpinBox().sizeHint().height(); }

SetupRow *SetupFields::addRow(QVBoxLayout *rows, const QString &field, const QString &name, QWidget *control, const QString &hint,
                              const When &when)
{
    auto *row = new SetupRow(name, control, hint, rows->parentWidget());
    rows->addWidget(row, 1);
    m_rows.insert(field, row);
    m_controls.insert(field, control);
    if (when)
        addRefresh([row, when](const Scenario &scenario) { row->setVisible(when(scenario)); });
    return row;
}

static QString words(const char *text) { return *text ? QCoreApplication::translate("ScenarioField", text) : QString(); }

SetupRow *SetupFields::addSwitch(QVBoxLayout *rows, const char *field, const std::function<QString(const Scenario &)> &hint,
                                 const When &when)
{
    const ScenarioField &of = scenarioField(field);
    const QString name = words(of.row.name);
    return addSwitch(rows, Switch{.field = of.key(),
                                  .name = name,
                                  .get = [&of](const Scenario &scenario) { return std::get<bool>(of.get(scenario)); },
                                  .set = [this, name, &of](bool on) { edit(name, [&](Scenario &scenario) { of.set(scenario, on); }); },
                                  .hint = hint,
                                  .when = when});
}

SetupRow *SetupFields::addNumber(QVBoxLayout *rows, const char *field, const When &when)
{
    const ScenarioField &of = scenarioField(field);
    const QString name = words(of.row.name);
    return addNumber(rows,
                     Number{.field = of.key(),
                            .name = name,
                            .hint = words(of.row.hint),
                            .decimals = of.row.decimals,
                            .prefix = QString::fromUtf8(of.row.prefix),
                            .suffix = QString::fromUtf8(of.row.unit),
                            .zero = words(of.row.zero),
                            .get = [&of](const Scenario &scenario) { return std::get<double>(of.get(scenario)); },
                            .set = [this, name, &of](double value) { edit(name, [&](Scenario &scenario) { of.set(scenario, value); }); },
                            .when = when});
}

SetupRow *SetupFields::addNumber(QVBoxLayout *rows, const Number &number)
{
    auto *box = new TrimmedSpinBox;
    box->setDecimals(number.decimals);
    const FieldRange range = rangeOf(number.field);
    box->setRange(range.least, range.most);
    // Steps of a tenth of what stands there: 5, 6 ... 10, 20 ...; 250, 260; 0.1, 0.2.
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setPrefix(number.prefix);
    box->setSuffix(number.suffix);
    box->setSpecialValueText(number.zero);
    SetupRow *row = addRow(rows, QLatin1StringView(number.field), number.name, box, number.hint, number.when);
    connect(box, &QDoubleSpinBox::valueChanged, this, number.set);
    addRefresh([box, get = number.get](const Scenario &scenario) {
        const QSignalBlocker blocker(box);
        if (box->value() != get(scenario))
            box->setValue(get(scenario));
    });
    return row;
}

SetupRow *SetupFields::addChoice(QVBoxLayout *rows, const Choice &choice)
{
    auto *box = new CalmComboBox;
    box->addItems(choice.options);
    box->setFixedHeight(controlHeight());
    SetupRow *row = addRow(rows, QLatin1StringView(choice.field), choice.name, box, {}, choice.when);
    connect(box, &QComboBox::activated, this, choice.set);
    addRefresh([box, row, get = choice.get, hint = choice.hint](const Scenario &scenario) {
        box->setCurrentIndex(get(scenario));
        row->setHint(hint(scenario));
    });
    return row;
}

SetupRow *SetupFields::addSwitch(QVBoxLayout *rows, const Switch &choice)
{
    auto *box = new QCheckBox(tr("On"));
    SetupRow *row = addRow(rows, QLatin1StringView(choice.field), choice.name, box, {}, choice.when);
    connect(box, &QCheckBox::toggled, this, choice.set);
    addRefresh([box, row, get = choice.get, hint = choice.hint](const Scenario &scenario) {
        const QSignalBlocker blocker(box);
        const bool isOn = get(scenario);
        box->setChecked(isOn);
        box->setText(isOn ? tr("On") : tr("Off"));
        row->setHint(hint(scenario));
    });
    return row;
}

SetupRow *SetupFields::addText(QVBoxLayout *rows, const Text &text)
{
    auto *field = new QLineEdit;
    field->setPlaceholderText(text.placeholder);
    SetupRow *row = addRow(rows, QLatin1StringView(text.field), text.name, field, text.hint);
    connect(field, &QLineEdit::editingFinished, this, [field, set = text.set] { set(field->text()); });
    addRefresh([field, row, text](const Scenario &scenario) {
        const QString value = text.get(scenario);
        if (field->text() != value) {
            field->setText(value);
            field->setCursorPosition(0);
        }
        field->setToolTip(value);
        if (text.reason)
            row->setReasonDisabled(text.reason(scenario));
    });
    return row;
}

} // namespace interleave
