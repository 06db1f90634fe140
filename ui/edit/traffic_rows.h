// The rows of the set-up that say what stands between a call and the network. Used by the set-up panel, which folds them away. GUI thread.
#pragma once

class QVBoxLayout;

namespace interleave {

class SetupFields;

void addTrafficRows(QVBoxLayout *rows, SetupFields &fields);

} // namespace interleave
