// The fields that say where calls go and whose key they take, in every file that has them. Functions, any thread.
#pragma once

#include "json/field_reader.h"

namespace interleave {

/// "base_url".
void readBaseUrl(FieldReader &fields, QString &baseUrl);
/// "api_key_env"; what is refused is not repeated, for it may be the key itself.
void readKeyVariable(FieldReader &fields, QString &variable);

} // namespace interleave
