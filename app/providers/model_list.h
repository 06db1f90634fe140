// Reads a service's list of models, {"LIST": [{"NAME": "..."}, ...]}, which is alike for all providers. Any thread.
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QStringList>

namespace interleave {

/// The names under `nameField`, in the server's order; of the entries that `isUsable` says yes to.
Result<QStringList> modelList(const QByteArray &body, QLatin1StringView listField, QLatin1StringView nameField,
                              bool (*isUsable)(const QJsonObject &) = nullptr);

} // namespace interleave
