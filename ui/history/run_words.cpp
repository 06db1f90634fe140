#include "ui/history/run_words.h"

#include "setup/catalog.h"
#include "ui/widgets/number_text.h"

#include <QCoreApplication>

namespace interleave::run_words {

static QString tr(const char *text) { return QCoreApplication::translate("RunWords", text); }

QString when(const RunEntry &entry, const QDateTime &now)
{
    const QDateTime started = entry.started();
    const QLocale locale;
    const QString time = locale.toString(started.time(), QLocale::ShortFormat);
    const qint64 days = started.date().daysTo(now.date());
    if (days == 0)
        return tr("today %1").arg(time);
    if (days == 1)
        return tr("yesterday %1").arg(time);
    const bool isThisYear = started.date().year() == now.date().year();
    return locale.toString(started.date(), isThisYear ? QStringLiteral("ddd d MMM ") : QStringLiteral("d MMM yyyy ")) + time;
}

QString model(const RunEntry &entry)
{
    if (!entry.isReadable())
        return {};
    const QString title = titleOfModel(entry.model);
    const QString named = entry.variant.isEmpty() ? title : tr("%1, %2").arg(entry.variant, title);
    return entry.repeat > 0 ? tr("%1, repeat %2").arg(named).arg(entry.repeat + 1) : named;
}

QString makespan(const RunEntry &entry)
{
    if (!entry.isReadable())
        return {};
    const QString time = secondsText(entry.makespanS);
    return entry.state == RunEntry::State::Unfinished ? tr("at least %1").arg(time) : time;
}

QString result(const RunEntry &entry)
{
    if (!entry.isReadable())
        return {};
    return entry.state == RunEntry::State::Unfinished ? tr("%1, cut short").arg(entry.result) : entry.result;
}

QString size(qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); }

} // namespace interleave::run_words
