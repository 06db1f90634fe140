// {"instruction": "…", "context": "…", "response": "…", "category": "…"}: Databricks' Dolly. The response is a reference answer.
#include "setup/prompts/shapes.h"

namespace interleave {

using namespace Qt::StringLiterals;

QString readDolly(ShapeReader &reader, QList<Prompt> &prompts)
{
    Prompt prompt;
    QString context;
    if (const QString wrong = reader.takeText("instruction", prompt.text, false); !wrong.isEmpty())
        return wrong;
    if (const QString wrong = reader.takeText("context", context); !wrong.isEmpty())
        return wrong;
    if (!context.trimmed().isEmpty())
        prompt.text += u"\n\n"_s + context;
    const QString wrong = reader.takeSettings(prompt);
    for (const char *name : {"response", "category", "id"})
        reader.ignore(name);
    prompts.append(std::move(prompt));
    return wrong;
}

} // namespace interleave
