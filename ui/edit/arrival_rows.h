// The rows of the set-up that say when calls start. Used by the set-up panel, which folds them away. GUI thread.
#pragma once

class QVBoxLayout;

namespace interleave {

class SetupFields;

void addArrivalRows(QVBoxLayout *rows, SetupFields &fields);

} // namespace interleave
