#include "tools/exact_number.h"

#include <QByteArray>
#include <QRegularExpression>

#include <openssl/bn.h>

#include <cstdlib>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostBits = 20'000;

using Number = std::shared_ptr<BIGNUM>;

Number made() { return {BN_new(), BN_free}; }

Number copyOf(const BIGNUM *number) { return {BN_dup(number), BN_free}; }

Number wholeFrom(const QByteArray &digits)
{
    BIGNUM *parsed = nullptr;
    BN_dec2bn(&parsed, digits.constData());
    return {parsed, BN_free};
}

/// Scratch space of the library, one for each thread.
BN_CTX *scratch()
{
    static thread_local const std::shared_ptr<BN_CTX> context(BN_CTX_new(), BN_CTX_free);
    return context.get();
}

Number product(const BIGNUM *a, const BIGNUM *b)
{
    Number result = made();
    BN_mul(result.get(), a, b, scratch());
    return result;
}

Number powerOfTen(int exponent)
{
    const Number ten = wholeFrom("10"), times = wholeFrom(QByteArray::number(exponent));
    Number result = made();
    BN_exp(result.get(), ten.get(), times.get(), scratch());
    return result;
}

QString textOf(const BIGNUM *number)
{
    char *digits = BN_bn2dec(number);
    const QString text = QString::fromLatin1(digits);
    OPENSSL_free(digits);
    return text;
}

} // namespace

ExactNumber::ExactNumber()
    : ExactNumber(wholeFrom("0"), wholeFrom("1"))
{
}

/// Reduced only where it has grown: most sums of a person are short.
ExactNumber::ExactNumber(Whole numerator, Whole denominator)
    : m_numerator(std::move(numerator))
    , m_denominator(std::move(denominator))
{
    constexpr int longEnough = 256;
    if (BN_num_bits(m_denominator.get()) > longEnough) {
        const Number common = made(), upper = made(), lower = made();
        BN_gcd(common.get(), m_numerator.get(), m_denominator.get(), scratch());
        BN_div(upper.get(), nullptr, m_numerator.get(), common.get(), scratch());
        BN_div(lower.get(), nullptr, m_denominator.get(), common.get(), scratch());
        m_numerator = upper;
        m_denominator = lower;
    }
    m_isFinite = BN_num_bits(m_numerator.get()) <= mostBits && BN_num_bits(m_denominator.get()) <= mostBits;
}

ExactNumber ExactNumber::none()
{
    ExactNumber number;
    number.m_isFinite = false;
    return number;
}

std::optional<ExactNumber> ExactNumber::fromText(const QString &text)
{
    constexpr int mostExponent = 1000;
    static const QRegularExpression pattern(u"^([0-9]*)(?:\\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,5}))?$"_s);
    const QRegularExpressionMatch match = pattern.match(text);
    const QString digits = match.captured(1) + match.captured(2);
    const qsizetype exponent = match.captured(3).toInt() - match.captured(2).size();
    if (!match.hasMatch() || digits.isEmpty() || std::abs(match.captured(3).toInt()) > mostExponent)
        return std::nullopt;
    const Number whole = wholeFrom(digits.toLatin1()), one = wholeFrom("1");
    const Number scale = powerOfTen(static_cast<int>(std::abs(exponent)));
    return exponent < 0 ? ExactNumber(whole, scale) : ExactNumber(product(whole.get(), scale.get()), one);
}

bool ExactNumber::isZero() const { return BN_is_zero(m_numerator.get()) == 1; }

std::optional<int> ExactNumber::small() const
{
    constexpr int bitsOfInt = 30;
    const Number quotient = made(), rest = made();
    BN_div(quotient.get(), rest.get(), m_numerator.get(), m_denominator.get(), scratch());
    if (!m_isFinite || BN_is_zero(rest.get()) == 0 || BN_num_bits(quotient.get()) > bitsOfInt)
        return std::nullopt;
    return textOf(quotient.get()).toInt();
}

ExactNumber ExactNumber::operator-() const
{
    const Number negated = copyOf(m_numerator.get());
    BN_set_negative(negated.get(), BN_is_negative(negated.get()) == 0);
    ExactNumber result = *this;
    result.m_numerator = negated;
    return result;
}

ExactNumber operator+(const ExactNumber &a, const ExactNumber &b)
{
    if (!a.m_isFinite || !b.m_isFinite)
        return ExactNumber::none();
    const Number left = product(a.m_numerator.get(), b.m_denominator.get());
    const Number right = product(b.m_numerator.get(), a.m_denominator.get());
    const Number sum = made();
    BN_add(sum.get(), left.get(), right.get());
    return {sum, product(a.m_denominator.get(), b.m_denominator.get())};
}

ExactNumber operator*(const ExactNumber &a, const ExactNumber &b)
{
    if (!a.m_isFinite || !b.m_isFinite)
        return ExactNumber::none();
    return {product(a.m_numerator.get(), b.m_numerator.get()), product(a.m_denominator.get(), b.m_denominator.get())};
}

ExactNumber ExactNumber::inverse() const
{
    if (!m_isFinite || isZero())
        return none();
    const Number lower = copyOf(m_numerator.get()), upper = copyOf(m_denominator.get());
    BN_set_negative(upper.get(), BN_is_negative(lower.get()));
    BN_set_negative(lower.get(), 0);
    return {upper, lower};
}

ExactNumber operator/(const ExactNumber &a, const ExactNumber &b) { return a * b.inverse(); }

ExactNumber ExactNumber::power(int exponent) const
{
    if (exponent < 0)
        return inverse().power(-exponent);
    ExactNumber result = *fromText(u"1"_s), factor = *this;
    for (int rest = exponent; rest > 0 && result.m_isFinite; rest /= 2) {
        if (rest % 2 == 1)
            result = result * factor;
        if (rest > 1)
            factor = factor * factor;
    }
    return result;
}

QString ExactNumber::rounded(int places) const
{
    // floor(|n| * 10^places / d + 1/2), written with its point
    const Number scaled = product(m_numerator.get(), powerOfTen(places).get());
    BN_set_negative(scaled.get(), 0);
    const Number twice = made(), doubled = made(), quotient = made();
    BN_lshift1(twice.get(), scaled.get());
    BN_add(twice.get(), twice.get(), m_denominator.get());
    BN_lshift1(doubled.get(), m_denominator.get());
    BN_div(quotient.get(), nullptr, twice.get(), doubled.get(), scratch());
    QString digits = textOf(quotient.get()).rightJustified(places + 1, u'0');
    if (places > 0)
        digits.insert(digits.size() - places, u'.');
    const bool isNegative = BN_is_negative(m_numerator.get()) == 1 && BN_is_zero(quotient.get()) == 0;
    return isNegative ? u'-' + digits : digits;
}

QString ExactNumber::shortest(int mostPlaces) const
{
    QString digits = rounded(mostPlaces);
    while (digits.contains(u'.') && (digits.endsWith(u'0') || digits.endsWith(u'.'))) {
        const bool isPoint = digits.endsWith(u'.');
        digits.chop(1);
        if (isPoint)
            break;
    }
    return digits;
}

} // namespace interleave
