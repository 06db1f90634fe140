// Arithmetic without any error: + - * / and brackets, numbers with point and exponent, whole powers. Fractions are kept as they are, and
// rounded once, at the end: to the places that are asked for, half away from zero, or to 20 where more would follow.
#include "tools/each_tool.h"
#include "tools/exact_number.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

namespace {

constexpr int usualPlaces = 20, mostPlaces = 100;

/// expression = term { (+|-) term }; term = factor { (*|/) factor }; factor = (+|-) factor | primary [ ^ factor ]
class Expression
{
public:
    explicit Expression(QString text)
        : m_text(std::move(text.remove(u' ')))
    {
    }

    /// Nothing: it cannot be read, at position().
    std::optional<ExactNumber> value()
    {
        const ExactNumber result = sum();
        return m_at == m_text.size() && !m_isWrong ? std::optional(result) : std::nullopt;
    }
    qsizetype position() const { return m_at; }
    /// Why it cannot be computed though it can be read; empty: it can.
    QString problem() const { return m_problem; }

private:
    bool takes(QChar c)
    {
        if (m_isWrong || m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    ExactNumber sum()
    {
        ExactNumber result = product();
        for (;;) {
            if (takes(u'+'))
                result = result + product();
            else if (takes(u'-'))
                result = result - product();
            else
                return result;
        }
    }

    ExactNumber product()
    {
        ExactNumber result = factor();
        for (;;) {
            if (takes(u'*')) {
                result = result * factor();
            } else if (takes(u'/')) {
                const ExactNumber divisor = factor();
                if (divisor.isZero() && divisor.isFinite())
                    m_problem = u"it divides by zero"_s;
                result = result / divisor;
            } else {
                return result;
            }
        }
    }

    ExactNumber factor()
    {
        constexpr int deepest = 200;
        if (++m_depth > deepest)
            m_isWrong = true;
        ExactNumber result;
        if (takes(u'-')) {
            result = -factor();
        } else if (takes(u'+')) {
            result = factor();
        } else if (!m_isWrong) {
            result = primary();
            if (takes(u'^'))
                result = power(result, factor());
        }
        --m_depth;
        return result;
    }

    ExactNumber power(const ExactNumber &base, const ExactNumber &exponent)
    {
        constexpr int most = 10'000;
        const std::optional<int> whole = exponent.small();
        if (whole && std::abs(*whole) <= most)
            return base.power(*whole);
        m_problem = u"a power must be a whole number from -%1 to %1"_s.arg(most);
        return {};
    }

    ExactNumber primary()
    {
        if (takes(u'(')) {
            ExactNumber result = sum();
            m_isWrong = !takes(u')') || m_isWrong;
            return result;
        }
        qsizetype end = m_at;
        const auto isPart = [&](qsizetype i) {
            const QChar c = m_text[i];
            const bool isSign = (c == u'+' || c == u'-') && i > m_at && m_text[i - 1].toLower() == u'e';
            return c.isDigit() || c == u'.' || (c.toLower() == u'e' && i > m_at) || isSign;
        };
        while (end < m_text.size() && isPart(end))
            ++end;
        const std::optional<ExactNumber> number = ExactNumber::fromText(m_text.mid(m_at, end - m_at));
        m_isWrong = m_isWrong || !number;
        if (number)
            m_at = end;
        return number.value_or(ExactNumber());
    }

    const QString m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_isWrong = false;
    QString m_problem;
};

/// Unset: as many as it takes. False: it is something else.
bool readPlaces(const Json &arguments, std::optional<int> &places)
{
    const Json &given = at(arguments, "places");
    if (given.is_discarded() || given.is_null())
        return true;
    const double number = given.is_number() ? given.get<double>() : -1;
    if (number < 0 || number > mostPlaces || number != std::floor(number))
        return false;
    places = static_cast<int>(number);
    return true;
}

WorkResult calculated(const Json &arguments, const ToolWorld &)
{
    constexpr qsizetype longest = 10'000;
    const Json &given = at(arguments, "expression");
    const QString text = given.is_number() ? QString::fromUtf8(compact(given)) : textOf(given);
    if (!(given.is_string() || given.is_number()) || text.size() > longest)
        return refused(u"\"expression\" of calculator must be text of at most %1 characters, as \"2 * (3 + 4)\""_s.arg(longest));
    std::optional<int> places;
    if (!readPlaces(arguments, places))
        return refused(u"\"places\" of calculator must be a whole number from 0 to %1"_s.arg(mostPlaces));
    Expression expression(text);
    const std::optional<ExactNumber> value = expression.value();
    if (!value)
        return refused(u"the expression cannot be read from character %1 on: %2"_s.arg(expression.position() + 1).arg(text.left(80)));
    if (!expression.problem().isEmpty())
        return refused(u"the expression has no value: %1: %2"_s.arg(expression.problem(), text.left(80)));
    if (!value->isFinite())
        return refused(u"the value is too long to be written: %1"_s.arg(text.left(80)));
    const QString digits = places ? value->rounded(*places) : value->shortest(usualPlaces);
    return {Outcome::Ok, {digits.toLatin1()}, {}}; // a number of JSON, digit for digit
}

} // namespace

Tool calculator()
{
    return {
        u"calculator"_s,
        u"Calculator"_s,
        u"Computes an arithmetic expression exactly, such as 2 * (3 + 4), rounded to so many places at the end."_s,
        R"json({"type":"object","properties":{"expression":{"type":"string"},"places":{"type":"integer","minimum":0,"maximum":100}},"required":["expression"]})json"_ba,
        asLongAsItTakes,
        calculated};
}

} // namespace interleave::each_tool
