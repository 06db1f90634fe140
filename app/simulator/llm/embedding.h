// Embeddings of texts as the simulator makes them: unit vectors in which texts that share words lie close together, and
// which are the same under every protocol. The first numbers of a longer vector point the same way as a shorter one. Pure; any thread.
#pragma once

#include <QString>

#include <vector>

namespace interleave {

std::vector<float> embeddingOf(const QString &text, int dimensions);

} // namespace interleave
