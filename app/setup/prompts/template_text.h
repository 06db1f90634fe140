// Prompts with variables, as promptfoo writes them ({{name}}): filled with the values of a test. Used by the readers of promptfoo's files
// and of tables. Pure functions; any thread.
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace interleave {

/// Names between {{ and }}, without blanks; "user.name" walks into an object. {{call}}, the number of the call, is none of them.
QStringList variablesIn(const QString &text);

/// With every variable replaced. `problem` gets one sentence where one has no value, or where there is more than a name between the
/// braces (a filter, a condition), or where it is longer than a prompt may be: then one character more than that is given.
QString filledText(const QString &text, const QJsonObject &values, QString &problem);

/// The same in every text of a JSON value: a list of turns.
QJsonValue filledValue(const QJsonValue &value, const QJsonObject &values, QString &problem);

/// A value as text: numbers as people write them.
QString textOfValue(const QJsonValue &value);

} // namespace interleave
