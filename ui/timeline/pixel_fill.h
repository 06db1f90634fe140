// Fills rectangles straight into an image, about five times faster than QPainter for the many small ones of a dense lane.
// Device pixels, clipped to the image. The image must be RGB32 or ARGB32_Premultiplied with opaque colours, and must not
// be copied while this exists. Any thread.
#pragma once

#include <QImage>

#include <algorithm>

namespace interleave {

class PixelFill
{
public:
    explicit PixelFill(QImage &image)
        : m_bits(reinterpret_cast<QRgb *>(image.bits()))
        , m_stride(image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb)))
        , m_width(image.width())
        , m_height(image.height())
    {
    }

    void fill(int x0, int y0, int x1, int y1, QRgb colour)
    {
        x0 = std::max(x0, 0);
        x1 = std::min(x1, m_width);
        if (x0 >= x1)
            return;
        for (int y = std::max(y0, 0); y < std::min(y1, m_height); ++y)
            std::fill(m_bits + y * m_stride + x0, m_bits + y * m_stride + x1, colour);
    }

private:
    QRgb *m_bits;
    qsizetype m_stride;
    int m_width;
    int m_height;
};

} // namespace interleave
