// Golden files: what a command line wrote once and shall write again. The first line of a file is the command line, the others are its
// output, a line for each value ("runs[0].calls.ok = 5") so that a change is seen where it is. Made from any output of the program: JSON
// value by value, other text line by line. Used by tst_golden; any thread.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QMap>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

#include <cmath>

namespace interleave::test {

using Leaves = QMap<QString, QJsonValue>;

inline void addLeaves(const QString &path, const QJsonValue &value, Leaves &leaves)
{
    if (value.isObject() && !value.toObject().isEmpty()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            addLeaves(path.isEmpty() ? it.key() : path + u'.' + it.key(), it.value(), leaves);
    } else if (value.isArray() && !value.toArray().isEmpty()) {
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i)
            addLeaves(path + QStringLiteral("[%1]").arg(i, 3, 10, QChar(u'0')), items[i], leaves);
    } else {
        leaves[path] = value;
    }
}

/// Of a live run: figures that are the same every time. All others are measured, and only their presence is.
inline bool isTheSameEachTime(const QString &path)
{
    static const QRegularExpression exact(
        QStringLiteral("^(scenario|predicted|schema)|^runs\\[\\d+\\]\\.(calls\\.|jobs\\.|attempts$|repeat$|retries$|resends$|cost_usd$|"
                       "result\\.|wasted\\.|"
                       "tokens\\.(input|output|told_calls)$|(analysis|failed_latency|latency|limiter|queue|service|ttft)_s\\.n$)|^sweep\\."
                       "levels\\[\\d+\\]\\.(users|failed)$"));
    return exact.match(path).hasMatch();
}

/// Of a critical path only how long each phase is on it (in a live run that it has a length): its segments are many, and tests of their own
/// hold them.
inline bool isOfThePath(const QString &path, bool isLive)
{
    static const QRegularExpression part(QStringLiteral(
        "\\.critical_path\\.(segments\\[|by_phase_s\\.)|^why\\[\\d+\\]\\.(parts\\[|caution$|difference_ns$|repeat$|against\\.repeat$)"));
    const QRegularExpressionMatch match = part.match(path);
    return match.hasMatch() && (isLive || match.captured(1).startsWith(u's')); // and of why only what does not hang on which is the median
}

/// What a report says about the machine and the moment; of a live run, its judgement of them, too.
inline bool isOfTheMachine(const QString &path, bool isLive)
{
    static const QRegularExpression judgement(QStringLiteral("^sweep\\.explanation|\\.reasons|\\.verdict$"));
    return path.startsWith(QStringLiteral("environment.")) || (isLive && judgement.match(path).hasMatch());
}

/// `version`: of the program, which is in files of some formats.
inline Leaves leavesOf(const QByteArray &output, bool isLive, const QString &version)
{
    Leaves all, leaves;
    const QJsonDocument document = QJsonDocument::fromJson(output);
    if (document.isNull()) {
        const QStringList lines = QString::fromUtf8(output).split(u'\n');
        for (qsizetype i = 0; i < lines.size(); ++i)
            all[QStringLiteral("line %1").arg(i + 1, 4, 10, QChar(u'0'))] = lines[i];
    } else {
        addLeaves({}, document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array()), all);
    }
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (isOfTheMachine(it.key(), isLive) || isOfThePath(it.key(), isLive))
            continue;
        const bool isFigure = it->isDouble() || it->isNull();
        leaves[it.key()] = isLive && isFigure && !isTheSameEachTime(it.key()) ? QJsonValue(QStringLiteral("(measured)"))
                           : it->toString() == version                        ? QJsonValue(QStringLiteral("(version)"))
                                                                              : *it;
    }
    return leaves;
}

inline QByteArray lineOf(const QString &path, const QJsonValue &value)
{
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return path.toUtf8() + " = " + list.sliced(1, list.size() - 2);
}

/// Figures of another compiler may differ in their last digits.
inline bool isSame(const QJsonValue &a, const QJsonValue &b)
{
    if (!a.isDouble() || !b.isDouble())
        return a == b;
    const double x = a.toDouble(), y = b.toDouble();
    return std::abs(x - y) <= 1e-9 * std::max(std::abs(x), std::abs(y));
}

inline Leaves leavesOfGolden(const QList<QByteArray> &lines)
{
    Leaves leaves;
    for (const QByteArray &line : lines) {
        const qsizetype equals = line.indexOf(" = ");
        if (equals > 0)
            leaves[QString::fromUtf8(line.first(equals))] = QJsonDocument::fromJson('[' + line.sliced(equals + 3) + ']').array()[0];
    }
    return leaves;
}

/// What changed first, then what came to it: a new field is wanted more often than a changed one.
inline QStringList differences(const Leaves &golden, const Leaves &now)
{
    QStringList changed, added;
    for (auto it = golden.begin(); it != golden.end(); ++it) {
        if (!now.contains(it.key()))
            changed += QStringLiteral("gone: ") + QString::fromUtf8(lineOf(it.key(), *it));
        else if (!isSame(*it, now[it.key()]))
            changed += QString::fromUtf8(lineOf(it.key(), *it) + " is now " + lineOf({}, now[it.key()]).sliced(3));
    }
    for (auto it = now.begin(); it != now.end(); ++it) {
        if (!golden.contains(it.key()))
            added += QStringLiteral("new: ") + QString::fromUtf8(lineOf(it.key(), *it));
    }
    return changed + added;
}

} // namespace interleave::test
