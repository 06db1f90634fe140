// The endpoints that a person has saved, by name: where each one is, and where its key comes from, never the key itself. Loaded
// from and written to the program's settings by the window; GUI thread.
#pragma once

#include "core/endpoint.h"

#include <QList>
#include <QObject>

namespace interleave {

enum class KeySource : quint8 { None, Variable, Keychain };

struct SavedEndpoint {
    QString name;
    Endpoint endpoint; ///< of a key in the keychain `apiKeyEnv` is the entry's name
    KeySource keySource = KeySource::Variable;

    bool operator==(const SavedEndpoint &) const = default;
};

/// The entry of the keychain for an endpoint of that name: "INTERLEAVE_KEY_MY_SERVER".
QString keychainEntry(const QString &name);

/// "Gemini (article profile)", "Gemini", "host:port": an endpoint in a few words.
QString endpointTitle(const Endpoint &endpoint);

class EndpointList : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    const QList<SavedEndpoint> &endpoints() const { return m_endpoints; }
    void set(const QList<SavedEndpoint> &endpoints);
    /// Null: this one is not saved.
    const SavedEndpoint *find(const Endpoint &endpoint) const;

    QByteArray toJson() const;
    /// What cannot be read is left out.
    void load(const QByteArray &json);

Q_SIGNALS:
    void changed();

private:
    QList<SavedEndpoint> m_endpoints;
};

} // namespace interleave
