#include "ui/timeline/visible_range.h"

#include <algorithm>
#include <cmath>

namespace interleave {

void VisibleRange::setContent(qint64 end) { m_contentEnd = std::max<qint64>(0, end); }

qint64 VisibleRange::fittedEnd() const { return std::max(shortest, m_contentEnd + m_contentEnd * 65 / 1000); }

void VisibleRange::show(qint64 begin, qint64 end)
{
    // No further out than ten times the content, never before 0, and never so far aside that the content is out of sight.
    const qint64 content = std::max(fittedEnd(), shortest);
    const qint64 length = std::clamp(end - begin, shortest, std::max(10 * content, qint64(60'000'000'000)));
    if (begin + length < end)
        begin = begin + (end - begin - length) / 2;
    begin = std::clamp(begin, qint64(0), std::max(content - length / 10, qint64(0)));
    if (begin == m_begin && begin + length == m_end)
        return;
    m_begin = begin;
    m_end = begin + length;
    Q_EMIT changed(m_begin, m_end);
}

void VisibleRange::set(qint64 begin, qint64 end)
{
    setFollowing(false);
    show(begin, end);
}

void VisibleRange::zoomAt(qint64 at, double factor)
{
    const double longest = 1e17; // three years: far beyond show()'s own limit, and safe to convert
    const double target = std::clamp(static_cast<double>(length()) * factor, static_cast<double>(shortest), longest);
    const double share = static_cast<double>(at - m_begin) / static_cast<double>(length());
    const qint64 begin = at - std::llround(share * target);
    set(begin, begin + std::llround(target));
}

void VisibleRange::panBy(qint64 ns) { set(m_begin + ns, m_end + ns); }

void VisibleRange::fit() { set(0, fittedEnd()); }

void VisibleRange::setFollowing(bool following)
{
    if (m_following == following)
        return;
    m_following = following;
    Q_EMIT followingChanged(following);
}

void VisibleRange::advance(qint64 now)
{
    if (!m_following)
        return;
    const qint64 begin = now - std::llround(static_cast<double>(length()) * followAt);
    if (begin > m_begin || now < m_begin)
        show(std::max<qint64>(0, begin), std::max<qint64>(0, begin) + length());
}

} // namespace interleave
