// Keys that were given for this session only, or read from the desktop's keychain: in memory, never in a file. A key belongs to
// a reference (the name that an endpoint has for it) and an address, so that it goes nowhere else. Process-wide, any thread.
// Worker processes get theirs on their standard input (setup/keys/endpoint_secrets), under a name that says nothing.
#pragma once

#include "core/endpoint.h"

#include <QByteArray>
#include <QString>

namespace interleave::session_keys {

/// An empty key forgets it.
void set(const Endpoint &endpoint, const QByteArray &key);
/// Empty: there is none.
QByteArray of(const Endpoint &endpoint);

/// The name under which a key is kept: of its reference and address, and saying neither.
QString nameOf(const Endpoint &endpoint);
void setNamed(const QString &name, const QByteArray &key);

} // namespace interleave::session_keys
