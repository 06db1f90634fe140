// Keys that were given for this session only, or read from the desktop's keychain: in memory, never in a file. A key belongs to
// a reference (the name that an endpoint has for it) and an address, so that it goes nowhere else. Process-wide, any thread.
// Worker processes get theirs through their environment, under a name that says nothing.
#pragma once

#include "core/endpoint.h"

#include <QByteArray>
#include <QList>

#include <utility>

namespace interleave::session_keys {

/// An empty key forgets it.
void set(const Endpoint &endpoint, const QByteArray &key);
/// Empty: there is none.
QByteArray of(const Endpoint &endpoint);

/// What a worker process needs in its environment for these endpoints.
QList<std::pair<QString, QString>> environmentFor(const QList<Endpoint> &endpoints);

} // namespace interleave::session_keys
