#include "class_sizes.h"

#include <QRegularExpression>

namespace interleave::test {

/// Braces of a line that open, less those that close; what is in strings, characters and comments is neither.
static int depthOf(QString line)
{
    static const QRegularExpression quoted(QStringLiteral("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|//.*"));
    line.remove(quoted);
    return static_cast<int>(line.count(u'{') - line.count(u'}'));
}

/// The line in which what begins in `first` ends: its braces are closed, or it has none.
static qsizetype endOf(const QStringList &lines, qsizetype first)
{
    int depth = 0;
    bool isOpen = false;
    for (qsizetype i = first; i < lines.size(); ++i) {
        depth += depthOf(lines.at(i));
        isOpen = isOpen || lines.at(i).contains(u'{');
        if (depth <= 0 && (isOpen || lines.at(i).endsWith(u';')))
            return i;
    }
    return lines.size() - 1;
}

QMap<QString, ClassSize> classSizes(const QList<SourceFile> &files)
{
    static const QRegularExpression definition(QStringLiteral("^(?:class|struct) (\\w+)(?: final)?(?: :.*)?(?: \\{.*)?$"));
    static const QRegularExpression member(QStringLiteral("^[A-Za-z_][\\w:<>,&*\\s\\[\\]]*?\\b([A-Z]\\w*)::(?:~?\\w+|operator\\W+)\\("));
    QMap<QString, ClassSize> classes;
    for (const SourceFile &file : files) {
        for (qsizetype i = 0; i < file.lines.size(); ++i) {
            QString name = definition.match(file.lines.at(i)).captured(1);
            if (name.isEmpty() && !file.lines.at(i).startsWith(u' ')) // a constructor has no type before its name
                name = member.match(QStringLiteral("_ ") + file.lines.at(i)).captured(1);
            if (name.isEmpty())
                continue;
            const qsizetype end = endOf(file.lines, i);
            ClassSize &size = classes[name];
            size.lines += static_cast<int>(end - i + 1);
            if (!size.files.contains(file.path))
                size.files.append(file.path);
            i = end;
        }
    }
    return classes;
}

QStringList classComplaints(const QList<SourceFile> &files)
{
    QStringList complaints;
    const QMap<QString, ClassSize> classes = classSizes(files);
    if (classes.isEmpty())
        complaints.append(QStringLiteral("no classes were found"));
    for (auto it = classes.begin(); it != classes.end(); ++it) {
        if (it->lines > classLimit)
            complaints.append(QStringLiteral("%1 has %2 lines in %3, more than %4: split it by what it does")
                                  .arg(it.key())
                                  .arg(it->lines)
                                  .arg(it->files.join(QStringLiteral(", ")))
                                  .arg(classLimit));
    }
    return complaints;
}

} // namespace interleave::test
