#include "ui/timeline/minimap_image.h"

#include "ui/timeline/pixel_fill.h"
#include "ui/timeline/predicted_spans.h"
#include "ui/timeline/span_draw_list.h"

#include <array>

namespace interleave {

namespace {

/// Grey: the client waits for itself. Magenta: setting up. Blue: the other end. Orange: our CPU.
constexpr std::array families{Phase::Pool, Phase::Connect, Phase::Stream, Phase::Analyze};

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(share * a + (1 - share) * b)); };
    return QColor(mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue()));
}

/// Colours of a line 4 px thick: only families and the pale waiting are told apart, without outlines and textures.
QColor lineColour(const Theme &theme, Phase phase)
{
    switch (phase) {
    case Phase::Limiter:
        return mixed(theme.phase(Phase::Pool).fill, theme.sunken, 0.6);
    case Phase::Ttft:
        return mixed(theme.phase(Phase::Ttft).line, theme.phase(Phase::Stream).fill, 0.75);
    case Phase::Backoff:
        return theme.sunken;
    default:
        return theme.phase(phase).fill.isValid() ? theme.phase(phase).fill : theme.phase(phase).line;
    }
}

/// Those of the prediction, until the run has more.
int linesOf(const TimelineContent &content, const RunLanes &lanes) { return lanes.isTree() ? lanes.count() : content.calls(); }

void paintLines(QImage &image, const TimelineFrame &frame, const TimeScale &scale, const RunLanes &lanes)
{
    PixelFill pixels(image);
    const Theme &theme = *frame.theme;
    const TimelineContent &content = *frame.content;
    const double height = image.height() / frame.dpr;
    const int count = linesOf(content, lanes);
    const double pitch = std::min(7.0, (height - 8) / std::max(1, count));
    const double top = (height - pitch * count + pitch - 4) / 2;
    const auto device = [&](double v) { return static_cast<int>(std::lround(v * frame.dpr)); };
    for (int line = 0; line < count; ++line) {
        const double y = top + line * pitch;
        const LaneSpans &spans = line < lanes.count() ? lanes.lane(content.index(), line) : content.index().call(line);
        const SpanDrawList list = makeDrawList(spans, scale, image.width(), content.now);
        for (const auto *ops : {&list.bars, &list.columns}) {
            for (const SpanDrawOp &op : *ops)
                pixels.fill(op.x0, device(y), op.x1, device(y + 4), lineColour(theme, op.phase).rgb());
            for (const SpanDrawOp &op : *ops) {
                if (op.failed) // where it failed: at its end
                    pixels.fill(op.x1 - device(3), device(y), op.x1, device(y + 4), theme.errorSpan.fill.rgb());
            }
        }
        if (lanes.isTree()) // predictions are of calls
            continue;
        for (const PredictedSpan &span : predictedRest(content, line))
            pixels.fill(scale.pixel(span.begin), device(y + 1), scale.pixel(span.end), device(y + 3),
                        mixed(theme.phase(span.phase).fill, theme.sunken, 0.4).rgb());
    }
}

void paintDensity(QImage &image, const TimelineFrame &frame, const TimeScale &scale)
{
    PixelFill pixels(image);
    const Theme &theme = *frame.theme;
    const TraceIndex &index = frame.content->index();
    const int width = image.width();
    std::array<std::vector<float>, families.size()> sums;
    sums.fill(std::vector<float>(static_cast<size_t>(width) + 1));
    std::vector<bool> failed(static_cast<size_t>(width));
    const std::vector<Span> none;
    for (const Span &span : index.isEmpty() ? none : index.trace()->spans()) {
        if (span.call < 0 && span.step < 0) // of no job: an executor starts
            continue;
        const qint64 end = span.end == Trace::open ? frame.content->now : index.relative(span.end);
        const double x0 = std::clamp(scale.x(index.relative(span.begin)), 0.0, double(width) - 1);
        const double x1 = std::clamp(scale.x(end), x0, double(width) - 1);
        std::vector<float> &row = sums[static_cast<size_t>(traitsOf(span.phase).family)];
        const auto c0 = static_cast<size_t>(x0);
        const auto c1 = static_cast<size_t>(x1);
        // Differences at the two ends; the running sum below makes coverage of them.
        if (c0 == c1) {
            row[c0] += static_cast<float>(x1 - x0);
            row[c0 + 1] -= static_cast<float>(x1 - x0);
        } else {
            row[c0] += static_cast<float>(static_cast<double>(c0) + 1 - x0);
            row[c0 + 1] += static_cast<float>(x0 - static_cast<double>(c0));
            row[c1] -= static_cast<float>(static_cast<double>(c1) + 1 - x1);
            row[c1 + 1] -= static_cast<float>(x1 - static_cast<double>(c1));
        }
        if (span.end != Trace::open && isFailure(span.outcome))
            failed[c1] = true;
    }
    const auto device = [&](double v) { return static_cast<int>(std::lround(v * frame.dpr)); };
    const double rowHeight = (image.height() / frame.dpr - 8) / families.size();
    // All that could be at once: a job of tools alone has no call.
    const double most =
        index.isEmpty() ? 1
                        : std::max<double>(1, static_cast<double>(std::max(index.trace()->calls().size(), index.trace()->jobs().size())));
    for (size_t family = 0; family < families.size(); ++family) {
        const double y = 4 + static_cast<double>(family) * rowHeight;
        const QColor &colour = theme.phase(families[family]).fill;
        float sum = 0;
        for (int x = 0; x < width; ++x) {
            sum += sums[family][static_cast<size_t>(x)];
            if (sum < 0.01f)
                continue;
            // A single call is visible; beyond, darker in steps that stay apart up to all calls at once.
            const double share = 0.3 + 0.7 * std::sqrt(std::min(1.0, static_cast<double>(sum) / most));
            pixels.fill(x, device(y), x + 1, device(y + rowHeight - 2), mixed(colour, theme.sunken, share).rgb());
        }
    }
    for (int x = 0; x < width; ++x) {
        if (failed[static_cast<size_t>(x)])
            pixels.fill(x, 0, x + device(2), device(4), theme.errorSpan.fill.rgb());
    }
}

} // namespace

const QImage &MinimapImage::update(const TimelineFrame &frame)
{
    const QRectF rect = frame.minimapRect();
    View view;
    view.pixels = QSize(frame.deviceWidth(), static_cast<int>(std::lround(rect.height() * frame.dpr)));
    view.theme = frame.theme;
    const TimeScale logical = frame.minimapScale();
    view.end = logical.ns(frame.size.width());
    const TraceIndex &index = frame.content->index();
    view.spans = index.isEmpty() ? 0 : index.trace()->spans().size();
    m_lanes.fit(index, mostLines);
    const bool isSmall = linesOf(*frame.content, m_lanes) <= mostLines;
    const size_t step = view.spans < 10'000 || !frame.content->isLive() ? 1 : view.spans / 100;
    view.spans = view.spans / step * step;
    view.now = isSmall && frame.content->isLive() ? frame.content->now : 0;
    if (!m_image.isNull() && view == m_view)
        return m_image;
    m_view = view;
    if (m_image.size() != view.pixels)
        m_image = QImage(view.pixels, QImage::Format_RGB32);
    if (m_image.isNull())
        return m_image;
    m_image.setDevicePixelRatio(frame.dpr);
    m_image.fill(frame.theme->sunken);
    TimeScale scale = logical;
    scale.left = 0;
    scale.nsPerPx /= frame.dpr;
    if (isSmall)
        paintLines(m_image, frame, scale, m_lanes);
    else
        paintDensity(m_image, frame, scale);
    return m_image;
}

} // namespace interleave
