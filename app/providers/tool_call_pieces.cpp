#include "providers/tool_call_pieces.h"

#include <QJsonDocument>

namespace interleave {

static void setUnlessEmpty(QString &target, const QString &text)
{
    if (!text.isEmpty())
        target = text;
}

void ToolCallPieces::add(int number, const ToolCall &head, const QString &arguments)
{
    Pieces &call = m_calls[number];
    setUnlessEmpty(call.head.id, head.id);
    setUnlessEmpty(call.head.name, head.name);
    setUnlessEmpty(call.head.signature, head.signature);
    call.arguments += arguments;
}

ToolCallPieces::Joined ToolCallPieces::joined() const
{
    Joined joined;
    for (const auto &[number, pieces] : m_calls) {
        const QByteArray text = pieces.arguments.isEmpty() ? QByteArrayLiteral("{}") : pieces.arguments.toUtf8();
        const QJsonDocument arguments = QJsonDocument::fromJson(text);
        joined.areReadable = joined.areReadable && arguments.isObject();
        if (!arguments.isObject())
            continue;
        ToolCall call = pieces.head;
        call.arguments = arguments.object();
        joined.calls.append(std::move(call));
    }
    return joined;
}

} // namespace interleave
