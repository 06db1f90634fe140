// Reads a service's list of models, {"LIST": [{"NAME": "..."}, ...]}, which is alike for all providers. Any thread.
#pragma once

#include "core/result.h"
#include "json/json.h"

#include <QStringList>

namespace interleave {

/// The names under `nameField`, in the server's order; of the entries that `isUsable` says yes to.
Result<QStringList> modelList(const QByteArray &body, std::string_view listField, std::string_view nameField,
                              bool (*isUsable)(const Json &) = nullptr);

} // namespace interleave
