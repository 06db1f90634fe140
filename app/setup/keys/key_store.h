// The desktop's keychain (Secret Service, KWallet): keys by the name of their entry. Asynchronous; one answer for each question,
// never from inside. Nothing is ever written anywhere else. Used by the window's endpoint manager; main thread.
#pragma once

#include <QObject>

namespace interleave {

class KeyStore : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// found() or failed() follows.
    void read(const QString &entry);
    /// stored() or failed() follows.
    void write(const QString &entry, const QString &key);
    /// Whether it was there or not; nothing follows.
    void remove(const QString &entry);

Q_SIGNALS:
    void found(const QString &entry, const QString &key);
    void stored(const QString &entry);
    /// One sentence that says why, without the key.
    void failed(const QString &entry, const QString &sentence);
};

} // namespace interleave
