// Which key, and which certificate, may go with which origin: the one place that decides. Allowed are the providers' own variables
// at their own origins, what the person typed (until the program ends), and what the person was asked once and said yes to (kept in a
// file of the settings folder, 0600). A file alone never allows anything. Used by setup/keys/endpoint_secrets, which asks before a key is
// handed out, and by command line and window, which ask the person. Process-wide, any thread.
#pragma once

#include <QString>

namespace interleave {

/// A secret and where it would go.
struct SecretUse {
    enum class Kind : quint8 { Key, Certificate };
    Kind kind = Kind::Key;
    QString reference; ///< of a key its environment variable, of a certificate its file
    QString origin;    ///< core/origin.h

    /// "send to https://host the key in the environment variable X", "trust for https://host the certificate in the file x.pem".
    QString sentence() const;
    /// As the option --trust writes it: "X@https://host".
    QString text() const { return reference + u'@' + origin; }
    bool operator==(const SecretUse &) const = default;
};

namespace key_trust {

bool isAllowed(const SecretUse &use);
/// Until the program ends.
void allow(const SecretUse &use);
/// From now on. Empty, or one sentence that says why it holds only until the program ends.
QString remember(const SecretUse &use);

} // namespace key_trust
} // namespace interleave
