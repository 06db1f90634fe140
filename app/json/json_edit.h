// Edits of a JSON text that leave alone what they do not change: its layout, the order of its fields, how its numbers are written. Used
// by json/scenario_text, so that a scenario in a version control differs where it was edited. Functions, any thread.
#pragma once

#include <QByteArray>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

/// The text with the values of `after` in place of those of `before`, wherever the two differ. `text` must be JSON with the fields of
/// `before`, some of which may be absent. New fields follow the last one of their object, new items of a list are where they are in
/// `after`. `shortKey`: an object of this one field may be written as the field's value alone; it stays so.
QByteArray editedJson(const QByteArray &text, const nlohmann::ordered_json &before, const nlohmann::ordered_json &after,
                      const char *shortKey);

} // namespace interleave
