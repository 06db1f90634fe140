// What the thread sanitizer's own runtime offers (its header is not in every distribution), and the one hook of tsan_qt.cpp
// that a test's application calls. Used by the tests of the tsan preset only.
#pragma once

extern "C" void __tsan_acquire(void *address);
extern "C" void __tsan_release(void *address);

namespace interleave::test {

// Everything before a pool's futures ended happened before now. Any thread.
void acquireFinished();

} // namespace interleave::test
