// The textures that are drawn over fills of spans. Tiles are made once per colours and device pixel ratio; painting threads each
// have their own. Used by phase_painter alone.
#pragma once

#include "ui/widgets/theme.h"

#include <QBrush>

namespace interleave {

/// Of a phase whose style is Hatch, Stripe or Lines. Opaque. `ratio`: device pixels per unit.
QBrush textureBrush(const PhaseStyle &style, double ratio);
/// Lines at -45 degrees that let half of what is below through: what lay unread.
QBrush unreadBrush(const Theme &theme, double ratio);

} // namespace interleave
