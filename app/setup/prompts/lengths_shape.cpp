// {"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, …]}: traces of real services that keep lengths and times
// but no texts (Mooncake's; Azure's and BurstGPT's tables). A text is made of each: as many tokens, equal where the hashes are, so that a
// cache of prefixes finds what it found then. With `--arrival replay:FILE` the times are replayed, too.
#include "core/field_range.h"
#include "setup/prompts/length_trace.h"
#include "setup/prompts/shapes.h"

#include <QJsonArray>

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr int charactersOfToken = 4;   // the same as where nobody counts: core/prompt.h
constexpr qsizetype blockTokens = 512; // of one hash
constexpr double mostTokens = 8e6;

/// `characters` of a text that no other number makes.
QString textOf(qint64 number, qsizetype characters)
{
    static const QString words = u"alpha bravo coal delta echo fern golf hill iris jade kilo lime mesa nova opal pine "_s;
    QString text = u"Block %1: "_s.arg(number);
    const qsizetype shift = (number % 16 + 16) % 16 * 5;
    if (text.size() < characters)
        text += QString(words.mid(shift) + words.left(shift)).repeated((characters - text.size()) / words.size() + 1);
    return text.left(characters);
}

QString takeLength(ShapeReader &reader, const QStringList &names, double least, double most, double &length)
{
    for (const QString &name : names) {
        const QJsonValue value = reader.take(qPrintable(name));
        if (value.isUndefined())
            continue;
        bool isNumber = value.isDouble();
        length = value.toDouble();
        if (value.isString())
            length = value.toString().trimmed().toDouble(&isNumber);
        if (!isNumber || length < least || length > most || length != std::floor(length))
            return u"field \"%1\" must be a whole number between %2 and %3."_s.arg(name, QString::number(least, 'f', 0),
                                                                                   QString::number(most, 'f', 0));
        return {};
    }
    return u"has no field \"%1\"; give the length of the input in tokens."_s.arg(names.first());
}

} // namespace

QString readLengths(ShapeReader &reader, QList<Prompt> &prompts)
{
    double input = 0, output = 0;
    if (const QString wrong = takeLength(reader, inputLengthNames(), 1, mostTokens, input); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = takeLength(reader, outputLengthNames(), 0, rangeOf("max_output_tokens").most, output); !wrong.isEmpty())
        return wrong;
    const QJsonArray hashes = reader.take("hash_ids").toArray();
    for (const QString &name : timeNames())
        reader.ignore(qPrintable(name));
    Prompt prompt;
    prompt.maxOutputTokens = std::max(1, static_cast<int>(output)); // no service is asked for none
    const auto characters = static_cast<qsizetype>(input) * charactersOfToken;
    for (qsizetype block = 0; prompt.text.size() < characters; ++block) {
        const qsizetype left = characters - prompt.text.size();
        const auto number = block < hashes.size() ? hashes[block].toInteger() : -1 - prompts.size();
        prompt.text += textOf(number, std::min(left, hashes.isEmpty() ? left : blockTokens * charactersOfToken));
    }
    prompts.append(std::move(prompt));
    return {};
}

} // namespace interleave
