// Text as a JSON string: the one escaper of whoever writes JSON straight into bytes, because there are thousands of lines a second (the
// trace's events, the simulator's replies, trace exports). All other JSON is written through json/json.h. Function, any thread.
#pragma once

#include <QByteArray>
#include <QStringView>

namespace interleave {

/// Quotes included. Half a pair of surrogates stays one, as "\ud83d".
void appendJsonText(QByteArray &out, QStringView text);

} // namespace interleave
