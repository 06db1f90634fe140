// A part of a scenario that has a shape of its own (a workflow, an agent): its JSON as it was written, and what that means. Read and
// checked once, shared by all jobs of a run. A value, any thread.
#pragma once

#include <QByteArray>

#include <memory>

namespace interleave {

template<typename Meaning> class Described
{
public:
    Described() = default;
    Described(QByteArray json, Meaning meaning)
        : m_json(std::move(json))
        , m_meaning(std::make_shared<const Meaning>(std::move(meaning)))
    {
    }

    bool isThere() const { return m_meaning != nullptr; }
    /// Compact; empty: it is not there.
    const QByteArray &json() const { return m_json; }
    /// It must be there.
    const Meaning &operator*() const { return *m_meaning; }
    const Meaning *operator->() const { return m_meaning.get(); }

    bool operator==(const Described &other) const { return m_json == other.m_json; }

private:
    QByteArray m_json;
    std::shared_ptr<const Meaning> m_meaning;
};

} // namespace interleave
