#include "json/json_edit.h"

#include "json/json.h"
#include "json/json_places.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace interleave {

namespace {

/// Of a value with a line for each of its own: further lines begin where the first does.
QByteArray indented(const OrderedJson &value, const QByteArray &indent)
{
    return pretty(value).trimmed().replace("\n", QByteArray("\n" + indent));
}

/// Finds out what is to be replaced, and replaces it at the end, from behind: places stay true.
class Edit
{
public:
    Edit(const QByteArray &text, const char *shortKey)
        : m_text(text)
        , m_shortKey(shortKey)
    {
    }

    /// Of a value that is in the text.
    void change(const QString &pointer, const OrderedJson &before, const OrderedJson &after)
    {
        if (before == after)
            return;
        const JsonRange range = *findValue(m_text, pointer);
        if (m_text[range.valueBegin] == '{' && before.is_object() && after.is_object())
            changeObject(pointer, before, after);
        else if (m_text[range.valueBegin] == '[' && before.is_array() && after.is_array())
            changeList(pointer, range, before, after);
        else
            replace(range.valueBegin, range.end, written(after, range, indentAt(range.begin)));
    }

    QByteArray done()
    {
        std::sort(m_changes.begin(), m_changes.end(), // from the end; at one place in the order of writing
                  [](const Change &a, const Change &b) { return a.begin != b.begin ? a.begin > b.begin : a.number < b.number; });
        QByteArray text = m_text;
        for (const Change &change : m_changes)
            text.replace(change.begin, change.end - change.begin, change.text);
        return text;
    }

private:
    struct Change {
        qsizetype begin, end;
        QByteArray text;
        size_t number;
    };

    void replace(qsizetype begin, qsizetype end, const QByteArray &text) { m_changes.push_back({begin, end, text, m_changes.size()}); }

    /// As what is at `model` in the text is written: a short form stays one.
    QByteArray written(const OrderedJson &value, const JsonRange &model, const QByteArray &indent) const
    {
        const bool isShort = m_text[model.valueBegin] != '{' && value.is_object() && value.size() == 1 && value.contains(m_shortKey);
        return indented(isShort ? value.at(m_shortKey) : value, indent);
    }
    QByteArray indentAt(qsizetype offset) const
    {
        const qsizetype lineBegin = m_text.lastIndexOf('\n', std::max<qsizetype>(0, offset - 1)) + 1;
        qsizetype end = lineBegin;
        while (end < offset && (m_text[end] == ' ' || m_text[end] == '\t'))
            ++end;
        return m_text.sliced(lineBegin, end - lineBegin);
    }
    /// What stands between an item and the one before it, comma and all: a new one is put as its neighbours are.
    QByteArray separatorBefore(qsizetype begin) const
    {
        qsizetype from = begin;
        while (from > 0 && QByteArrayView(" \t\r\n").contains(m_text[from - 1]))
            --from;
        const QByteArray blanks = m_text.sliced(from, begin - from);
        return ',' + (blanks.isEmpty() ? QByteArray(" ") : blanks);
    }
    /// From the end of what is before an item, so that its comma goes with it.
    qsizetype endOfPrevious(qsizetype begin) const
    {
        while (begin > 0 && QByteArrayView(" \t\r\n").contains(m_text[begin - 1]))
            --begin;
        return begin > 0 && m_text[begin - 1] == ',' ? begin - 1 : begin;
    }
    qsizetype beginOfNext(qsizetype end) const
    {
        while (end < m_text.size() && QByteArrayView(" \t\r\n,").contains(m_text[end]))
            ++end;
        return end;
    }

    void changeObject(const QString &pointer, const OrderedJson &before, const OrderedJson &after)
    {
        struct Field {
            std::string name;
            JsonRange range;
        };
        std::vector<Field> there; // of those that either knows: what nobody knows is refused when it is read
        std::vector<std::string> isNew;
        for (const auto &[name, value] : before.items()) {
            if (const auto range = findValue(m_text, pointerTo(pointer, QString::fromStdString(name))))
                there.push_back({name, *range});
        }
        const auto isThere = [&](const std::string &name) {
            return std::any_of(there.begin(), there.end(), [&](const Field &field) { return field.name == name; });
        };
        for (const auto &[name, value] : after.items()) {
            if (isThere(name))
                change(pointerTo(pointer, QString::fromStdString(name)), before[name], value);
            else if (!before.contains(name) || before[name] != value)
                isNew.push_back(name);
        }
        const auto isGone = [&](const Field &field) { return !after.contains(field.name); };
        if (there.empty() || (std::any_of(there.begin(), there.end(), isGone) && !isNew.empty()) ||
            std::all_of(there.begin(), there.end(), isGone))
            return replaceWhole(pointer, after); // seldom, and simpler than to weave
        std::sort(there.begin(), there.end(), [](const Field &a, const Field &b) { return a.range.begin < b.range.begin; });
        bool isFirstKept = false; // whether a field before is kept: then the comma before goes, else the one behind
        for (const Field &field : there) {
            if (!isGone(field))
                isFirstKept = true;
            else if (isFirstKept)
                replace(endOfPrevious(field.range.begin), field.range.end, {});
            else
                replace(field.range.begin, beginOfNext(field.range.end), {});
        }
        const JsonRange last = there.back().range;
        QByteArray added;
        for (const std::string &name : isNew)
            added += separatorBefore(last.begin) + QByteArray::fromStdString(OrderedJson(name).dump()) + ": " +
                     indented(after[name], indentAt(last.begin));
        if (!added.isEmpty())
            replace(last.end, last.end, added);
    }

    void replaceWhole(const QString &pointer, const OrderedJson &after)
    {
        const JsonRange range = *findValue(m_text, pointer);
        const auto isInside = [&](const Change &change) { return change.begin >= range.valueBegin && change.end <= range.end; };
        m_changes.erase(std::remove_if(m_changes.begin(), m_changes.end(), isInside), m_changes.end());
        replace(range.valueBegin, range.end, indented(after, indentAt(range.begin)));
    }

    /// Items that are the same at both ends stay; those between are changed one by one, or replaced where their numbers differ.
    void changeList(const QString &pointer, const JsonRange &list, const OrderedJson &before, const OrderedJson &after)
    {
        const size_t shorter = std::min(before.size(), after.size());
        size_t first = 0, last = 0;
        while (first < shorter && before[first] == after[first])
            ++first;
        while (last < shorter - first && before[before.size() - 1 - last] == after[after.size() - 1 - last])
            ++last;
        const auto item = [&](size_t index) { return *findValue(m_text, pointerTo(pointer, static_cast<qsizetype>(index))); };
        if (before.size() == after.size()) {
            for (size_t i = first; i < before.size() - last; ++i)
                change(pointerTo(pointer, static_cast<qsizetype>(i)), before[i], after[i]);
            return;
        }
        if (before.empty() || after.empty())
            return replace(list.valueBegin, list.end, indented(after, indentAt(list.begin)));
        const size_t gone = before.size() - first - last, come = after.size() - first - last;
        const QByteArray separator = separatorBefore(item(before.size() > 1 ? 1 : 0).begin);
        const QByteArray indent = indentAt(item(0).begin);
        QByteArrayList added;
        for (size_t i = first; i < first + come; ++i)
            added.append(written(after[i], item(std::min(i, before.size() - 1)), indent));
        if (gone > 0 && come > 0)
            replace(item(first).begin, item(first + gone - 1).end, added.join(separator));
        else if (gone > 0 && first > 0)
            replace(item(first - 1).end, item(first + gone - 1).end, {});
        else if (gone > 0)
            replace(item(0).begin, item(gone).begin, {});
        else if (first > 0)
            replace(item(first - 1).end, item(first - 1).end, separator + added.join(separator));
        else
            replace(item(0).begin, item(0).begin, added.join(separator) + separator);
    }

    const QByteArray &m_text;
    const char *m_shortKey;
    std::vector<Change> m_changes;
};

} // namespace

QByteArray editedJson(const QByteArray &text, const OrderedJson &before, const OrderedJson &after, const char *shortKey)
{
    Edit edit(text, shortKey);
    edit.change({}, before, after);
    return edit.done();
}

} // namespace interleave
