#include "ui/widgets/icon.h"

#include "ui/widgets/theme_manager.h"

#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace interleave {

namespace {

QColor colourOf(IconTone tone, QIcon::Mode mode, QIcon::State state)
{
    const Theme &t = currentTheme();
    if (mode == QIcon::Disabled)
        return t.text3;
    switch (tone) {
    case IconTone::OnAccent:
        return t.onAccent;
    case IconTone::Accent:
        return t.accentText;
    case IconTone::Warn:
        return t.warn;
    case IconTone::Error:
        return t.error;
    case IconTone::Normal:
        break;
    }
    if (state == QIcon::On)
        return t.accentText;
    return mode == QIcon::Active || mode == QIcon::Selected ? t.text : t.text2;
}

class IconEngine : public QIconEngine
{
public:
    IconEngine(QString name, IconTone tone)
        : m_name(std::move(name))
        , m_tone(tone)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const int size = qMin(rect.width(), rect.height());
        const QPixmap picture = themeIconPixmap(m_name, colourOf(m_tone, mode, state), size, qMax(1.0, painter->deviceTransform().m11()));
        painter->drawPixmap(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2, picture);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override { return scaledPixmap(size, mode, state, 1); }

    /// `size` is in device pixels.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return themeIconPixmap(m_name, colourOf(m_tone, mode, state), qMin(size.width(), size.height()), 1);
    }

    QIconEngine *clone() const override { return new IconEngine(m_name, m_tone); }

private:
    QString m_name;
    IconTone m_tone;
};

} // namespace

QPixmap themeIconPixmap(const QString &name, const QColor &colour, int size, qreal devicePixelRatio)
{
    const int pixels = qMax(1, qRound(size * devicePixelRatio));
    const QString key = QStringLiteral("interleave/%1/%2/%3").arg(name, colour.name(QColor::HexArgb)).arg(pixels);
    QPixmap picture;
    if (!QPixmapCache::find(key, &picture)) {
        QSvgRenderer drawing(QStringLiteral(":/icons/%1.svg").arg(name));
        QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        drawing.render(&painter, QRectF(0, 0, pixels, pixels));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), colour);
        painter.end();
        picture = QPixmap::fromImage(image);
        QPixmapCache::insert(key, picture);
    }
    picture.setDevicePixelRatio(devicePixelRatio);
    return picture;
}

QIcon themeIcon(const QString &name, IconTone tone) { return QIcon(new IconEngine(name, tone)); }

} // namespace interleave
