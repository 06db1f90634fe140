// Makes a JSON value that fits a JSON Schema, for the arguments of tool calls and for structured replies. Knows types (in
// OpenAPI's capitals, too), properties, items, enum, const, default, anyOf, oneOf, allOf, $ref within the schema, bounds and
// the common formats. Pure; any thread.
#pragma once

#include "simulator/llm/random_stream.h"

#include <QJsonObject>
#include <QString>

namespace interleave {

/// `topic` is what texts without other bounds say. A schema of anything but an object gives {}.
QJsonObject objectThatFits(const QJsonObject &schema, const QString &topic, RandomStream &random);

} // namespace interleave
