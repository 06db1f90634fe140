// The functions behind the list in analyzers.cpp: one per file, named as the analyzer. Used by that list alone; any thread.
#pragma once

#include <QJsonObject>
#include <QString>

namespace interleave {

QJsonObject countWords(const QString &text);
QJsonObject estimateTokenCount(const QString &text);
QJsonObject rateSentiment(const QString &text);
QJsonObject measureReadability(const QString &text);
QJsonObject findKeywords(const QString &text);
QJsonObject checkJson(const QString &text);

} // namespace interleave
