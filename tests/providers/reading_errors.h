// The check that every provider's test makes of an error: an outcome, one sentence, and what it says about a retry.
#pragma once

#include "reading.h"

#include <QTest>

namespace interleave::test {

struct ErrorCase {
    QByteArray body;
    int status = 0;
    Outcome outcome = Outcome::HttpError;
    const char *words = ""; ///< that the sentence must have
    RetryHint hint = RetryHint::ByStatus;
    std::optional<double> retryAfterS = std::nullopt;
    QList<std::pair<QByteArray, QByteArray>> headers = {};
};

inline void checkError(const Provider &provider, bool stream, const ErrorCase &expected)
{
    const Reply reply = readBody(provider, stream, expected.body, {.status = expected.status, .headers = expected.headers}).reply;
    QCOMPARE(reply.outcome, expected.outcome);
    QVERIFY2(reply.error.contains(QString::fromUtf8(expected.words)), qPrintable(reply.error));
    QVERIFY2(reply.error.endsWith(u'.') && !reply.error.contains(u'\n') && reply.error.size() < 400, qPrintable(reply.error));
    QCOMPARE(reply.httpStatus, expected.status);
    QCOMPARE(reply.retryHint, expected.hint);
    QCOMPARE(reply.retryAfterS, expected.retryAfterS);
}

} // namespace interleave::test

Q_DECLARE_METATYPE(interleave::test::ErrorCase)
