// How many prompts a scenario may have, wherever they come from: calls cycle through them, so that a run of more calls needs no more.
// Constants, any thread.
#pragma once

namespace interleave {

inline constexpr int mostPromptsOfScenario = 200'000;

} // namespace interleave
