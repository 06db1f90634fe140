// A page or an answer of a server: of this machine, or of a host that the scenario lists, and of no other. What is asked is in here; a run
// fetches it (transport/page_fetch).
#include "tools/each_tool.h"
#include "tools/page_rule.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

static bool isThisMachine(const QString &host)
{
    static const QRegularExpression loopback(u"^(localhost|127(\\.[0-9]{1,3}){3}|::1)$"_s, QRegularExpression::CaseInsensitiveOption);
    return loopback.match(host).hasMatch(); // QUrl has written it in its usual form
}

QString pageRefusal(const QUrl &url, const QStringList &hosts)
{
    if (!url.isValid() || (url.scheme() != u"http" && url.scheme() != u"https") || url.host().isEmpty())
        return u"\"%1\" is no address of a page; it begins with http:// or https://"_s.arg(url.toString().left(80));
    if (!url.userInfo().isEmpty())
        return u"an address of http_get has no user and no password in it"_s;
    if (!isThisMachine(url.host()) && !hosts.contains(url.host(), Qt::CaseInsensitive))
        return u"http_get may not ask %1: only this machine%2; a scenario lists more hosts under \"hosts\""_s.arg(
            url.host(), hosts.isEmpty() ? QString() : u" and "_s + hosts.join(u", "_s));
    return {};
}

Result<QUrl> pageOf(const QByteArray &arguments)
{
    constexpr qsizetype longest = 2000;
    QString refusal;
    const std::optional<QString> url = each_tool::textArgument(parseJson(arguments), "url", longest, refusal);
    if (!url)
        return Error{refusal + u" for http_get"_s};
    return QUrl(*url, QUrl::StrictMode);
}

WorkResult assumedPage(const QByteArray &arguments, const QStringList &hosts, int bytes)
{
    const Result<QUrl> url = pageOf(arguments);
    const QString refusal = url ? pageRefusal(*url, hosts) : url.error();
    if (!refusal.isEmpty())
        return each_tool::refused(refusal);
    static const QString words = u"words of a page that only a run reads "_s;
    const QString text = words.repeated(bytes / words.size() + 1).left(bytes);
    return {Outcome::Ok, {compact(OrderedJson{{"status", 200}, {"type", "text/plain"}, {"text", utf8(text)}, {"assumed", true}})}, {}};
}

static WorkResult unasked(const Json &, const ToolWorld &)
{
    return each_tool::refused(
        u"what a server would answer is not known in virtual time; only a run asks it, unless the scenario says what its pages are taken to be (\"delay_s\" and \"bytes\" of the tool)"_s);
}

Tool each_tool::httpGet()
{
    return {u"http_get"_s,
            u"HTTP get"_s,
            u"Gets a page from this machine, or from a host that the scenario lists, as text."_s,
            R"json({"type":"object","properties":{"url":{"type":"string"}},"required":["url"]})json"_ba,
            asLongAsItTakes,
            unasked,
            true};
}

} // namespace interleave
