// Arithmetic: + - * / ^, brackets, numbers with point and exponent. As precise as a double.
#include "tools/each_tool.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>

namespace interleave::each_tool {

using namespace Qt::StringLiterals;

namespace {

/// expression = term { (+|-) term }; term = factor { (*|/) factor }; factor = (+|-) factor | primary [ ^ factor ]
class Expression
{
public:
    explicit Expression(QString text)
        : m_text(std::move(text.remove(u' ')))
    {
    }

    /// Nothing: it cannot be read, at position().
    std::optional<double> value()
    {
        const double result = sum();
        return m_at == m_text.size() && !m_isWrong ? std::optional(result) : std::nullopt;
    }
    qsizetype position() const { return m_at; }

private:
    bool takes(QChar c)
    {
        if (m_isWrong || m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    double sum()
    {
        double result = product();
        for (;;) {
            if (takes(u'+'))
                result += product();
            else if (takes(u'-'))
                result -= product();
            else
                return result;
        }
    }

    double product()
    {
        double result = factor();
        for (;;) {
            if (takes(u'*'))
                result *= factor();
            else if (takes(u'/'))
                result /= factor();
            else
                return result;
        }
    }

    double factor()
    {
        constexpr int deepest = 200;
        if (++m_depth > deepest)
            m_isWrong = true;
        double result = 0;
        if (takes(u'-')) {
            result = -factor();
        } else if (takes(u'+')) {
            result = factor();
        } else if (!m_isWrong) {
            result = primary();
            if (takes(u'^'))
                result = std::pow(result, factor());
        }
        --m_depth;
        return result;
    }

    double primary()
    {
        if (takes(u'(')) {
            const double result = sum();
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
        bool isNumber = false;
        const double number = m_text.mid(m_at, end - m_at).toDouble(&isNumber);
        m_isWrong = m_isWrong || !isNumber;
        if (isNumber)
            m_at = end;
        return number;
    }

    const QString m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_isWrong = false;
};

WorkResult calculated(const Json &arguments)
{
    constexpr qsizetype longest = 10'000;
    const Json &given = at(arguments, "expression");
    const QString text = textOf(given);
    if (!given.is_string() || text.size() > longest)
        return refused(u"\"expression\" of calculate must be text of at most %1 characters, as \"2 * (3 + 4)\""_s.arg(longest));
    Expression expression(text);
    const std::optional<double> value = expression.value();
    if (!value)
        return refused(u"the expression cannot be read from character %1 on: %2"_s.arg(expression.position() + 1).arg(text.left(80)));
    if (!std::isfinite(*value))
        return refused(u"the expression has no finite value: %1"_s.arg(text.left(80)));
    WorkResult result;
    result.value.json = compact(Json{{"value", *value}});
    return result;
}

} // namespace

Tool calculate()
{
    return {u"calculate"_s,
            u"Calculate"_s,
            u"Computes an arithmetic expression, such as 2 * (3 + 4)."_s,
            R"json({"type":"object","properties":{"expression":{"type":"string"}},"required":["expression"]})json"_ba,
            [](const Json &) { return ToolTimes(); },
            calculated};
}

} // namespace interleave::each_tool
