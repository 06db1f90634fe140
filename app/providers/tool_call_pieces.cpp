#include "providers/tool_call_pieces.h"

#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace interleave {

static void setUnlessEmpty(QString &target, const QString &text)
{
    if (!text.isEmpty())
        target = text;
}

static bool isObject(const QString &arguments)
{
    return QStringView(arguments).trimmed().endsWith(u'}') && QJsonDocument::fromJson(arguments.toUtf8()).isObject();
}

/// The last one of this number; without a number the last of all, and so where calls had none.
const ToolCallPieces::Pieces *ToolCallPieces::find(std::optional<int> number) const
{
    for (auto it = m_calls.rbegin(); it != m_calls.rend(); ++it) {
        if (!number || !it->number || it->number == number)
            return &*it;
    }
    return nullptr;
}

void ToolCallPieces::begin(std::optional<int> number, const ToolCall &head, const QString &arguments)
{
    m_calls.push_back({number, head, arguments, true});
}

void ToolCallPieces::append(std::optional<int> number, const QString &arguments)
{
    Pieces *call = find(number);
    if (!call)
        return;
    if (std::exchange(call->isWhole, false))
        call->arguments.clear();
    call->arguments += arguments;
}

void ToolCallPieces::add(std::optional<int> number, const ToolCall &head, const QString &arguments)
{
    Pieces *call = find(number);
    if (call && !head.id.isEmpty() && !call->head.id.isEmpty() && head.id != call->head.id) {
        call = nullptr; // another call; or an earlier one that goes on
        for (Pieces &earlier : m_calls) {
            if (earlier.head.id == head.id && (!number || !earlier.number || earlier.number == number))
                call = &earlier;
        }
    } else if (call && !head.name.isEmpty() && !call->head.name.isEmpty()) {
        const bool isTheSame = head.name == call->head.name && arguments == call->arguments;
        if (isTheSame && !head.id.isEmpty())
            return;
        const bool isOther = head.name != call->head.name && call->arguments.isEmpty();
        if (isOther || (!arguments.isEmpty() && isObject(call->arguments)))
            call = nullptr;
    }
    if (!call) {
        m_calls.push_back({number, head, arguments});
        return;
    }
    setUnlessEmpty(call->head.id, head.id);
    setUnlessEmpty(call->head.name, head.name);
    setUnlessEmpty(call->head.signature, head.signature);
    call->arguments += arguments;
}

ToolCallPieces::Joined ToolCallPieces::joined(bool isCut) const
{
    std::vector<const Pieces *> calls;
    for (const Pieces &pieces : m_calls)
        calls.push_back(&pieces);
    if (std::all_of(calls.begin(), calls.end(), [](const Pieces *call) { return call->number.has_value(); }))
        std::sort(calls.begin(), calls.end(),
                  [](const Pieces *a, const Pieces *b) { // of one number: as they began, side by side in m_calls
                      return a->number != b->number ? a->number < b->number : a < b;
                  });
    Joined joined;
    for (const Pieces *call : calls) {
        const Pieces &pieces = *call;
        const QByteArray text = pieces.arguments.trimmed().isEmpty() ? QByteArrayLiteral("{}") : pieces.arguments.toUtf8();
        const QJsonDocument arguments = QJsonDocument::fromJson(text);
        const bool isLeftOut = pieces.head.name.isEmpty() || (isCut && !arguments.isObject());
        joined.areReadable = joined.areReadable && !isLeftOut;
        if (isLeftOut)
            continue;
        joined.calls.append(pieces.head);
        joined.calls.last().arguments = arguments.object();
        if (!arguments.isObject())
            joined.calls.last().unreadable = pieces.arguments;
    }
    return joined;
}

} // namespace interleave
