// Text with places for values: {{name}}, {{step.text}}, {{step.json.list.0.field}}. Pure functions; any thread. What the names mean is said
// where they are filled (workloads/scope.h).
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace interleave {

struct Placeholder {
    qsizetype begin = 0, size = 0; ///< in the text, braces included
    QString name;                  ///< before the first dot
    QStringList path;              ///< after it

    /// As it is written.
    QString text() const { return QStringLiteral("{{") + (QStringList{name} + path).join(u'.') + QStringLiteral("}}"); }
};

/// In order. Braces that do not close, or hold nothing, are text.
QList<Placeholder> placeholdersOf(const QString &text);

/// The text is one placeholder and nothing else: what it stands for keeps its type.
bool isLonePlaceholder(const QString &text, const QList<Placeholder> &placeholders);

} // namespace interleave
