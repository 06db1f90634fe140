#include "cli/key_question.h"

#include "cli/console.h"
#include "core/base_url.h"
#include "core/origin.h"
#include "setup/keys/endpoint_secrets.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

OptionSpec trustOption()
{
    return {
        u"--trust"_s, u"VAR@URL[,...]"_s,
        u"lets the scenario send the key in the variable VAR to the server of URL; a certificate's file in place of VAR: trusts it there"_s};
}

/// A name without a dot and a slash is a variable's.
static SecretUse::Kind kindOf(const QString &reference)
{
    return reference.contains(u'.') || reference.contains(u'/') ? SecretUse::Kind::Certificate : SecretUse::Kind::Key;
}

static QString allowListed(const CommandLine &line)
{
    const QStringList items = line.list("--trust");
    for (const QString &item : items) {
        const qsizetype at = item.lastIndexOf(u'@');
        const Result<QString> url = normalBaseUrl(at > 0 ? item.sliced(at + 1) : QString());
        if (!url || url->isEmpty())
            return u"--trust %1: write the variable, @ and the server's URL, such as MY_KEY@https://api.example.com"_s.arg(item);
        const QString reference = item.first(at).trimmed();
        key_trust::allow({kindOf(reference), reference, originOf(*url)});
    }
    return line.has("--trust") && items.isEmpty() ? u"--trust: name at least one variable and server, such as MY_KEY@https://host"_s
                                                  : QString();
}

QString allowTypedSecrets(const CommandLine &line, const Endpoint &endpoint)
{
    // A variable alone does not say where to, and the address may be a file's.
    if (line.has("--api-key-env") && line.has("--endpoint") && !endpoint.isSimulator())
        key_trust::allow({SecretUse::Kind::Key, endpoint.apiKeyEnv, originOf(endpoint.baseUrl)});
    if (line.has("--certificate") && !endpoint.isSimulator())
        key_trust::allow({SecretUse::Kind::Certificate, endpoint.certificateFile, originOf(endpoint.baseUrl)});
    return allowListed(line);
}

QString askForSecrets(const Scenario &scenario, const QString &file)
{
    const QList<SecretUse> unknown = unknownUsesOf(scenario);
    for (const SecretUse &use : unknown) {
        const QString what = u"%1 asks to %2"_s.arg(file, use.sentence());
        if (!canAsk())
            return u"%1, which nobody has allowed; if you want that, add --trust %2"_s.arg(what, use.text());
        if (!ask(what + u". Allow it, now and from now on?"_s))
            return what + u"; it was not allowed, so nothing was sent"_s;
        if (const QString problem = key_trust::remember(use); !problem.isEmpty())
            complain(problem, 0);
    }
    return {};
}

} // namespace interleave::cli
