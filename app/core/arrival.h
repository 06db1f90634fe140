// When jobs start. Schedules are absolute: a slow server never slows an open-loop schedule down. A value, any thread.
// Carried out by arrivals/arrivals.
#pragma once

#include "core/result.h"

#include <QString>

namespace interleave {

struct Arrival {
    enum class Kind : quint8 {
        Closed,  ///< all at once
        Users,   ///< so many users; each sends its next call `thinkS` after the reply to the one before
        Rate,    ///< at a constant rate
        Poisson, ///< at random, with a constant mean rate
        Ramp,    ///< at a rate that grows evenly over the duration
        Replay,  ///< at the times of a recorded run
    };
    Kind kind = Kind::Closed;
    int users = 0;
    double thinkS = 0;     ///< mean of an exponential distribution
    double perS = 0;       ///< Rate, Poisson: calls a second; Ramp: at the end
    double fromPerS = 0;   ///< Ramp: at the beginning
    QString file;          ///< Replay: a run (*.itrace)
    double durationS = 0;  ///< no call starts then or later; 0: the number of calls decides
    double drainS = 0;     ///< what is unfinished so long after the duration is given up; 0: as long as the time-out of an attempt
    double patienceS = 60; ///< open loop: a call that could not be sent for so long is dropped; 0: waits for ever

    bool isOpenLoop() const { return kind != Kind::Closed && kind != Kind::Users; }
    bool operator==(const Arrival &) const = default;
};

/// "closed", "users:20,think=0.5", "rate:10", "poisson:10", "ramp:1-50", "replay:FILE". Durations are apart.
QString arrivalText(const Arrival &arrival);
/// The same form; the duration and patience of the result are the defaults. An error names what is wrong with the text.
Result<Arrival> arrivalFromText(const QString &text);

} // namespace interleave
