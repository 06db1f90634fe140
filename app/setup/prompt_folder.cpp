#include "setup/prompt_folder.h"

#include "setup/decode.h"

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
    int others = 0;
    const QFileInfoList entries = folder.entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (!entry.isFile() || !suffixes.contains(entry.suffix().toLower())) {
            ++others;
            continue;
        }
        QFile file(entry.filePath());
        if (!file.open(QIODevice::ReadOnly))
            return promptsError(entry.filePath(), u"cannot be read (%1); make it readable."_s.arg(file.errorString()));
        const QByteArray content = file.read(mostPromptBytes + 1 - bytes);
        bytes += content.size();
        if (bytes > mostPromptBytes || set.prompts.size() >= mostPrompts)
            return promptsError(path, u"has more than 64 MiB of text, or more than %1 files; split it."_s.arg(mostPrompts));
        const Result<QString> text = decodedText(content, entry.filePath(), set.notes);
        if (!text)
            return Error{text.error()};
        Prompt prompt;
        prompt.text = text->trimmed();
        if (prompt.text.isEmpty())
            return promptsError(entry.filePath(), u"has no text; write a prompt or remove the file."_s);
        set.prompts.append(std::move(prompt));
    }
    if (set.prompts.isEmpty())
        return promptsError(path, u"has no .txt or .md file; put one in it for each prompt."_s);
    if (others > 0)
        set.notes.append(u"%1: %2 other files and folders in it were left out."_s.arg(path).arg(others));
    return set;
}

} // namespace interleave
