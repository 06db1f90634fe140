#include "setup/keys/memory_guard.h"

#include <QtGlobal>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define INTERLEAVE_IS_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define INTERLEAVE_IS_SANITIZED
#endif

#if defined(Q_OS_LINUX) && !defined(INTERLEAVE_IS_SANITIZED)
#include <sys/prctl.h>
#endif

namespace interleave {

bool canProtectMemory()
{
#if defined(Q_OS_LINUX) && !defined(INTERLEAVE_IS_SANITIZED)
    return true;
#else
    return false;
#endif
}

void protectMemory()
{
#if defined(Q_OS_LINUX) && !defined(INTERLEAVE_IS_SANITIZED)
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace interleave
