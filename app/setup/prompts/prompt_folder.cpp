#include "setup/prompts/prompt_folder.h"

#include "setup/prompts/decode.h"

#include <QDir>
#include <QFile>

namespace interleave {

using namespace Qt::StringLiterals;

Result<PromptSet> promptsOfFolder(const QString &path)
{
    const QDir folder(path);
    if (!folder.isReadable())
        return promptsError(path, u"is a folder that cannot be read; make it readable."_s);
    static const QStringList suffixes{u"txt"_s, u"text"_s, u"md"_s, u"markdown"_s};
    PromptSet set;
    qint64 bytes = 0;
    int others = 0, special = 0;
    const QString inside = folder.canonicalPath().endsWith(u'/') ? folder.canonicalPath() : folder.canonicalPath() + u'/';
    const QFileInfoList entries = folder.entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (!entry.isFile() || !suffixes.contains(entry.suffix().toLower())) {
            ++(entry.isFile() || entry.isDir() ? others : special);
            continue;
        }
        const QString actual = entry.canonicalFilePath();
        if (!actual.startsWith(inside)) // whoever packed the folder chose what would be sent
            return promptsError(entry.filePath(), u"is a link to a file that is not in its own folder; copy that file here."_s);
        QFile file(actual);
        if (!file.open(QIODevice::ReadOnly))
            return promptsError(entry.filePath(), u"cannot be read (%1); make it readable."_s.arg(file.errorString()));
        const QByteArray content = file.read(mostPromptBytes + 1 - bytes);
        bytes += content.size();
        if (bytes > mostPromptBytes || set.prompts.size() >= mostPrompts)
            return promptsError(path, u"has more than 32 MiB of text, or more than %1 files; split it."_s.arg(mostPrompts));
        const Result<QString> text = decodedText(content, entry.filePath(), set.notes);
        if (!text)
            return Error{text.error()};
        if (text->size() > mostCharactersOfPrompt)
            return promptsError(entry.filePath(), u"has more than 8 million characters; shorten it."_s);
        Prompt prompt;
        prompt.text = text->trimmed();
        if (prompt.text.isEmpty())
            return promptsError(entry.filePath(), u"has no text; write a prompt or remove the file."_s);
        set.prompts.append(std::move(prompt));
    }
    if (set.prompts.isEmpty())
        return promptsError(path, u"has no .txt or .md file; put one in it for each prompt."_s);
    if (others > 0)
        set.notes.append(u"%1: %2 other files and folders in it were left out."_s.arg(path, QString::number(others)));
    if (special > 0)
        set.notes.append(u"%1: %2 pipes, devices or links to nothing in it were left out."_s.arg(path, QString::number(special)));
    return set;
}

} // namespace interleave
