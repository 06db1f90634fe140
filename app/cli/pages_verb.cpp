// interleave pages: what an installation makes of the help. Run by the build, not by people.
#include "cli/console.h"
#include "cli/shell_pages.h"
#include "cli/verbs.h"

namespace interleave::cli {

using namespace Qt::StringLiterals;

static int pages(const CommandLine &line, const WindowServices &)
{
    const QString &kind = line.positional[0];
    const QString page = kind == "man"_L1 ? manualPage(verbs()) : completionOf(kind, verbs());
    if (page.isEmpty())
        return complain(u"pages %1: there is none; known are man, bash, zsh and fish"_s.arg(kind), BadInput);
    print(page);
    return Finished;
}

Verb pagesVerb() { return {u"pages"_s, u"man|bash|zsh|fish"_s, u"the manual page, or a shell's completions"_s, {}, 1, pages, true}; }

} // namespace interleave::cli
