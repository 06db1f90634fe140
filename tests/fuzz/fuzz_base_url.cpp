// Base URLs as somebody may type them: refused in one sentence, or put right for good, with no user and no control character.
#include "claim.h"

#include "core/base_url.h"
#include "providers/provider.h"

#include <cstdint>

using namespace interleave;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString typed = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const Result<QString> baseUrl = normalBaseUrl(typed);
    if (!baseUrl) {
        fuzz::claim(!baseUrl.error().isEmpty() && !baseUrl.error().contains(u'\n'), "a refusal is one sentence");
        return 0;
    }
    if (baseUrl->isEmpty())
        return 0;
    const QUrl url(*baseUrl, QUrl::StrictMode);
    fuzz::claim(url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasFragment(), "a base URL is one", *baseUrl);
    const Result<QString> again = normalBaseUrl(*baseUrl);
    fuzz::claim(again && *again == *baseUrl, "what was put right stays as it is", *baseUrl);
    for (const Provider *provider : providers()) {
        const QUrl request = provider->request(*baseUrl, QStringLiteral("m"), {}, Prompt(), true).url;
        fuzz::claim(request.isValid() && request.host() == url.host(), "a request goes to its host", request.toString());
    }
    return 0;
}
