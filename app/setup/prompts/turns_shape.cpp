// {"question_id": 81, "turns": ["…", "…"]}: FastChat's MT-bench. Each turn is a prompt, with those before it as history: what a model
// answered to them is not in the file.
#include "setup/prompts/chat_turns.h"
#include "setup/prompts/shapes.h"

namespace interleave {

using namespace Qt::StringLiterals;

QString readTurns(ShapeReader &reader, QList<Prompt> &prompts)
{
    const QJsonArray turns = reader.take("turns").toArray();
    Prompt settings;
    if (const QString wrong = reader.takeSettings(settings); !wrong.isEmpty())
        return wrong;
    for (const char *name : {"question_id", "category", "reference", "id", "cluster"})
        reader.ignore(name);
    QList<Message> before;
    qint64 sizeBefore = 0, size = 0;
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const QString where = u"field \"turns\", turn %1"_s.arg(i + 1);
        Prompt prompt = settings;
        const QJsonValue content = turns[i].isObject() ? turns[i][u"content"_s] : turns[i];
        if (const QString wrong = readContent(content, where, prompt.text); !wrong.isEmpty())
            return wrong;
        if (prompt.text.trimmed().isEmpty())
            return where + u" is empty; write what is asked, or leave the turn out."_s;
        // Each repeats all those before it: counted before it is kept, for a small file may ask for any memory.
        size += sizeOfPrompt(prompt) + sizeBefore;
        if (size > mostPromptBytes)
            return where + u' ' + tooManyPromptsOrTooLong();
        prompt.history = before;
        Message turn;
        turn.text = prompt.text;
        sizeBefore += sizeOfTurn(turn);
        before.append(turn);
        prompts.append(std::move(prompt));
    }
    return turns.isEmpty() ? u"field \"turns\" is empty; write what is asked."_s : QString();
}

} // namespace interleave
