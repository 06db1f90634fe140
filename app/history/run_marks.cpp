#include "history/run_marks.h"

#include "core/bounded_file.h"
#include "core/private_file.h"
#include "core/safe_file.h"
#include "json/field_reader.h"
#include "json/json.h"

#include <QFile>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr QLatin1StringView schema("interleave.marks/1");
static constexpr qint64 mostMarksBytes = 1'000'000;
static constexpr qsizetype longestTag = 40;

QString marksFileOf(const QString &runFile) { return runFile + u".marks"_s; }

Result<RunMarks> readMarks(const QString &runFile)
{
    const QString path = marksFileOf(runFile);
    if (!QFile::exists(path))
        return RunMarks();
    const Result<QByteArray> text = readBounded(path, mostMarksBytes);
    if (!text)
        return Error{path + u": "_s + text.error()};
    RunMarks marks;
    QString known;
    const QString problem = readJson(*text, path, [&](FieldReader &fields) {
        fields.read("schema", known);
        if (known != schema)
            fields.fail("schema", u"is \"%1\"; this version reads %2"_s.arg(known, QString(schema)));
        fields.read("tags", marks.tags);
        fields.read("note", marks.note);
    });
    if (!problem.isEmpty())
        return Error{problem};
    const Result<QStringList> tags = tagsFrom(marks.tags);
    if (!tags)
        return Error{path + u": "_s + tags.error()};
    marks.tags = *tags;
    return marks;
}

QString writeMarks(const QString &runFile, const RunMarks &marks)
{
    const QString path = marksFileOf(runFile);
    if (marks.isEmpty()) {
        QFile file(path);
        return !file.exists() || file.remove() ? QString()
                                               : u"%1: cannot be deleted (%2); make its folder writable"_s.arg(path, file.errorString());
    }
    const OrderedJson json{{"schema", schema.data()}, {"tags", jsonOf(marks.tags)}, {"note", utf8(marks.note)}};
    const QString problem = writeWhole(path, pretty(json));
    if (problem.isEmpty())
        QFile::setPermissions(path, ownerOnly);
    return problem;
}

Result<QStringList> tagsFrom(const QStringList &words)
{
    QStringList tags;
    for (const QString &word : words) {
        const QString tag = word.trimmed();
        const bool hasControl = std::any_of(tag.begin(), tag.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
        if (tag.isEmpty() || tag.size() > longestTag || tag.contains(u',') || hasControl)
            return Error{u"\"%1\" is no tag: one has 1 to %2 characters, and no comma"_s.arg(tag.left(longestTag)).arg(longestTag)};
        if (!tags.contains(tag))
            tags.append(tag);
    }
    std::sort(tags.begin(), tags.end());
    return tags;
}

} // namespace interleave
