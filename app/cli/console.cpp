#include "cli/console.h"

#include "cli/standard_output.h"
#include "core/log.h"
#include "core/visible_text.h"

#include <array>
#include <cstdio>
#include <unistd.h>

namespace interleave::cli {

static void write(const QByteArray &bytes) { writeStandardOutput(bytes); }

void print(const QByteArray &json) { write(visibleJson(json)); }

void print(const QString &text) { write(visibleText(text).toUtf8()); }

static QByteArray oneLine(const QString &text) { return visibleText(text, LineBreaks::Shown).toUtf8(); }

int complain(const QString &sentence, int status)
{
    qCInfo(logProgram).noquote() << "ends with status" << status << "and says:" << sentence;
    std::fprintf(stderr, "interleave: %s\n", oneLine(sentence).constData());
    return status;
}

bool isErrorTerminal() { return isatty(STDERR_FILENO) != 0; }

void showLine(const QString &line)
{
    std::fprintf(stderr, "\r%s\033[K", oneLine(line).constData());
    std::fflush(stderr);
}

void eraseLine()
{
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
}

bool canAsk() { return isErrorTerminal() && isatty(STDIN_FILENO) != 0; }

bool ask(const QString &question)
{
    std::fprintf(stderr, "interleave: %s [y/N] ", oneLine(question).constData());
    std::fflush(stderr);
    std::array<char, 256> answer{};
    if (!std::fgets(answer.data(), answer.size(), stdin))
        return false;
    const QByteArray word = QByteArray(answer.data()).trimmed().toLower();
    return word == "y" || word == "yes";
}

} // namespace interleave::cli
