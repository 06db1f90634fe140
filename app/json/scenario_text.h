// The text of a scenario's file when it is saved: that which is there, with what was edited in it. Used by the window's files; any thread.
#pragma once

#include "core/scenario.h"

#include <QByteArray>

namespace interleave {

/// `before`: the text that the file has now; what it says alike is kept byte for byte. Empty, or no scenario: all is written anew.
QByteArray scenarioText(const Scenario &scenario, const QByteArray &before);

} // namespace interleave
