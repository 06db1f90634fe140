// The application object of every test. Under the thread sanitizer it tells that each event, in every thread, happens after the
// futures that have ended (tsan_qt.cpp says why that must be told); otherwise it is Qt's own class.
#pragma once

#ifdef INTERLEAVE_THREAD_SANITIZER
#include "support/tsan_qt.h"

#include <QCoreApplication>

namespace interleave::test {

template<typename Application> class OrderedApplication : public Application
{
public:
    using Application::Application;
    bool notify(QObject *receiver, QEvent *event) override
    {
        acquireFinished();
        return Application::notify(receiver, event);
    }
};

} // namespace interleave::test
#else
namespace interleave::test {

template<typename Application> using OrderedApplication = Application;

} // namespace interleave::test
#endif
