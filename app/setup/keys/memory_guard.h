// Keeps other programs of the same user out of this one's memory and environment while it holds a key: no core dump, no debugger, no
// /proc/PID/environ. Called by whatever hands out a key; any thread.
#pragma once

namespace interleave {

/// From now on. Nothing on systems without it, and under a sanitizer, whose leak check attaches to its own process.
void protectMemory();
/// Whether it can, here.
bool canProtectMemory();

} // namespace interleave
