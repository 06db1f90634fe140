// Reads and checks a workflow, as scenarios hold it: every name is known, nothing waits for itself, every loop ends. Errors have the place
// in the file. Any thread.
#pragma once

#include "core/workflow.h"
#include "json/field_reader.h"

namespace interleave {

Workflow readWorkflow(FieldReader &fields);

} // namespace interleave
