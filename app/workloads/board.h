// What a team writes for all its members to read: words in order, by round and role, none lost. A word that is a JSON object writes fields;
// two members who give one field different values in one round are in conflict, which is written down. A value; lives in the team's job.
#pragma once

#include "json/json.h"

#include <QList>
#include <QString>

#include <nlohmann/json.hpp>

namespace interleave {

class Board
{
public:
    struct Word {
        QString who;
        QString text;
    };
    /// The words of one round that were said at once, in the order of the roles.
    void write(const QList<Word> &words, int round);
    /// As members read it.
    QString text() const;
    /// {"words": [{"round", "who", "text"}], "fields": {…}, "conflicts": ["…"]}
    OrderedJson json() const;

private:
    struct Entry {
        int round = 0;
        Word word;
    };
    QList<Entry> m_entries;
    OrderedJson m_fields = OrderedJson::object(); // the last value of each
    QStringList m_conflicts;
};

} // namespace interleave
