#include "providers/anthropic.h"
#include "providers/gemini.h"
#include "providers/openai.h"

namespace interleave {

const std::vector<const Provider *> &providers()
{
    static const Gemini gemini;
    static const OpenAi openAi;
    static const Anthropic anthropic;
    static const std::vector<const Provider *> list{&gemini, &openAi, &anthropic};
    return list;
}

const Provider *findProvider(const QString &id)
{
    for (const Provider *provider : providers()) {
        if (provider->id() == id)
            return provider;
    }
    return nullptr;
}

} // namespace interleave
