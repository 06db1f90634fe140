// The fields of a workflow's step as a form shows them: one table, in the order of the form. To add one: a row here, and its line in the
// reader (json/workflow_json), which decides; a test holds both together. Used by the form in the window. Values, any thread.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace interleave {

struct StepField {
    enum class Type {
        Text,
        Prompt, ///< several lines, a template
        Whole,
        Number,
        Choice,
        Names,   ///< a list of texts, written with commas
        Json,    ///< any JSON; a text that is none is taken as a text
        Test,    ///< of a condition: how two values are compared, which is the key of the second
        Operand, ///< of a condition: the second value
    };
    QString kind; ///< of the steps that have it; empty: all
    QString path; ///< keys within the step, or within its kind: "bounds/turns"
    QString title;
    QString hint; ///< what it is, with its usual value
    Type type = Type::Text;
    double least = 0, most = 0;
    QStringList choices{};   ///< the first is what holds where nothing is written
    bool isRequired = false; ///< an empty text is written as one
    QString example{};       ///< what a new step of the kind has

    /// Keys from the step on.
    QStringList keys() const { return kind.isEmpty() ? path.split(u'/') : QStringList{kind} + path.split(u'/'); }
    /// "between 1 and 1000, for example 8"; empty: there is no range.
    QString rangeText() const;
};

/// In the order of the reader: "call", "analyze", …
const QStringList &stepKinds();
/// Fields of every step, then those of the kind.
std::vector<StepField> stepFieldsOf(const QString &kind);

} // namespace interleave
