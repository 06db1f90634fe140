#include "run/session_keys.h"

#include <QCryptographicHash>
#include <QHash>

#include <mutex>

namespace interleave::session_keys {

namespace {

struct Store {
    std::mutex mutex;
    QHash<QByteArray, QByteArray> keys; ///< by the name of the variable that a worker would find it in
};

Store &store()
{
    static Store store;
    return store;
}

QByteArray nameFor(const Endpoint &endpoint)
{
    const QByteArray what = endpoint.apiKeyEnv.toUtf8() + '\n' + endpoint.baseUrl.toUtf8();
    return "INTERLEAVE_SESSION_KEY_" + QCryptographicHash::hash(what, QCryptographicHash::Sha256).toHex().left(24).toUpper();
}

} // namespace

void set(const Endpoint &endpoint, const QByteArray &key)
{
    Store &s = store();
    const std::lock_guard lock(s.mutex);
    if (key.trimmed().isEmpty())
        s.keys.remove(nameFor(endpoint));
    else
        s.keys.insert(nameFor(endpoint), key.trimmed());
}

QByteArray of(const Endpoint &endpoint)
{
    if (endpoint.apiKeyEnv.isEmpty() || endpoint.isSimulator())
        return {};
    const QByteArray name = nameFor(endpoint);
    Store &s = store();
    const std::lock_guard lock(s.mutex);
    const QByteArray key = s.keys.value(name);
    return key.isEmpty() ? qgetenv(name.constData()) : key; // in a worker it came that way
}

QList<std::pair<QString, QString>> environmentFor(const QList<Endpoint> &endpoints)
{
    QList<std::pair<QString, QString>> variables;
    for (const Endpoint &endpoint : endpoints) {
        if (const QByteArray key = of(endpoint); !key.isEmpty())
            variables.append({QString::fromLatin1(nameFor(endpoint)), QString::fromUtf8(key)});
    }
    return variables;
}

} // namespace interleave::session_keys
