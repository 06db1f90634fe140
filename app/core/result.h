// A value, or one sentence that says what is wrong, where, and what to do. Errors are values here: nothing throws.
#pragma once

#include <QString>

#include <utility>
#include <variant>

namespace interleave {

struct Error {
    QString sentence; ///< names the file, line and field where there is one; shown to the user as it is
};

template<typename T> class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }
    const QString &error() const { return std::get<1>(m_state).sentence; }

private:
    std::variant<T, Error> m_state;
};

} // namespace interleave
