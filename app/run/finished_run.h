// Moved: FinishedRun is a value of the trace layer, so that exports may use it.
#pragma once

#include "trace/finished_run.h"
