// SIGINT and SIGTERM as a Qt signal in the main thread. The second one ends the process at once, so that a person is never
// held up by an orderly end. One at a time; the default handling comes back when it is destroyed.
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace interleave::cli {

class SignalWatcher : public QObject
{
    Q_OBJECT
public:
    explicit SignalWatcher(QObject *parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    void interrupted();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace interleave::cli
