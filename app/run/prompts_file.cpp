#include "run/prompts_file.h"

#include "core/field_range.h"
#include "run/csv_rows.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include <cmath>

namespace interleave {
namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024; // a drop of the wrong file must not stop the window

Error error(const QString &name, const QString &sentence) { return {name % QStringLiteral(": ") % sentence}; }

Error error(const QString &name, int line, const QString &sentence)
{
    return {name % QStringLiteral(", line ") % QString::number(line) % QStringLiteral(": ") % sentence};
}

/// A sentence that says what is wrong with a field's value, or nothing.
using FieldError = QString;

FieldError setTemperature(Prompt &prompt, double value)
{
    const FieldRange range = rangeOf("temperature");
    if (!range.has(value))
        return QStringLiteral("field \"temperature\" is out of range; give a number ") + range.text() + u'.';
    prompt.temperature = value;
    return {};
}

FieldError setMaxOutputTokens(Prompt &prompt, double value)
{
    const FieldRange range = rangeOf("max_output_tokens");
    if (!range.has(value) || value != std::floor(value))
        return QStringLiteral("field \"max_output_tokens\" is out of range; give a whole number ") + range.text() + u'.';
    prompt.maxOutputTokens = static_cast<int>(value);
    return {};
}

Result<QString> decoded(const QByteArray &content, const QString &name)
{
    if (content.startsWith("\xFF\xFE") || content.startsWith("\xFE\xFF"))
        return error(name, QStringLiteral("is UTF-16; save it as UTF-8."));
    if (const auto nul = content.indexOf('\0'); nul >= 0)
        return error(name, static_cast<int>(content.first(nul).count('\n')) + 1,
                     QStringLiteral("has a zero byte, so this is not text; prompts are read from UTF-8 text files."));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless); // stateless: a character cut at the end is an error
    QString text = decoder.decode(content);
    if (!decoder.hasError())
        return text;
    // The decoder does not say where: decode line by line, only now that it is known to fail.
    int line = 1;
    for (const QByteArray &bytes : content.split('\n')) {
        QStringDecoder lineDecoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString ignored = lineDecoder.decode(bytes);
        if (lineDecoder.hasError())
            break;
        ++line;
    }
    return error(name, line, QStringLiteral("is not UTF-8 (perhaps Latin-1 or Windows-1252); save the file as UTF-8."));
}

Result<QList<Prompt>> parseText(const QString &text)
{
    QList<Prompt> prompts;
    for (QStringView line : QStringView(text).split(u'\n')) {
        line = line.trimmed();
        if (line.isEmpty())
            continue;
        Prompt prompt;
        prompt.text = line.toString();
        prompts.append(prompt);
    }
    return prompts;
}

/// The prompt in `object`, or what is wrong with it.
FieldError readObject(const QJsonObject &object, Prompt &prompt)
{
    const QString field = object.contains(u"prompt") ? QStringLiteral("prompt") : QStringLiteral("text");
    const QJsonValue text = object.value(field);
    if (text.isUndefined())
        return QStringLiteral("has neither a field \"prompt\" nor \"text\"; name the prompt so.");
    if (!text.isString() || text.toString().trimmed().isEmpty())
        return QStringLiteral("field \"%1\" must be a string that is not empty.").arg(field);
    prompt.text = text.toString();

    const QJsonValue system = object.value(u"system");
    if (!system.isUndefined() && !system.isNull() && !system.isString())
        return QStringLiteral("field \"system\" must be a string; put it in quotes or leave it out.");
    prompt.system = system.toString();

    const QJsonValue temperature = object.value(u"temperature");
    if (!temperature.isUndefined() && !temperature.isNull()) {
        if (const auto wrong = setTemperature(prompt, temperature.toDouble(-1)); !wrong.isEmpty())
            return wrong;
    }
    const QJsonValue tokens = object.value(u"max_output_tokens");
    if (!tokens.isUndefined() && !tokens.isNull())
        return setMaxOutputTokens(prompt, tokens.toDouble(-1));
    return {};
}

Result<QList<Prompt>> parseJsonLines(const QString &text, const QString &name)
{
    QList<Prompt> prompts;
    int number = 0;
    for (QStringView line : QStringView(text).split(u'\n')) {
        ++number;
        line = line.trimmed();
        if (line.isEmpty())
            continue;
        // In an array, because a document cannot be a bare string.
        QJsonParseError parseError;
        const QJsonArray values = QJsonDocument::fromJson(QByteArray("[" + line.toUtf8() + "]"), &parseError).array();
        if (parseError.error != QJsonParseError::NoError || values.size() != 1)
            return error(name, number, QStringLiteral("is not one JSON value; write a string or an object on each line."));
        Prompt prompt;
        if (values[0].isString() && !values[0].toString().trimmed().isEmpty()) {
            prompt.text = values[0].toString();
        } else if (values[0].isObject()) {
            if (const auto wrong = readObject(values[0].toObject(), prompt); !wrong.isEmpty())
                return error(name, number, wrong);
        } else {
            return error(name, number, QStringLiteral("is neither a string with text nor an object; write \"…\" or {\"prompt\": \"…\"}."));
        }
        prompts.append(prompt);
    }
    return prompts;
}

/// Where the fields are in a row; -1: not in this file.
struct CsvColumns {
    int prompt = -1;
    int system = -1;
    int temperature = -1;
    int maxOutputTokens = -1;
};

CsvColumns columnsOf(const QStringList &header)
{
    CsvColumns columns;
    const auto find = [&header](const QString &name) {
        const auto found = std::find_if(header.begin(), header.end(),
                                        [&name](const QString &cell) { return cell.trimmed().compare(name, Qt::CaseInsensitive) == 0; });
        return found == header.end() ? -1 : static_cast<int>(found - header.begin());
    };
    columns.prompt = find(QStringLiteral("prompt"));
    if (columns.prompt < 0)
        columns.prompt = find(QStringLiteral("text"));
    columns.system = find(QStringLiteral("system"));
    columns.temperature = find(QStringLiteral("temperature"));
    columns.maxOutputTokens = find(QStringLiteral("max_output_tokens"));
    return columns;
}

FieldError readRow(const QStringList &cells, const CsvColumns &columns, Prompt &prompt)
{
    prompt.text = cells[columns.prompt];
    if (prompt.text.trimmed().isEmpty())
        return QStringLiteral("the prompt is empty; write one or remove the line.");
    if (columns.system >= 0)
        prompt.system = cells[columns.system];
    bool isNumber = true;
    if (columns.temperature >= 0 && !cells[columns.temperature].trimmed().isEmpty()) {
        const double value = cells[columns.temperature].trimmed().toDouble(&isNumber);
        if (const auto wrong = setTemperature(prompt, isNumber ? value : -1); !wrong.isEmpty())
            return wrong;
    }
    if (columns.maxOutputTokens >= 0 && !cells[columns.maxOutputTokens].trimmed().isEmpty()) {
        const double value = cells[columns.maxOutputTokens].trimmed().toDouble(&isNumber);
        return setMaxOutputTokens(prompt, isNumber ? value : -1);
    }
    return {};
}

Result<QList<Prompt>> parseCsv(const QString &text, const QString &name)
{
    const CsvTable table = csvRows(text);
    if (!table.error.isEmpty())
        return error(name, table.errorLine, table.error);
    QList<Prompt> prompts;
    if (table.rows.isEmpty())
        return prompts;
    CsvColumns columns = columnsOf(table.rows.first().cells);
    const bool hasHeader = columns.prompt >= 0;
    const auto width = table.rows.first().cells.size();
    if (!hasHeader && width > 1)
        return error(name, table.rows.first().line,
                     QStringLiteral("no column is named \"prompt\" or \"text\"; name the column of the prompts so."));
    if (!hasHeader)
        columns.prompt = 0;
    for (auto row = table.rows.begin() + (hasHeader ? 1 : 0); row != table.rows.end(); ++row) {
        if (row->cells.size() != width)
            return error(name, row->line,
                         QStringLiteral("has %1 fields where the first row has %2; put quotes around a text that contains a comma.")
                             .arg(row->cells.size())
                             .arg(width));
        Prompt prompt;
        if (const auto wrong = readRow(row->cells, columns, prompt); !wrong.isEmpty())
            return error(name, row->line, wrong);
        prompts.append(prompt);
    }
    return prompts;
}

Result<QList<Prompt>> parseAs(const QString &suffix, const QString &text, const QString &name)
{
    if (suffix.isEmpty() || suffix == QLatin1StringView("txt"))
        return parseText(text);
    if (suffix == QLatin1StringView("jsonl"))
        return parseJsonLines(text, name);
    if (suffix == QLatin1StringView("csv"))
        return parseCsv(text, name);
    return error(name, QStringLiteral("prompts are read from .txt, .jsonl and .csv files; save it as one of these."));
}

} // namespace

Result<QList<Prompt>> parsePrompts(const QByteArray &content, const QString &name)
{
    // A suffix first: "report.pdf" should be told what can be read, not what its first odd byte is.
    const QString suffix = QFileInfo(name).suffix().toLower();
    if (const auto known = parseAs(suffix, QString(), name); !known)
        return known;
    constexpr qsizetype mostLines = 1'000'000;
    if (content.count('\n') > mostLines)
        return error(name, QStringLiteral("has more than a million lines; leave some out: calls cycle through the prompts."));
    const Result<QString> text = decoded(content, name);
    if (!text)
        return Error{text.error()};
    Result<QList<Prompt>> prompts = parseAs(suffix, *text, name);
    if (prompts && prompts->isEmpty())
        return error(name, QStringLiteral("has no prompt; write one a line."));
    return prompts;
}

Result<QList<Prompt>> readPrompts(const QString &path)
{
    QFile file(path);
    const bool isStandardInput = path == QLatin1StringView("-");
    const bool isOpen = isStandardInput ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return error(path, QStringLiteral("cannot be read (%1); check the path.").arg(file.errorString()));
    const QByteArray content = file.read(largestFile + 1);
    if (content.size() > largestFile)
        return error(path, QStringLiteral("is larger than 64 MiB; split it."));
    return parsePrompts(content, isStandardInput ? QStringLiteral("standard input") : path);
}

} // namespace interleave
