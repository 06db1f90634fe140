// The Model Context Protocol over standard streams: messages of JSON-RPC 2.0, one a line. Each call of a tool is a process of this same
// program, whose output is the answer; a call that is cancelled is killed. Used by `interleave mcp`; main thread, with an event loop.
#pragma once

#include <QHash>
#include <QObject>
#include <QProcess>

#include <nlohmann/json_fwd.hpp>

#include <functional>

namespace interleave::cli {

class McpServer : public QObject
{
    Q_OBJECT
public:
    /// `send` gets each message, without its line's end.
    McpServer(bool allowsRuns, std::function<void(const QByteArray &message)> send, QObject *parent = nullptr);
    ~McpServer() override;

    /// One line from the client.
    void receive(const QByteArray &line);

private:
    void request(const nlohmann::json &id, const QString &method, const nlohmann::json &parameters);
    void call(const nlohmann::json &id, const nlohmann::json &parameters);
    void start(const nlohmann::json &id, const QStringList &command);
    void ended(const QByteArray &key, QProcess *process);
    void result(const nlohmann::json &id, const nlohmann::ordered_json &result);
    void failure(const nlohmann::json &id, int code, const QString &sentence);
    void toolSaid(const nlohmann::json &id, const QString &text, bool isError);

    const bool m_allowsRuns;
    const std::function<void(const QByteArray &)> m_send;
    QHash<QByteArray, QProcess *> m_calls; ///< by their request's id, as JSON
};

} // namespace interleave::cli
