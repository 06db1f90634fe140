#include "simulator/llm/embedding.h"

#include "simulator/llm/random_stream.h"

#include <cmath>

namespace interleave {

namespace {

constexpr int mostWords = 2000;

/// Plus or minus one in each dimension, by the word alone.
void addWord(std::vector<float> &sum, const QString &word)
{
    RandomStream bits({.seed = stableHash(word), .repeat = 0, .call = 0}, RandomStream::Purpose::Embedding);
    quint64 signs = 0;
    for (size_t i = 0; i < sum.size(); ++i, signs >>= 1) {
        if (i % 64 == 0)
            signs = bits.next();
        sum[i] += signs & 1 ? 1.0f : -1.0f;
    }
}

} // namespace

std::vector<float> embeddingOf(const QString &text, int dimensions)
{
    std::vector<float> sum(static_cast<size_t>(dimensions), 0.0f);
    QString word;
    int words = 0;
    const auto endWord = [&] {
        if (!word.isEmpty() && words++ < mostWords)
            addWord(sum, word);
        word.clear();
    };
    for (const QChar c : text) {
        if (c.isLetterOrNumber())
            word += c.toLower();
        else
            endWord();
    }
    endWord();
    if (words == 0)
        addWord(sum, word);
    double square = 0;
    for (const float x : sum)
        square += double(x) * double(x);
    const auto length = static_cast<float>(square > 0 ? std::sqrt(square) : 1);
    for (float &x : sum)
        x /= length;
    return sum;
}

} // namespace interleave
