// Teaches the thread sanitizer what the distribution's Qt, which is not built with it, cannot tell: that a queued call happens
// after it was posted, and that a pool's task happens after it was started and before its future is finished. Without this every
// value that is handed over properly would be reported as a race. Each function here stands before Qt's own of the same name
// (the program is searched first) and calls it. Linked into the tests of the tsan preset only.
#include "support/tsan_qt.h"

#include <QMetaObject>
#include <QObject>
#include <QRunnable>

#include <dlfcn.h>

#include <functional>
#include <utility>

namespace {

// What orders a future's end with whoever waits for it or hears of it. One for all: coarser than the truth, never finer.
char finished;

template<typename Function> Function *original(const char *symbol) { return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, symbol)); }

class OrderedCall : public QtPrivate::QSlotObjectBase
{
public:
    explicit OrderedCall(QtPrivate::QSlotObjectBase *call)
        : QSlotObjectBase(&OrderedCall::impl)
        , m_call(call)
    {
        __tsan_release(this);
    }

private:
    static void impl(int which, QSlotObjectBase *self, QObject *receiver, void **args, bool *)
    {
        auto *ordered = static_cast<OrderedCall *>(self);
        __tsan_acquire(ordered);
        if (which == Call) {
            ordered->m_call->call(receiver, args);
            __tsan_release(&finished); // for a caller that blocks until now
        } else if (which == Destroy) {
            ordered->m_call->destroyIfLastRef();
            delete ordered;
        }
    }
    QtPrivate::QSlotObjectBase *m_call;
};

class OrderedTask : public QRunnable
{
public:
    explicit OrderedTask(QRunnable *task)
        : m_task(task)
        , m_owned(task->autoDelete())
    {
        __tsan_release(this);
    }
    ~OrderedTask() override
    {
        if (m_owned)
            delete m_task;
    }
    void run() override
    {
        __tsan_acquire(this);
        m_task->run();
    }

private:
    QRunnable *m_task;
    bool m_owned;
};

} // namespace

namespace interleave::test {

void acquireFinished() { __tsan_acquire(&finished); }

} // namespace interleave::test

#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
#define INVOKE                                                                                                                             \
    "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeExPKPKvPKPKcPKPKNS2_"                   \
    "18QMetaTypeInterfaceE"
bool invoke(QObject *object, QtPrivate::QSlotObjectBase *call, Qt::ConnectionType type, qsizetype count, const void *const *args,
            const char *const *names, const QtPrivate::QMetaTypeInterface *const *types) __asm__(INVOKE);
bool invoke(QObject *object, QtPrivate::QSlotObjectBase *call, Qt::ConnectionType type, qsizetype count, const void *const *args,
            const char *const *names, const QtPrivate::QMetaTypeInterface *const *types)
{
    static const auto real = original<decltype(invoke)>(INVOKE);
    const bool done = real(object, new OrderedCall(call), type, count, args, names, types);
#else
#define INVOKE "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv"
bool invoke(QObject *object, QtPrivate::QSlotObjectBase *call, Qt::ConnectionType type, void *result) __asm__(INVOKE);
bool invoke(QObject *object, QtPrivate::QSlotObjectBase *call, Qt::ConnectionType type, void *result)
{
    static const auto real = original<decltype(invoke)>(INVOKE);
    const bool done = real(object, new OrderedCall(call), type, result);
#endif
    if (type == Qt::BlockingQueuedConnection)
        __tsan_acquire(&finished);
    return done;
}

#define START "_ZN11QThreadPool5startEP9QRunnablei"
void start(void *pool, QRunnable *task, int priority) __asm__(START);
void start(void *pool, QRunnable *task, int priority)
{
    static const auto real = original<decltype(start)>(START);
    real(pool, new OrderedTask(task), priority);
}

#define START_FUNCTION "_ZN11QThreadPool5startESt8functionIFvvEEi"
void startFunction(void *pool, std::function<void()> function, int priority) __asm__(START_FUNCTION);
void startFunction(void *pool, std::function<void()> function, int priority)
{
    start(pool, QRunnable::create(std::move(function)), priority);
}

#define REPORT_FINISHED "_ZN20QFutureInterfaceBase14reportFinishedEv"
void reportFinished(void *future) __asm__(REPORT_FINISHED);
void reportFinished(void *future)
{
    static const auto real = original<decltype(reportFinished)>(REPORT_FINISHED);
    __tsan_release(&finished);
    real(future);
}

#define WAIT_FOR_RESULT "_ZN20QFutureInterfaceBase13waitForResultEi"
void waitForResult(void *future, int index) __asm__(WAIT_FOR_RESULT);
void waitForResult(void *future, int index)
{
    static const auto real = original<decltype(waitForResult)>(WAIT_FOR_RESULT);
    real(future, index);
    __tsan_acquire(&finished);
}

#define WAIT_FOR_FINISHED "_ZN20QFutureInterfaceBase15waitForFinishedEv"
void waitForFinished(void *future) __asm__(WAIT_FOR_FINISHED);
void waitForFinished(void *future)
{
    static const auto real = original<decltype(waitForFinished)>(WAIT_FOR_FINISHED);
    real(future);
    __tsan_acquire(&finished);
}
