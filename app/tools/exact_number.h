// Fractions of whole numbers of any length: sums, differences, products, quotients and whole powers without any error, for the tool
// `calculator`. A value; any thread. What grows beyond 20,000 bits is no number any more (isFinite()).
#pragma once

#include <QString>

#include <memory>
#include <optional>

struct bignum_st;

namespace interleave {

class ExactNumber
{
public:
    ExactNumber(); ///< 0
    /// "12", ".5", "1.5e-3". Unset: it is none, or its exponent is beyond 1000.
    static std::optional<ExactNumber> fromText(const QString &text);

    bool isFinite() const { return m_isFinite; }
    bool isZero() const;
    /// A whole number that an int holds.
    std::optional<int> small() const;

    ExactNumber operator-() const;
    friend ExactNumber operator+(const ExactNumber &a, const ExactNumber &b);
    friend ExactNumber operator-(const ExactNumber &a, const ExactNumber &b) { return a + -b; }
    friend ExactNumber operator*(const ExactNumber &a, const ExactNumber &b);
    /// By zero: not finite.
    friend ExactNumber operator/(const ExactNumber &a, const ExactNumber &b);
    ExactNumber power(int exponent) const;

    /// With so many places after the point, half away from zero.
    QString rounded(int places) const;
    /// As it is, where so many places are enough; else rounded to them, without zeros at its end.
    QString shortest(int mostPlaces) const;

private:
    using Whole = std::shared_ptr<const bignum_st>; // never changed once it is here
    ExactNumber(Whole numerator, Whole denominator);
    static ExactNumber none();
    ExactNumber inverse() const;

    Whole m_numerator, m_denominator; // the denominator is more than 0; not reduced more than needed
    bool m_isFinite = true;
};

} // namespace interleave
