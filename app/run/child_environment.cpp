#include "run/child_environment.h"

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

// Languages, folders, loaders, plugins, proxies, roots of TLS, where our own log goes, and what sanitizers and coverage are told.
static constexpr QLatin1StringView names[] = {"PATH"_L1,
                                              "HOME"_L1,
                                              "USER"_L1,
                                              "LOGNAME"_L1,
                                              "LANG"_L1,
                                              "LANGUAGE"_L1,
                                              "TZ"_L1,
                                              "TMPDIR"_L1,
                                              "LD_LIBRARY_PATH"_L1,
                                              "LD_PRELOAD"_L1,
                                              "SSL_CERT_FILE"_L1,
                                              "SSL_CERT_DIR"_L1,
                                              "OPENSSL_CONF"_L1,
                                              "http_proxy"_L1,
                                              "https_proxy"_L1,
                                              "HTTP_PROXY"_L1,
                                              "HTTPS_PROXY"_L1,
                                              "all_proxy"_L1,
                                              "ALL_PROXY"_L1,
                                              "no_proxy"_L1,
                                              "NO_PROXY"_L1,
                                              "ASAN_OPTIONS"_L1,
                                              "LSAN_OPTIONS"_L1,
                                              "TSAN_OPTIONS"_L1,
                                              "UBSAN_OPTIONS"_L1,
                                              "INTERLEAVE_LOG"_L1,
                                              "INTERLEAVE_LOG_LEVEL"_L1,
                                              "INTERLEAVE_LOG_FORMAT"_L1,
                                              "LLVM_PROFILE_FILE"_L1,
                                              "MALLOC_ARENA_MAX"_L1};
static constexpr QLatin1StringView beginnings[] = {"LC_"_L1, "XDG_"_L1, "QT_"_L1, "GLIBC_"_L1};

static bool isPassedOn(const QString &name)
{
    return std::any_of(std::begin(names), std::end(names), [&](QLatin1StringView each) { return name == each; }) ||
           std::any_of(std::begin(beginnings), std::end(beginnings), [&](QLatin1StringView each) { return name.startsWith(each); });
}

QProcessEnvironment childEnvironment()
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment passedOn;
    const QStringList keys = own.keys();
    for (const QString &name : keys) {
        if (isPassedOn(name))
            passedOn.insert(name, own.value(name));
    }
    return passedOn;
}

} // namespace interleave
