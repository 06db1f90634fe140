// What a plan tells of its blocks: see ServicePlan in profile.h.
#include "simulator/llm/profile.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

QString ServicePlan::text() const
{
    QString whole;
    for (const Chunk &chunk : chunks) {
        if (blocks[chunk.block].kind == Block::Kind::Text)
            whole += chunk.text;
    }
    return whole;
}

QString ServicePlan::textOf(size_t block, size_t chunksSoFar) const
{
    QString text;
    for (size_t i = 0; i < chunksSoFar; ++i) {
        if (chunks[i].block == block)
            text += chunks[i].text;
    }
    return text;
}

bool ServicePlan::hasCalls() const
{
    return std::any_of(blocks.begin(), blocks.end(), [](const Block &block) { return block.kind == Block::Kind::Call; });
}

size_t ServicePlan::numberOfCall(size_t block) const
{
    return static_cast<size_t>(std::count_if(blocks.begin(), blocks.begin() + static_cast<ptrdiff_t>(block),
                                             [](const Block &before) { return before.kind == Block::Kind::Call; }));
}

QList<ToolCall> ServicePlan::toolCalls() const
{
    QList<ToolCall> calls;
    for (size_t block = 0; block < blocks.size(); ++block) {
        if (blocks[block].kind != Block::Kind::Call || !blocks[block].isWhole)
            continue;
        const QString arguments = textOf(block, chunks.size());
        const QJsonDocument json = QJsonDocument::fromJson(arguments.toUtf8());
        ToolCall call;
        call.name = blocks[block].tool;
        call.arguments = json.object();
        call.unreadable = json.isObject() ? QString() : arguments;
        calls.append(std::move(call));
    }
    return calls;
}

void ServicePlan::joinChunksOfCalls()
{
    std::vector<Chunk> joined;
    for (Chunk &chunk : chunks) {
        const bool goesOn = !joined.empty() && joined.back().block == chunk.block && blocks[chunk.block].kind == Block::Kind::Call;
        if (!goesOn) {
            joined.push_back(std::move(chunk));
            continue;
        }
        joined.back().atNs = chunk.atNs;
        joined.back().text += chunk.text;
        joined.back().tokens = chunk.tokens;
    }
    chunks = std::move(joined);
    ttftNs = chunks.front().atNs;
}

} // namespace interleave
