#include "ui/edit/endpoint_panel.h"

#include "setup/catalog.h"
#include "setup/keys/session_keys.h"
#include "ui/itemmodels/endpoint_list.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/theme_manager.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QSignalBlocker>
#include <QUrl>

namespace interleave {

using namespace Qt::StringLiterals;

// What the entries of the combo box stand for: a profile's id after "profile:", else one of these.
static const QString geminiChoice = u"gemini"_s;
static const QString otherChoice = u"other"_s;
static const QString manageChoice = u"manage"_s;
static const QString savedPrefix = u"saved:"_s;

static QString geminiAddress()
{
    const Result<Endpoint> endpoint = endpointNamed(geminiChoice, {});
    return endpoint ? endpoint->baseUrl : QString();
}

EndpointPanel::EndpointPanel(ScenarioDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_choice(new QComboBox(this))
    , m_sentence(new QLabel(this))
{
    auto *label = new QLabel(tr("Endpoint"), this);
    label->setFont(themeFont(TextRole::Small));
    label->setProperty("role", u"secondary"_s);
    label->setBuddy(m_choice);
    m_choice->setMinimumHeight(32);
    m_choice->setIconSize({8, 8});
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setAccessibleName(tr("Endpoint"));
    for (const CatalogEntry &profile : catalogOfProfiles()) {
        m_choice->addItem(tr("Built-in simulator · Gemini (%1 profile)").arg(profile.id), QString(u"profile:"_s + profile.id));
        m_choice->setItemData(m_choice->count() - 1, profile.sentence, Qt::ToolTipRole);
    }
    m_choice->insertSeparator(m_choice->count());
    m_choice->addItem(tr("Gemini, the real service"), geminiChoice);
    m_choice->addItem(tr("Other address, Gemini"), otherChoice);
    m_choice->addItem(tr("Manage endpoints…"), manageChoice);
    m_sentence->setFont(themeFont(TextRole::Caption));
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_sentence->setMinimumHeight(m_sentence->fontMetrics().lineSpacing());
    m_fields = makeFields();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::inset, 10, metrics::inset, 10);
    column->setSpacing(6);
    column->addWidget(label);
    column->addWidget(m_choice);
    column->addWidget(m_fields);
    column->addWidget(m_sentence);

    connect(m_choice, &QComboBox::activated, this, &EndpointPanel::chosen);
    connect(&document, &ScenarioDocument::changed, this, [this] {
        m_otherChosen = false;
        showEndpoint();
    });
    showEndpoint();
}

QWidget *EndpointPanel::makeFields()
{
    auto *fields = new QWidget(this);
    auto *grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(metrics::gap);
    const auto add = [&](QWidget *parent, QGridLayout *into, const QString &text, int row, int column, int span, const QString &hint) {
        auto *field = new QLineEdit(parent);
        field->setPlaceholderText(hint);
        auto *label = new QLabel(text, parent);
        label->setFont(themeFont(TextRole::Small));
        label->setProperty("role", u"secondary"_s);
        label->setBuddy(field);
        field->setAccessibleName(text);
        into->addWidget(label, row, column);
        into->addWidget(field, row, column + 1, 1, span);
        return field;
    };
    m_addressRow = new QWidget(fields);
    auto *addressGrid = new QGridLayout(m_addressRow);
    addressGrid->setContentsMargins(0, 0, 0, 0);
    addressGrid->setSpacing(metrics::gap);
    m_address = add(m_addressRow, addressGrid, tr("Address"), 0, 0, 1, u"https://host:port"_s);
    grid->addWidget(m_addressRow, 0, 0, 1, 4);
    m_modelName = add(fields, grid, tr("Model"), 1, 0, 1, u"gemini-2.5-flash"_s);
    m_keyVariable = add(fields, grid, tr("Key in"), 1, 2, 1, tr("variable"));
    m_keyVariable->setToolTip(tr("Name of the environment variable that holds the key; the key itself is never stored"));
    connect(m_address, &QLineEdit::textEdited, this, &EndpointPanel::addressEdited);
    connect(m_modelName, &QLineEdit::textEdited, this,
            [this](const QString &text) { change([&](Endpoint &endpoint) { endpoint.modelName = text.trimmed(); }); });
    connect(m_keyVariable, &QLineEdit::textEdited, this,
            [this](const QString &text) { change([&](Endpoint &endpoint) { endpoint.apiKeyEnv = text.trimmed(); }); });
    return fields;
}

void EndpointPanel::setSimulatorAddress(const QString &baseUrl)
{
    m_simulatorAddress = baseUrl;
    showEndpoint();
}

EndpointPanel::Kind EndpointPanel::kind() const
{
    const Endpoint &endpoint = m_document.scenario().endpoint;
    if (m_otherChosen)
        return Kind::Other;
    if (endpoint.isSimulator())
        return Kind::Simulator;
    if (m_saved && m_saved->find(endpoint))
        return Kind::Saved;
    return endpoint.baseUrl == geminiAddress() ? Kind::Gemini : Kind::Other;
}

void EndpointPanel::chosen(int index)
{
    const QString choice = m_choice->itemData(index).toString();
    if (choice == manageChoice) {
        showEndpoint(); // what was chosen before stays
        Q_EMIT manageRequested();
        return;
    }
    Endpoint endpoint = m_document.scenario().endpoint;
    m_problem.clear();
    m_otherChosen = choice == otherChoice;
    if (choice == otherChoice) {
        // Nothing is changed until there is an address to change to.
        m_address->clear();
        showEndpoint();
        m_address->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (choice.startsWith(savedPrefix)) {
        const int number = choice.mid(savedPrefix.size()).toInt();
        if (m_saved && number < m_saved->endpoints().size())
            endpoint = m_saved->endpoints()[number].endpoint;
    } else if (choice == geminiChoice) {
        if (endpoint.isSimulator())
            endpoint.modelName = u"gemini-2.5-flash"_s;
        endpoint.apiKeyEnv.clear();
        if (const Result<Endpoint> real = endpointNamed(geminiChoice, endpoint))
            endpoint = *real;
    } else {
        endpoint = Endpoint{};
        endpoint.profile = choice.section(u':', 1);
    }
    m_document.setEndpoint(endpoint);
    showEndpoint();
}

void EndpointPanel::addressEdited(const QString &text)
{
    Endpoint current = m_document.scenario().endpoint;
    if (current.isSimulator())
        current.modelName = m_modelName->text().trimmed();
    const Result<Endpoint> endpoint = text.contains(u"://"_s) ? endpointNamed(text.trimmed(), current)
                                                              : Error{tr("Give an address that begins with http:// or https://.")};
    m_problem = endpoint ? QString() : endpoint.error();
    setFieldError(m_address, !endpoint);
    if (endpoint) {
        m_document.setEndpoint(*endpoint);
    } else {
        m_otherChosen = true;
        showSentence();
    }
}

void EndpointPanel::change(const std::function<void(Endpoint &)> &edit)
{
    Endpoint endpoint = m_document.scenario().endpoint;
    if (endpoint.isSimulator())
        return; // the fields of an address that is not valid yet
    edit(endpoint);
    m_document.setEndpoint(endpoint);
}

int EndpointPanel::indexOfCurrent()
{
    if (kind() == Kind::Saved) {
        const auto number = m_saved->find(m_document.scenario().endpoint) - m_saved->endpoints().constData();
        return m_choice->findData(QString(savedPrefix + QString::number(number)));
    }
    if (kind() == Kind::Gemini)
        return m_choice->findData(geminiChoice);
    if (kind() == Kind::Other)
        return m_choice->findData(otherChoice);
    const QString profile = m_document.scenario().endpoint.profile;
    const int index = m_choice->findData(QString(u"profile:"_s + profile));
    if (index >= 0)
        return index;
    m_choice->insertItem(0, tr("Built-in simulator · Gemini (%1)").arg(profile.section(u'/', -1)), QString(u"profile:"_s + profile));
    return 0;
}

/// Filled: it answers. A ring: not known.
static QPixmap dot(bool isFilled, qreal ratio)
{
    QPixmap pixmap(QSize(8, 8) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(isFilled ? QPen(Qt::NoPen) : QPen(currentTheme().controlStrong, 1.4));
    painter.setBrush(isFilled ? QBrush(currentTheme().accent) : QBrush(Qt::NoBrush));
    painter.drawEllipse(QRectF(0.7, 0.7, 6.6, 6.6));
    return pixmap;
}

void EndpointPanel::showEndpoint()
{
    const QSignalBlocker blocker(m_choice);
    const Endpoint &endpoint = m_document.scenario().endpoint;
    const int current = indexOfCurrent();
    for (const CatalogEntry &provider : catalogOfProviders()) {
        if (provider.id == endpoint.provider)
            m_choice->setItemText(m_choice->findData(otherChoice), tr("Other address, %1").arg(provider.title));
    }
    m_choice->setCurrentIndex(current);
    m_choice->setToolTip(m_choice->currentText());
    for (int i = 0; i < m_choice->count(); ++i) {
        const bool answers = i == current && kind() == Kind::Simulator && !m_simulatorAddress.isEmpty();
        m_choice->setItemIcon(i, i == current ? QIcon(dot(answers, devicePixelRatioF())) : QIcon());
    }
    m_fields->setVisible(kind() != Kind::Simulator && kind() != Kind::Saved);
    m_addressRow->setVisible(kind() == Kind::Other);
    const auto show = [](QLineEdit *field, const QString &text) {
        if (field->text().trimmed() != text)
            field->setText(text), field->setCursorPosition(0);
    };
    if (!m_otherChosen) {
        m_problem.clear();
        setFieldError(m_address, false);
        show(m_address, endpoint.baseUrl);
        show(m_modelName, endpoint.modelName);
        show(m_keyVariable, endpoint.apiKeyEnv);
    }
    showSentence();
}

void EndpointPanel::setSavedEndpoints(const EndpointList &list)
{
    m_saved = &list;
    connect(&list, &EndpointList::changed, this, &EndpointPanel::showSaved);
    showSaved();
}

void EndpointPanel::showSaved()
{
    for (int i = m_choice->count() - 1; i >= 0; --i) {
        if (m_choice->itemData(i).toString().startsWith(savedPrefix))
            m_choice->removeItem(i);
    }
    int number = 0;
    for (const SavedEndpoint &saved : m_saved->endpoints()) {
        const QString text = tr("%1 · %2").arg(saved.name, saved.endpoint.modelName);
        m_choice->insertItem(m_choice->findData(geminiChoice), text, QString(savedPrefix + QString::number(number++)));
    }
    showEndpoint();
}

QString EndpointPanel::sentence() const { return m_sentence->text(); }

void EndpointPanel::showSentence()
{
    const Endpoint &endpoint = m_document.scenario().endpoint;
    const QString &variable = endpoint.apiKeyEnv;
    bool isWarning = false;
    QString text;
    if (m_otherChosen) {
        isWarning = !m_problem.isEmpty();
        text = isWarning ? m_problem : tr("Give the address of a service that speaks Gemini's protocol.");
    } else if (endpoint.isSimulator()) {
        text = tr("Runs on this computer: no key, no network, no cost.");
        if (!m_simulatorAddress.isEmpty())
            text = tr("Ready. %1").arg(text);
    } else if (endpoint.modelName.isEmpty()) {
        isWarning = true;
        text = tr("Name the model that should answer.");
    } else if (!session_keys::of(endpoint).isEmpty()) {
        text = tr("The key is there. Calls go over the network to %1 and may cost money.").arg(QUrl(endpoint.baseUrl).host());
    } else if (kind() == Kind::Saved && m_saved->find(endpoint)->keySource == KeySource::Keychain) {
        text = tr("Key from the desktop keychain. Calls go over the network to %1 and may cost money.").arg(QUrl(endpoint.baseUrl).host());
    } else if (!variable.isEmpty() && !qEnvironmentVariableIsSet(variable.toLocal8Bit().constData())) {
        isWarning = true;
        text =
            tr("%1 is not set: set it to your key and start Interleave again. Calls go over the network and may cost money.").arg(variable);
    } else if (variable.isEmpty()) {
        text = tr("No key is sent. Calls go to %1, which may charge for them.").arg(QUrl(endpoint.baseUrl).host());
    } else {
        text = tr("Key from %1. Calls go over the network to %2 and may cost money.").arg(variable, QUrl(endpoint.baseUrl).host());
    }
    m_sentence->setText(text);
    setStyleProperty(m_sentence, "role", isWarning ? u"warn"_s : u"hint"_s);
}

void EndpointPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        showEndpoint();
}

} // namespace interleave
