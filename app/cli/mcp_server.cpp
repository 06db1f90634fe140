#include "cli/mcp_server.h"

#include "cli/mcp_tools.h"
#include "core/visible_text.h"
#include "run/child_environment.h"
#include "run/program_path.h"
#include "json/json.h"

#include <QTimer>

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static constexpr int mostCallsAtOnce = 4;
static constexpr int patienceMs = 600'000;
static constexpr qsizetype longestAnswer = 4'000'000; // characters: more than a model can read

enum RpcError { NoJson = -32'700, NoRequest = -32'600, NoMethod = -32'601, BadParameters = -32'602 };

McpServer::McpServer(bool allowsRuns, std::function<void(const QByteArray &)> send, QObject *parent)
    : QObject(parent)
    , m_allowsRuns(allowsRuns)
    , m_send(std::move(send))
{
}

McpServer::~McpServer()
{
    for (QProcess *process : std::as_const(m_calls)) {
        process->disconnect(this);
        process->kill();
        process->waitForFinished();
    }
}

void McpServer::receive(const QByteArray &line)
{
    if (line.trimmed().isEmpty())
        return;
    const Json message = parseJson(line);
    if (message.is_discarded())
        return failure(nullptr, NoJson, u"this line is no JSON"_s);
    const Json &id = at(message, "id");
    const QString method = textOf(at(message, "method"));
    if (method.isEmpty())
        return failure(id.is_discarded() ? Json() : id, NoRequest, u"a message needs a method"_s);
    const Json &parameters = at(message, "params");
    if (!id.is_discarded())
        return request(id, method, parameters);
    if (method == "notifications/cancelled"_L1) {
        if (QProcess *process = m_calls.take(compact(at(parameters, "requestId")))) {
            process->disconnect(this);
            connect(process, &QProcess::finished, process, &QObject::deleteLater);
            process->kill();
        }
    }
}

void McpServer::request(const Json &id, const QString &method, const Json &parameters)
{
    if (method == "initialize"_L1) {
        static const QStringList versions{u"2025-06-18"_s, u"2025-03-26"_s, u"2024-11-05"_s};
        const QString asked = textOf(at(parameters, "protocolVersion"));
        return result(
            id,
            {{"protocolVersion", utf8(versions.contains(asked) ? asked : versions.first())},
             {"capabilities", {{"tools", OrderedJson::object()}}},
             {"serverInfo", {{"name", "interleave"}, {"title", "Interleave"}, {"version", INTERLEAVE_VERSION}}},
             {"instructions",
              "Interleave measures how execution models (sequential, concurrent, parallel threads and processes, hybrid) change the "
              "same LLM calls. Predict first: it costs nothing. Say with a figure which run it is of, and whether that run is VALID."}});
    }
    if (method == "ping"_L1)
        return result(id, OrderedJson::object());
    if (method == "tools/list"_L1)
        return result(id, {{"tools", mcpTools(m_allowsRuns)}});
    if (method == "tools/call"_L1)
        return call(id, parameters);
    failure(id, NoMethod, u"there is no method \"%1\""_s.arg(method));
}

void McpServer::call(const Json &id, const Json &parameters)
{
    static const Json nothing = Json::object();
    const Json &arguments = at(parameters, "arguments");
    if (!arguments.is_discarded() && !arguments.is_object())
        return failure(id, BadParameters, u"arguments: must be an object"_s);
    const Result<QStringList> command =
        mcpCommand(textOf(at(parameters, "name")), arguments.is_discarded() ? nothing : arguments, m_allowsRuns);
    if (!command)
        return toolSaid(id, command.error(), true); // to the model, which can do better
    if (m_calls.size() >= mostCallsAtOnce)
        return toolSaid(id, u"%1 calls are running already; wait for one of them"_s.arg(mostCallsAtOnce), true);
    start(id, *command);
}

void McpServer::start(const Json &id, const QStringList &command)
{
    auto *process = new QProcess(this);
    const QByteArray key = compact(id);
    m_calls.insert(key, process);
    process->setProcessEnvironment(childEnvironment()); // no keys
    process->setWorkingDirectory(u"/"_s);               // names are of runs, never of files that lie about
    process->setStandardInputFile(QProcess::nullDevice());
    connect(process, &QProcess::finished, this, [this, key, process] { ended(key, process); });
    connect(process, &QProcess::errorOccurred, this, [this, key, process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended(key, process);
    });
    QTimer::singleShot(patienceMs, process, &QProcess::kill);
    process->start(programPath(), command);
}

void McpServer::ended(const QByteArray &key, QProcess *process)
{
    if (!m_calls.remove(key))
        return;
    process->deleteLater();
    const QString output = QString::fromUtf8(process->readAllStandardOutput());
    const QString said = visibleText(QString::fromUtf8(process->readAllStandardError()).trimmed());
    const Json id = parseJson(key);
    constexpr int someCallsFailed = 1; // which the report says
    if (process->error() == QProcess::FailedToStart || process->exitStatus() != QProcess::NormalExit ||
        process->exitCode() > someCallsFailed)
        return toolSaid(id, said.isEmpty() ? u"the program ended without an answer"_s : said, true);
    if (output.size() > longestAnswer)
        return toolSaid(id, u"the answer has %1 characters, which is more than can be sent; ask without json"_s.arg(output.size()), true);
    toolSaid(id, said.isEmpty() ? output : output + u'\n' + said, false);
}

void McpServer::toolSaid(const Json &id, const QString &text, bool isError)
{
    result(id, {{"content", OrderedJson::array({{{"type", "text"}, {"text", utf8(text)}}})}, {"isError", isError}});
}

void McpServer::result(const Json &id, const OrderedJson &result)
{
    m_send(compact(OrderedJson{{"jsonrpc", "2.0"}, {"id", id}, {"result", result}}));
}

void McpServer::failure(const Json &id, int code, const QString &sentence)
{
    m_send(compact(OrderedJson{{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", utf8(sentence)}}}}));
}

} // namespace interleave::cli
