// What the system counts about a run and the machine under it: who had the CPU. Each counter only grows; readers take the
// difference between two samples. Recorded as events of kind System (trace/event.h), judged in trace/other_programs.h. A system
// that does not tell one simply has no samples of it. Values; any thread.
#pragma once

#include <QString>

#include <optional>

namespace interleave {

enum class SystemCounter : quint8 {
    MachineCpu, ///< CPU time that everything on this machine has used, ns, interrupts left out
    Stolen,     ///< CPU time that the host of this virtual machine gave to others, ns
    Pressure,   ///< time in which something on this machine waited for a CPU, ns (Linux: /proc/pressure/cpu, "some")
    Switches,   ///< involuntary context switches of the executor's process
    LoopCpu,    ///< CPU time of the thread that runs the executor's loop, ns
    HttpCpu,    ///< CPU time of the threads in which QNetworkAccessManager works for this process, ns
    ServerCpu   ///< CPU time of the simulator's process, ns, which is the program's own
};

inline constexpr int systemCounters = 7;

/// In a run's file: "machine_cpu", ...
QLatin1StringView systemCounterName(SystemCounter counter);
std::optional<SystemCounter> systemCounterFromName(QStringView name);

} // namespace interleave
