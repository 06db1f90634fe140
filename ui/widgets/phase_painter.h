// How a span looks: fill, texture, outline, error mark, label. The timeline, the legend, the phase table and the exported
// pictures all draw through these functions, so that a phase looks the same everywhere. Any thread that owns the painter.
// Antialiasing must be off for bars (the default of QPainter); edges are snapped to device pixels here.
#pragma once

#include "core/outcome.h"
#include "core/phase.h"
#include "ui/widgets/theme.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <span>

class QPainter;

namespace interleave {

/// A measured span. An outcome that is a failure ends it in a red field with a cross, or in a red tick above it where the
/// span is too narrow. `textureOrigin` is fixed to the lane, so that the texture does not swim while panning.
void paintSpan(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase, Outcome outcome = Outcome::Ok,
               QPointF textureOrigin = {});

/// The same span as it is predicted: dashed outline, faint fill. Without the fill it is the rest of a span that goes on.
void paintPredictedSpan(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase, bool filled = true);

/// Time between plan and send where nothing happened yet: dotted line through the middle.
void paintPlannedWait(QPainter &painter, const Theme &theme, const QRectF &rect);

/// Outline of a selected span (text colour, with one pixel of canvas between).
void paintSelectedSpan(QPainter &painter, const Theme &theme, const QRectF &rect);

/// A part of a bar that lay unread: hatched over the phase's own fill, with a lid above. Low bars have the lid alone, narrow
/// parts nothing.
void paintUnread(QPainter &painter, const Theme &theme, const QRectF &rect, QPointF textureOrigin = {});

/// Arrivals of chunks inside a stream span, `xs` in order; neighbours closer than 6 px are left out.
void paintChunkTicks(QPainter &painter, const Theme &theme, const QRectF &rect, std::span<const double> xs);

/// The first-token mark: a pin from 5 px above to 2 px below the bar.
void paintFirstToken(QPainter &painter, const Theme &theme, double x, double top, double bottom);

/// Text inside a bar; nothing unless it fits with 6 px at either side. The painter's font is used.
void paintSpanLabel(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase, const QString &text, bool centred = false);

/// The small sample of a phase in legends and tables, about 14 x 10.
void paintPhaseSwatch(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase);

/// The same for a part that lay unread, and its name.
void paintUnreadSwatch(QPainter &painter, const Theme &theme, const QRectF &rect);
QString unreadTitle();

/// `rect` with its edges on device pixels, at least one wide: neighbours tile without gap and overlap.
QRectF snapped(const QPainter &painter, const QRectF &rect, double minimumWidth = 1);

} // namespace interleave
