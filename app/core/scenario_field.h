// The fields of a scenario, one row each: where it is in a file, how it is got and set, its range or its words, its option on the command
// line with help, its label and hint in the window. Files, variants, command line, help and window all take it from here. To add one: a
// member of Scenario (or of what it holds) and a row. What is a list of objects (prompts, routing, variants) has code of its own in
// json/. Values, any thread.
#pragma once

#include "core/field_range.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <variant>
#include <vector>

namespace interleave {

struct Scenario;

/// A number is a double, a choice its word.
using FieldValue = std::variant<bool, double, QString, QStringList>;

struct ScenarioField {
    enum class Kind : quint8 { Whole, Real, Flag, Text, Names };
    /// When a file has it: always, where it is not as usual, where any field of its object is not, or as the second and at the simulator.
    enum class Written : quint8 { Always, Unusual, WithObject, AtSimulator };
    /// On the command line. `value`: placeholder in the help; empty: a switch.
    struct Option {
        const char *name = nullptr, *value = "", *help = "";
    };
    /// In the window's set-up; `zero` is shown in place of the least value.
    struct Row {
        const char *name = nullptr, *hint = "", *unit = "", *zero = "";
        int decimals = 0;
        const char *prefix = "";
    };

    const char *path; ///< "traffic.retry.base_s"
    Kind kind = Kind::Text;
    Written written = Written::Always;
    std::function<FieldValue(const Scenario &)> get;
    /// What is wrong with the value, as "is "x"; it must be even or burst"; empty: it is set. Ranges are checked before.
    std::function<QString(Scenario &, const FieldValue &)> set;
    double least = 0, most = 0; ///< of numbers
    Option option = {};
    Row row = {};

    const char *key() const { return range().key(); }
    /// "traffic.retry"; empty: the scenario itself.
    QString object() const;
    FieldRange range() const { return {path, least, most}; }
    bool isNumber() const { return kind == Kind::Whole || kind == Kind::Real; }
    bool isUsual(const Scenario &scenario) const;
    bool isWritten(const Scenario &scenario) const;
};

/// The table, in the order of a file.
const std::vector<ScenarioField> &scenarioFields();
/// By its path or its key. There must be one.
const ScenarioField &scenarioField(const char *field);
/// Null: no such option.
const ScenarioField *fieldOfOption(const char *option);

} // namespace interleave
