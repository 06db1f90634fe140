// Which runs of a list a person asks for: words, and keys with values, all of which must hold. Used by the search field of the History
// workspace and by the options of `runs list`, which are written as the same terms. A value, any thread.
//
//     hybrid "rate limit"     words, anywhere in scenario, model, variant, endpoint, tags, note, id
//     tag:paper -tag:scratch  a key with a value; "-" before a term: those that do not
//     makespan>20s calls>=5   numbers: < <= > >= and : (s and ms are units of time)
//     since:2026-11-21        also today, yesterday, 7d, 12h; before: likewise
#pragma once

#include "core/result.h"
#include "history/run_entry.h"

#include <QList>

#include <functional>

namespace interleave {

class RunFilter
{
public:
    /// `now`: what days and hours are counted from. The error names the term and what it may be.
    static Result<RunFilter> parse(const QString &text, const QDateTime &now = QDateTime::currentDateTime());
    /// A term of a key that a person gave by itself, as `--tag paper`: any characters.
    static QString term(const QString &key, const QString &value);

    bool matches(const RunEntry &entry) const;
    bool isEmpty() const { return m_terms.isEmpty(); }
    /// "scenario, model, tag, ..."
    static QString keys();

private:
    QList<std::function<bool(const RunEntry &)>> m_terms;
};

} // namespace interleave
