// The rows of the set-up that say when calls start (arrival) and what stands between a call and the network (traffic). Used
// by the set-up panel, which folds them away; GUI thread.
#pragma once

class QVBoxLayout;

namespace interleave {

class SetupFields;

void addArrivalRows(QVBoxLayout *rows, SetupFields &fields);
void addTrafficRows(QVBoxLayout *rows, SetupFields &fields);

} // namespace interleave
