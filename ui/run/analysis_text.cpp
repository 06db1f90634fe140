#include "ui/run/analysis_text.h"

#include "setup/catalog.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

namespace interleave {

static QString valueText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("yes") : QStringLiteral("no");
    case QJsonValue::Double:
        return QLocale().toString(value.toDouble(), 'g', 6);
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Array: {
        QStringList items;
        for (const QJsonValue &item : value.toArray())
            items.append(valueText(item));
        return items.join(QStringLiteral(", "));
    }
    case QJsonValue::Object: {
        // A word with its count, or anything else with its name.
        const QJsonObject object = value.toObject();
        if (object.contains(u"word") && object.contains(u"count"))
            return valueText(object[u"word"]) + QStringLiteral(" ×") + valueText(object[u"count"]);
        QStringList items;
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!it->isNull())
                items.append(it.key().replace(u'_', u' ') + u' ' + valueText(*it));
        }
        return items.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

static QString titleOf(const QString &id)
{
    if (id == QLatin1StringView("cpu-burn"))
        return QStringLiteral("CPU work");
    for (const CatalogEntry &analyzer : catalogOfAnalyzers()) {
        if (analyzer.id == id)
            return analyzer.title;
    }
    return id;
}

QString analysisText(const QString &json)
{
    const QJsonObject results = QJsonDocument::fromJson(json.toUtf8()).object();
    QStringList lines;
    for (auto it = results.begin(); it != results.end(); ++it)
        lines.append(titleOf(it.key()) + QStringLiteral(": ") + valueText(*it));
    return lines.join(u'\n');
}

} // namespace interleave
