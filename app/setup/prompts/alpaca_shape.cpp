// {"instruction": "…", "input": "…", "output": "…"}: Stanford Alpaca and the many sets of its shape. The output is a reference answer.
#include "setup/prompts/shapes.h"

#include <QJsonArray>

namespace interleave {

using namespace Qt::StringLiterals;

QString readAlpaca(ShapeReader &reader, QList<Prompt> &prompts)
{
    Prompt prompt;
    QString input;
    if (const QString wrong = reader.takeText("instruction", prompt.text, false); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = reader.takeText("input", input); !wrong.isEmpty())
        return wrong;
    if (!input.trimmed().isEmpty())
        prompt.text += u"\n\n"_s + input;
    const QJsonArray before = reader.take("history").toArray(); // of LLaMA-Factory: pairs of question and answer
    for (const QJsonValue &pair : before) {
        Message question, answer;
        question.text = pair[0].toString();
        answer.role = Message::Role::Model;
        answer.text = pair[1].toString();
        if (question.text.trimmed().isEmpty())
            return u"field \"history\" must be a list of pairs of question and answer."_s;
        prompt.history += {question, answer};
    }
    const QString wrong = reader.takeSettings(prompt);
    for (const char *name : {"output", "text", "id"})
        reader.ignore(name);
    prompts.append(std::move(prompt));
    return wrong;
}

} // namespace interleave
