#include "core/safe_file.h"

#include <QFile>
#include <QFileInfo>
#include <QIODevice>
#include <QRandomGenerator>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype blockSize = 1 << 18;
constexpr mode_t usualMode = 0666; // less the person's umask

/// Writes in blocks; the first error stays, and nothing is written after it.
class CheckedDevice : public QIODevice
{
public:
    explicit CheckedDevice(int file)
        : m_file(file)
    {
        open(QIODevice::WriteOnly | QIODevice::Unbuffered);
    }

    int error() const { return m_error; }
    void flushBlocks()
    {
        const char *data = m_block.constData();
        for (qsizetype left = m_block.size(); left > 0 && m_error == 0;) {
            const ssize_t written = ::write(m_file, data, static_cast<size_t>(left));
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                m_error = errno;
            else if (written == 0)
                m_error = ENOSPC;
            else
                data += written, left -= written;
        }
        m_block.clear();
    }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *data, qint64 size) override
    {
        if (m_error != 0)
            return -1;
        m_block.append(data, size);
        if (m_block.size() >= blockSize)
            flushBlocks();
        return m_error == 0 ? size : -1;
    }

private:
    const int m_file;
    int m_error = 0;
    QByteArray m_block;
};

/// Where a chain of symbolic links ends, also where there is no file yet.
QString targetOf(QString path)
{
    for (int links = 0; links < 40 && QFileInfo(path).isSymLink(); ++links)
        path = QFileInfo(path).symLinkTarget();
    return path;
}

/// Writes into an open file and closes it. The error, or nothing.
QString fill(int file, const QString &path, bool isToStay, const std::function<QString(QIODevice &)> &write)
{
    CheckedDevice device(file);
    const QString refused = write(device);
    device.flushBlocks();
    int error = device.error();
    // Some file systems tell a full disk only now. What cannot be synchronized at all (EINVAL, EROFS of a device) is no file to lose.
    if (error == 0 && isToStay && ::fsync(file) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
        error = errno;
    if (::close(file) != 0 && error == 0 && errno != EINTR)
        error = errno;
    // The disk's word first: what `write` says may only follow from it.
    if (error != 0)
        return cannotBeWritten(path, error);
    return refused.isEmpty() ? QString() : path + u": "_s + refused;
}

QString writeInto(const QString &path, const std::function<QString(QIODevice &)> &write)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return file < 0 ? cannotBeWritten(path, errno) : fill(file, path, false, write);
}

/// A new file in the folder of another, and its name; its own name may be as long as names can be, so this one is not made of it.
std::pair<int, QByteArray> newFileBeside(const QByteArray &target)
{
    const QByteArray folder = target.left(target.lastIndexOf('/') + 1);
    int file = -1;
    QByteArray name;
    do {
        name = folder + ".interleave-" + QByteArray::number(QRandomGenerator::global()->generate(), 16) + ".part";
        file = ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, usualMode);
    } while (file < 0 && errno == EEXIST);
    return {file, name};
}

QString replace(const QString &path, const std::function<QString(QIODevice &)> &write)
{
    const QByteArray target = QFile::encodeName(targetOf(path));
    struct stat before = {};
    const bool isThere = ::stat(target.constData(), &before) == 0;
    if (isThere && ::access(target.constData(), W_OK) != 0)
        return cannotBeWritten(path, errno); // a file that is write-protected is meant to stay
    const auto [file, name] = newFileBeside(target);
    if (file < 0)
        return cannotBeWritten(path, errno);
    if (isThere)
        ::fchmod(file, before.st_mode & 07777);
    QString problem = fill(file, path, true, write);
    if (problem.isEmpty() && ::rename(name.constData(), target.constData()) != 0)
        problem = cannotBeWritten(path, errno);
    if (!problem.isEmpty())
        ::unlink(name.constData());
    return problem;
}

QString remedyOf(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return u"free some space, or choose another place"_s;
    case EACCES:
    case EPERM:
    case EROFS:
        return u"choose a place that you may write to"_s;
    case ENOENT:
    case ENOTDIR:
        return u"make its folder first, or choose another place"_s;
    case EISDIR:
        return u"that is a folder: name a file"_s;
    case EPIPE:
        return u"whoever read it has gone: keep it open to the end"_s;
    case ENAMETOOLONG:
        return u"choose a shorter name"_s;
    case EMFILE:
    case ENFILE:
        return u"too many files are open: raise \"ulimit -n\""_s;
    default:
        return u"choose another place"_s;
    }
}

} // namespace

QString cannotBeWritten(const QString &path, int error)
{
    return u"%1: cannot be written (%2); %3"_s.arg(path, QString::fromLocal8Bit(std::strerror(error)), remedyOf(error));
}

QString writeWhole(const QString &path, const std::function<QString(QIODevice &)> &write)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0 || S_ISREG(status.st_mode))
        return replace(path, write);
    return S_ISDIR(status.st_mode) ? cannotBeWritten(path, EISDIR) : writeInto(path, write);
}

QString writeWhole(const QString &path, const QByteArray &content)
{
    return writeWhole(path, [&content](QIODevice &device) {
        device.write(content);
        return QString();
    });
}

} // namespace interleave
