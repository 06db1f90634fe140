// The card that names a span under the mouse, and the same in one sentence for assistive technology. Rich text for a
// QToolTip. Functions, GUI thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

namespace interleave {

/// Call, phase, begin to end, duration, executor, attempt, outcome; and how many spans a fold stands for.
QString spanCard(const TimelineFrame &frame, const SpanRef &ref);
/// "Call 4, streaming, 0.566 s to 2.990 s, 2.42 s so far".
QString spanSentence(const TimelineFrame &frame, const SpanRef &ref);
/// A call as a tight lane names it: its number, first line and state.
QString callCard(const TimelineFrame &frame, int run, int call);
/// What the whole timeline shows, in one or two sentences.
QString timelineSentence(const TimelineFrame &frame);

} // namespace interleave
