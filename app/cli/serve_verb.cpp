// interleave serve: the simulator alone, until SIGINT or SIGTERM.
#include "cli/console.h"
#include "cli/number_reader.h"
#include "cli/verbs.h"
#include "core/base_url.h"
#include "core/field_range.h"
#include "run/serve.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

/// Empty: it is there where it is needed, and cannot be guessed.
static QString tokenProblem(const CommandLine &line, const ServeSettings &settings)
{
    constexpr qsizetype shortest = 8;
    if ((line.has("--token") || !settings.token.isEmpty()) && settings.token.size() < shortest)
        return (line.has("--token") ? u"--token"_s : u"INTERLEAVE_TOKEN"_s) +
               u": it must have %1 characters or more, so that nobody guesses it"_s.arg(shortest);
    if (!headerValueProblem(settings.token.toUtf8()).isEmpty())
        return u"--token: it holds a control character, which no client could send; choose another"_s;
    if (isReachableFromOthers(settings.bindAddress) && settings.token.isEmpty())
        return u"--bind %1 lets other computers in: add --token SECRET (or INTERLEAVE_TOKEN), which their clients send as their API key"_s
            .arg(settings.bindAddress);
    return {};
}

static int serveSimulator(const CommandLine &line, const WindowServices &)
{
    ServeSettings settings;
    NumberReader numbers(line);
    numbers.read("--port", FieldRange{"port", 0, 65'535}, settings.port);
    numbers.read("--time-scale", rangeOf("time_scale"), settings.timeScale);
    numbers.read("--seed", rangeOf("seed"), settings.seed);
    if (!numbers.error().isEmpty())
        return complain(numbers.error(), BadInput);
    if (line.has("--profile"))
        settings.profile = line.value("--profile");
    settings.script = line.value("--script");
    if (line.has("--bind"))
        settings.bindAddress = line.value("--bind");
    settings.token = line.has("--token") ? line.value("--token") : qEnvironmentVariable("INTERLEAVE_TOKEN");
    if (const QString problem = tokenProblem(line, settings); !problem.isEmpty())
        return complain(problem, BadInput);
    if (isReachableFromOthers(settings.bindAddress))
        complain(
            u"the simulator can be reached from other computers at %1; it answers whoever brings the token"_s.arg(settings.bindAddress),
            Finished);
    settings.exitWithParent = line.has("--exit-with-parent");
    settings.tls = line.has("--tls");
    settings.certificateFile = line.value("--certificate");
    if (line.has("--certificate") && !settings.tls)
        return complain(u"--certificate: there is a certificate only with --tls; add it, or leave out --certificate"_s, BadInput);
    const Result<int> status = serve(settings);
    return status ? *status : complain(status.error(), BadInput);
}

Verb serveVerb()
{
    return {
        u"serve"_s,
        {},
        u"the simulator alone, until SIGINT or SIGTERM; prints its address as one line of JSON when it is ready"_s,
        {
            {u"--profile"_s, u"P"_s, u"a name (interleave list profiles) or a file; default: article"_s},
            {u"--script"_s, u"S"_s, u"what the model answers at which turn: a name (interleave list scripts) or a file"_s},
            {u"--port"_s, u"N"_s, u"0, the default: any free one"_s},
            {u"--bind"_s, u"ADDRESS"_s, u"address to listen on; default: 127.0.0.1, this machine only; any other needs --token"_s},
            {u"--token"_s, u"SECRET"_s,
             u"what clients must send as their API key (Bearer, x-api-key, x-goog-api-key or key=); default: INTERLEAVE_TOKEN, which lists of processes do not show"_s},
            {u"--tls"_s, {}, u"serve https, with a certificate made at the start; the ready line has it as \"certificate\""_s},
            {u"--certificate"_s, u"FILE"_s, u"with --tls: where that certificate is written, for a client to trust"_s},
            {u"--time-scale"_s, u"X"_s, u"multiplies every delay; 0.1 is ten times faster"_s},
            {u"--seed"_s, u"N"_s, u"seed of every random draw of requests that name none"_s},
            {u"--exit-with-parent"_s, {}, {}, true},
        },
        0,
        serveSimulator};
}

} // namespace interleave::cli
