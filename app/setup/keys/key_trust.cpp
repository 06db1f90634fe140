#include "setup/keys/key_trust.h"

#include "core/bounded_file.h"
#include "core/origin.h"
#include "core/private_file.h"
#include "core/visible_text.h"
#include "providers/provider.h"
#include "json/json.h"

#include <QFileInfo>
#include <QList>
#include <QSaveFile>
#include <QStandardPaths>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <mutex>
#include <optional>

namespace interleave {

using namespace Qt::StringLiterals;

QString SecretUse::sentence() const
{
    // The origin before what a file may write as it likes.
    constexpr qsizetype mostShown = 200;
    const QString shown = visibleText(reference, LineBreaks::Shown);
    const QString name = shown.size() > mostShown ? QString(shown.first(mostShown) + u'…') : shown;
    return kind == Kind::Key ? u"send to %1 the key in the environment variable %2"_s.arg(origin, name)
                             : u"trust for %1 the certificate in the file %2"_s.arg(origin, name);
}

namespace key_trust {

namespace {

constexpr qint64 mostFileBytes = 1'000'000;
constexpr QLatin1StringView kindNames[] = {"key"_L1, "certificate"_L1};

struct Store {
    std::mutex mutex;
    QList<SecretUse> session;
    std::optional<QList<SecretUse>> remembered; ///< unset: not read yet
};

Store &store()
{
    static Store store;
    return store;
}

QString filePath() { return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + u"/trusted-keys.json"_s; }

QList<SecretUse> readFile()
{
    QList<SecretUse> uses;
    const Result<QByteArray> json = readBounded(filePath(), mostFileBytes); // none: nothing is remembered yet
    const Json list = json ? parseJson(*json) : Json();
    for (const Json &use : list.is_array() ? list : Json::array()) {
        const auto *kind = std::find(std::begin(kindNames), std::end(kindNames), textOf(at(use, "kind")));
        if (kind != std::end(kindNames))
            uses.append(
                {static_cast<SecretUse::Kind>(kind - std::begin(kindNames)), textOf(at(use, "reference")), textOf(at(use, "origin"))});
    }
    return uses;
}

bool writeFile(const QList<SecretUse> &uses)
{
    OrderedJson list = OrderedJson::array();
    for (const SecretUse &use : uses)
        list.push_back(
            {{"kind", kindNames[static_cast<size_t>(use.kind)].data()}, {"reference", utf8(use.reference)}, {"origin", utf8(use.origin)}});
    const QByteArray json = pretty(list);
    QSaveFile file(filePath());
    return makePrivateFolder(QFileInfo(filePath()).path()) && file.open(QIODevice::WriteOnly) && file.setPermissions(ownerOnly) &&
           file.write(json) == json.size() && file.commit();
}

bool isProvidersOwn(const SecretUse &use)
{
    const std::vector<const Provider *> &known = providers();
    return use.kind == SecretUse::Kind::Key && std::any_of(known.begin(), known.end(), [&](const Provider *provider) {
               return use.reference == provider->defaultKeyVariable() && use.origin == originOf(provider->defaultBaseUrl());
           });
}

QList<SecretUse> &remembered(Store &s)
{
    if (!s.remembered)
        s.remembered = readFile();
    return *s.remembered;
}

} // namespace

bool isAllowed(const SecretUse &use)
{
    if (isProvidersOwn(use))
        return true;
    Store &s = store();
    const std::lock_guard lock(s.mutex);
    return s.session.contains(use) || remembered(s).contains(use);
}

void allow(const SecretUse &use)
{
    Store &s = store();
    const std::lock_guard lock(s.mutex);
    if (!s.session.contains(use))
        s.session.append(use);
}

QString remember(const SecretUse &use)
{
    allow(use);
    Store &s = store();
    const std::lock_guard lock(s.mutex);
    QList<SecretUse> all = readFile(); // another of our programs may have added to it
    if (!all.contains(use))
        all.append(use);
    s.remembered = all;
    return writeFile(all)
               ? QString()
               : u"what you allowed holds until the program ends: %1 cannot be written; make its folder writable"_s.arg(filePath());
}

} // namespace key_trust
} // namespace interleave
