#include "ui/edit/arrival_rows.h"

#include "run/run_controller.h"
#include "ui/edit/setup_fields.h"
#include "ui/edit/setup_row.h"
#include "ui/itemmodels/scenario_document.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>

namespace interleave {

using namespace Qt::StringLiterals;
using Kind = Arrival::Kind;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ArrivalRows)
};

SetupFields::When isKind(std::initializer_list<Kind> kinds)
{
    return [kinds = QList<Kind>(kinds)](const Scenario &scenario) { return kinds.contains(scenario.arrival.kind); };
}

/// Another kind of arrival begins with figures that make sense, not with zeros.
void setKind(Scenario &scenario, int index)
{
    Arrival &arrival = scenario.arrival;
    arrival.kind = static_cast<Kind>(index);
    if (arrival.kind == Kind::Users && arrival.users == 0)
        arrival.users = 10;
    if (arrival.isOpenLoop() && arrival.perS == 0)
        arrival.perS = 5;
    if (arrival.kind == Kind::Ramp && arrival.fromPerS == 0 && arrival.durationS == 0) {
        arrival.fromPerS = 1;
        arrival.durationS = 30;
    }
    if (arrival.kind == Kind::Closed)
        arrival = Arrival();
}

QString kindHint(const Scenario &scenario)
{
    switch (scenario.arrival.kind) {
    case Kind::Closed:
        break;
    case Kind::Users:
        return scenario.holdsUsers() ? Words::tr("held, %1 at a time").arg(scenario.concurrency) : Words::tr("then the next call");
    case Kind::Rate:
        return Words::tr("evenly spaced");
    case Kind::Poisson:
        return Words::tr("at random");
    case Kind::Ramp:
        return Words::tr("faster and faster");
    case Kind::Replay:
        return Words::tr("as recorded");
    }
    return Words::tr("all planned at 0 s");
}

void addReplay(QVBoxLayout *rows, SetupFields &fields)
{
    auto *choose = new QPushButton(Words::tr("Choose…"));
    SetupRow *row = fields.addRow(rows, u"replay"_s, Words::tr("Recorded run"), choose, {}, isKind({Kind::Replay}));
    QObject::connect(choose, &QPushButton::clicked, &fields, [&fields, choose] {
        const QString file =
            QFileDialog::getOpenFileName(choose, Words::tr("Replay the arrivals of"), RunController::runsFolder(),
                                         Words::tr("Runs and traces with times (*.itrace *.json *.jsonl *.csv *.gz);;All files (*)"));
        if (!file.isEmpty())
            fields.document().edit(Words::tr("Replay %1").arg(QFileInfo(file).fileName()), {},
                                   [&](Scenario &scenario) { scenario.arrival.file = file; });
    });
    fields.addRefresh([row](const Scenario &scenario) {
        const QString name = QFileInfo(scenario.arrival.file).fileName();
        row->setHint(name.isEmpty() ? Words::tr("none chosen") : name);
    });
}

} // namespace

void addArrivalRows(QVBoxLayout *rows, SetupFields &fields)
{
    fields.addChoice(rows, {.field = "arrival",
                            .name = Words::tr("Calls start"),
                            .options = {Words::tr("All at once"), Words::tr("Users"), Words::tr("At a rate"), Words::tr("Poisson"),
                                        Words::tr("Ramp"), Words::tr("Replay")},
                            .get = [](const Scenario &scenario) { return static_cast<int>(scenario.arrival.kind); },
                            .set = fields.edits<int>(Words::tr("Arrival"), setKind),
                            .hint = kindHint});
    fields.addNumber(rows, {.field = "users",
                            .name = Words::tr("Users"),
                            .hint = Words::tr("one call at a time"),
                            .get = [](const Scenario &s) { return double(s.arrival.users); },
                            .set = fields.edits<double>(Words::tr("Users"),
                                                        [](Scenario &s, double value) { s.arrival.users = static_cast<int>(value); }),
                            .when = isKind({Kind::Users})});
    fields.addNumber(rows,
                     {.field = "think_s",
                      .name = Words::tr("Think time"),
                      .hint = Words::tr("mean, random"),
                      .decimals = 3,
                      .suffix = u"\u00A0s"_s,
                      .zero = Words::tr("none"),
                      .get = [](const Scenario &s) { return s.arrival.thinkS; },
                      .set = fields.edits<double>(Words::tr("Think time"), [](Scenario &s, double value) { s.arrival.thinkS = value; }),
                      .when = isKind({Kind::Users})});
    fields.addNumber(
        rows, {.field = "from_per_s",
               .name = Words::tr("Rate at first"),
               .hint = Words::tr("calls a second"),
               .decimals = 3,
               .get = [](const Scenario &s) { return s.arrival.fromPerS; },
               .set = fields.edits<double>(Words::tr("Rate at first"), [](Scenario &s, double value) { s.arrival.fromPerS = value; }),
               .when = isKind({Kind::Ramp})});
    SetupRow *rate =
        fields.addNumber(rows, {.field = "per_s",
                                .name = Words::tr("Rate"),
                                .hint = {},
                                .decimals = 3,
                                .get = [](const Scenario &s) { return s.arrival.perS; },
                                .set = fields.edits<double>(Words::tr("Rate"), [](Scenario &s, double value) { s.arrival.perS = value; }),
                                .when = isKind({Kind::Rate, Kind::Poisson, Kind::Ramp})});
    fields.addRefresh([rate](const Scenario &scenario) {
        rate->setHint(scenario.arrival.kind == Kind::Ramp ? Words::tr("a second, at the end") : Words::tr("calls a second"));
    });
    addReplay(rows, fields);
    fields.addNumber(rows,
                     {.field = "duration_s",
                      .name = Words::tr("Duration"),
                      .hint = Words::tr("no call starts later"),
                      .decimals = 2,
                      .suffix = u"\u00A0s"_s,
                      .zero = Words::tr("by requests"),
                      .get = [](const Scenario &s) { return s.arrival.durationS; },
                      .set = fields.edits<double>(Words::tr("Duration"), [](Scenario &s, double value) { s.arrival.durationS = value; }),
                      .when = isKind({Kind::Users, Kind::Rate, Kind::Poisson, Kind::Ramp, Kind::Replay})});
    fields.addNumber(rows, {.field = "drain_s",
                            .name = Words::tr("Drain"),
                            .hint = Words::tr("then it is given up"),
                            .decimals = 2,
                            .suffix = u"\u00A0s"_s,
                            .zero = Words::tr("as the timeout"),
                            .get = [](const Scenario &s) { return s.arrival.drainS; },
                            .set = fields.edits<double>(Words::tr("Drain"), [](Scenario &s, double value) { s.arrival.drainS = value; }),
                            .when = [](const Scenario &s) { return s.arrival.kind != Kind::Closed && s.arrival.durationS > 0; }});
    fields.addNumber(rows,
                     {.field = "patience_s",
                      .name = Words::tr("Patience"),
                      .hint = Words::tr("then it is dropped"),
                      .decimals = 2,
                      .suffix = u"\u00A0s"_s,
                      .zero = Words::tr("for ever"),
                      .get = [](const Scenario &s) { return s.arrival.patienceS; },
                      .set = fields.edits<double>(Words::tr("Patience"), [](Scenario &s, double value) { s.arrival.patienceS = value; }),
                      .when = [](const Scenario &s) { return s.arrival.isOpenLoop(); }});
    SetupRow *requests =
        fields.addNumber(rows, {.field = "requests",
                                .name = Words::tr("Requests"),
                                .hint = Words::tr("prompts in turn"),
                                .zero = Words::tr("one each"),
                                .get = [](const Scenario &s) { return double(s.requests); },
                                .set = [&fields](double value) { fields.document().setRequests(static_cast<int>(value)); }});
    fields.addRefresh([requests](const Scenario &s) {
        const bool timed = s.requests == 0 && s.arrival.kind != Kind::Closed && s.arrival.durationS > 0;
        requests->setHint(timed ? Words::tr("until the end") : Words::tr("prompts in turn"));
    });
    fields.addNumber(
        rows, {.field = "warmup",
               .name = Words::tr("Warm-up"),
               .hint = Words::tr("calls not counted"),
               .zero = Words::tr("none"),
               .get = [](const Scenario &s) { return double(s.warmup); },
               .set = fields.edits<double>(Words::tr("Warm-up"), [](Scenario &s, double value) { s.warmup = static_cast<int>(value); })});
}

} // namespace interleave
