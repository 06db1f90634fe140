#include "setup/keys/key_store.h"

#include <qt6keychain/keychain.h>

namespace interleave {

static const QString service = QStringLiteral("interleave");

static QString sentenceFor(const QKeychain::Job &job, const QString &entry)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return KeyStore::tr("The desktop keychain has no key under %1; enter it once.").arg(entry);
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return KeyStore::tr("The desktop keychain refused; unlock it, or keep the key for this session only.");
    default:
        return KeyStore::tr("No desktop keychain answers here; keep the key for this session only, or name an environment variable.");
    }
}

void KeyStore::read(const QString &entry)
{
    auto *job = new QKeychain::ReadPasswordJob(service, this);
    job->setInsecureFallback(false);
    job->setKey(entry);
    connect(job, &QKeychain::Job::finished, this, [this, job, entry] {
        if (job->error() == QKeychain::NoError && !job->textData().isEmpty())
            Q_EMIT found(entry, job->textData());
        else
            Q_EMIT failed(entry, sentenceFor(*job, entry));
    });
    job->start();
}

void KeyStore::write(const QString &entry, const QString &key)
{
    auto *job = new QKeychain::WritePasswordJob(service, this);
    job->setInsecureFallback(false);
    job->setKey(entry);
    job->setTextData(key);
    connect(job, &QKeychain::Job::finished, this, [this, job, entry] {
        if (job->error() == QKeychain::NoError)
            Q_EMIT stored(entry);
        else
            Q_EMIT failed(entry, sentenceFor(*job, entry));
    });
    job->start();
}

void KeyStore::remove(const QString &entry)
{
    auto *job = new QKeychain::DeletePasswordJob(service, this);
    job->setInsecureFallback(false);
    job->setKey(entry);
    job->start();
}

} // namespace interleave
