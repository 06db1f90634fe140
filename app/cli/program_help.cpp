#include "cli/program_help.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

QString programSentence() { return u"Interleave measures how execution models change the same LLM calls."_s; }

QString windowSentence() { return u"opens the window, with a scenario's file or runs (*.itrace) to look at if they are named"_s; }

QString logSentence()
{
    return u"--log FILE [--log-level debug|info|warning] [--log-format text|json] goes with every verb and with the window: what started,\n"
           "where it called, why attempts failed and how it ended, never a key (- is standard error; also INTERLEAVE_LOG,\n"
           "INTERLEAVE_LOG_LEVEL and INTERLEAVE_LOG_FORMAT)."_s;
}

QString exitSentence()
{
    return u"0 finished; 1 finished, but some calls failed; 2 bad arguments or input; 3 could not start, or could not write;\n"
           "130 interrupted (what finished is saved and reported)."_s;
}

} // namespace interleave::cli
