// Parses a JSON text that a person wrote: what is wrong is said with line and column, a key that is there twice is refused, integers
// keep 64 bits and objects the order of their fields. Depth and number of values are bounded. Used by json/field_reader; any thread.
#pragma once

#include "json/json.h"

namespace interleave {

inline constexpr qsizetype mostValuesOfFile = 2'000'000; ///< each takes some fifty bytes and more, whatever it takes in the text

/// Discarded (is_discarded()) where it is refused; `problem` then says where and why: "line 3, column 9: …". Of a time linear in its
/// length, whatever it holds.
OrderedJson parseStrictly(QByteArrayView text, QString *problem);

} // namespace interleave
