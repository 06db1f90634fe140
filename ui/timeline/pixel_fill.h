// Fills rectangles straight into an image, about five times faster than QPainter for the many small ones of a dense lane; or as rectangles
// of a drawing (SVG, PDF), which stay sharp at any size. Device pixels, clipped to the image. The image must be RGB32 or
// ARGB32_Premultiplied with opaque colours, and must not be copied while this exists. Any thread.
#pragma once

#include <QImage>
#include <QPainter>

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
    /// Into a drawing, `dpr` of whose device pixels are one px; `size` in device pixels.
    PixelFill(QPainter &drawing, QSize size, double dpr)
        : m_width(size.width())
        , m_height(size.height())
        , m_drawing(&drawing)
        , m_dpr(dpr)
    {
    }

    void fill(int x0, int y0, int x1, int y1, QRgb colour)
    {
        x0 = std::max(x0, 0);
        x1 = std::min(x1, m_width);
        y0 = std::max(y0, 0);
        y1 = std::min(y1, m_height);
        if (x0 >= x1 || y0 >= y1)
            return;
        if (m_drawing) {
            m_drawing->fillRect(QRectF(x0 / m_dpr, y0 / m_dpr, (x1 - x0) / m_dpr, (y1 - y0) / m_dpr), QColor(colour));
            return;
        }
        for (int y = y0; y < y1; ++y)
            std::fill(m_bits + y * m_stride + x0, m_bits + y * m_stride + x1, colour);
    }

private:
    QRgb *m_bits = nullptr;
    qsizetype m_stride = 0;
    int m_width;
    int m_height;
    QPainter *m_drawing = nullptr;
    double m_dpr = 1;
};

} // namespace interleave
