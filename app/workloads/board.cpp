#include "workloads/board.h"

#include "workloads/scope.h"

namespace interleave {

using namespace Qt::StringLiterals;

void Board::write(const QList<Word> &words, int round)
{
    std::map<std::string, std::pair<QString, Json>> written; // in this turn: who, and what
    for (const Word &word : words) {
        m_entries.append({round, word});
        const Json fields = jsonInText(word.text);
        if (!fields.is_object())
            continue;
        for (const auto &[field, value] : fields.items()) {
            if (const auto before = written.find(field); before != written.end() && before->second.second != value)
                m_conflicts.append(u"round %1: %2 wrote %3 = %4, and %5 wrote %6"_s.arg(round).arg(
                    before->second.first, QString::fromStdString(field), textOfValue(before->second.second), word.who, textOfValue(value)));
            written[field] = {word.who, value};
            m_fields[field] = parseOrderedJson(compact(value));
        }
    }
}

QString Board::text() const
{
    QStringList lines;
    for (const Entry &entry : m_entries)
        lines.append(u"Round %1, %2: %3"_s.arg(entry.round).arg(entry.word.who, entry.word.text));
    for (const QString &conflict : m_conflicts)
        lines.append(u"Conflict in "_s + conflict);
    return lines.join(u"\n\n"_s);
}

OrderedJson Board::json() const
{
    OrderedJson words = OrderedJson::array();
    for (const Entry &entry : m_entries)
        words.push_back({{"round", entry.round}, {"who", utf8(entry.word.who)}, {"text", utf8(entry.word.text)}});
    return {{"words", words}, {"fields", m_fields}, {"conflicts", jsonOf(m_conflicts)}};
}

} // namespace interleave
