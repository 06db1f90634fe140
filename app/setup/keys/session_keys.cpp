#include "setup/keys/session_keys.h"

#include "setup/keys/memory_guard.h"

#include <QCryptographicHash>
#include <QHash>

#include <mutex>

namespace interleave::session_keys {

namespace {

struct Store {
    std::mutex mutex;
    QHash<QString, QByteArray> keys; ///< by name
};

Store &store()
{
    static Store store;
    return store;
}

} // namespace

QString nameOf(const Endpoint &endpoint)
{
    const QByteArray what = endpoint.apiKeyEnv.toUtf8() + '\n' + endpoint.baseUrl.toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(what, QCryptographicHash::Sha256).toHex().left(24));
}

void setNamed(const QString &name, const QByteArray &key)
{
    Store &s = store();
    const std::lock_guard lock(s.mutex);
    if (key.trimmed().isEmpty()) {
        s.keys.remove(name);
        return;
    }
    protectMemory();
    s.keys.insert(name, key.trimmed());
}

void set(const Endpoint &endpoint, const QByteArray &key) { setNamed(nameOf(endpoint), key); }

QByteArray of(const Endpoint &endpoint)
{
    if (endpoint.apiKeyEnv.isEmpty() || endpoint.isSimulator())
        return {};
    const QString name = nameOf(endpoint);
    Store &s = store();
    const std::lock_guard lock(s.mutex);
    return s.keys.value(name);
}

} // namespace interleave::session_keys
