#include "providers/gemini.h"

namespace interleave {

const std::vector<const Provider *> &providers()
{
    static const Gemini gemini;
    static const std::vector<const Provider *> list{&gemini};
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
