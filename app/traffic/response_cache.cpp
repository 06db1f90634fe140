#include "traffic/response_cache.h"

#include "core/private_file.h"
#include "json/conversation_json.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <nlohmann/json.hpp>
#include <sqlite3.h>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct StatementDeleter {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementDeleter>;

struct DatabaseDeleter {
    void operator()(sqlite3 *database) const { sqlite3_close(database); }
};

/// Resets a statement when its use is over, so that it holds no lock.
class Use
{
public:
    explicit Use(const Statement &statement)
        : m_statement(statement.get())
    {
    }
    ~Use() { sqlite3_reset(m_statement); }
    Use(const Use &) = delete;
    Use &operator=(const Use &) = delete;
    void bind(int index, const QByteArray &blob)
    {
        sqlite3_bind_blob(m_statement, index, blob.constData(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
    }
    void bind(int index, qint64 number) { sqlite3_bind_int64(m_statement, index, number); }
    bool row() { return sqlite3_step(m_statement) == SQLITE_ROW; }
    QByteArray blob(int column)
    {
        return QByteArray(static_cast<const char *>(sqlite3_column_blob(m_statement, column)), sqlite3_column_bytes(m_statement, column));
    }
    qint64 number(int column) { return sqlite3_column_int64(m_statement, column); }

private:
    sqlite3_stmt *m_statement;
};

QByteArray toBytes(const Reply &reply)
{
    return compact(OrderedJson{{"text", utf8(reply.text)},
                               {"finish", utf8(reply.finishReason)},
                               {"status", reply.httpStatus},
                               {"tool_calls", toJson(reply.toolCalls)}});
}

/// Costs nothing, and nobody counted anything for it. Unset: what is kept is no reply of this program's.
std::optional<Reply> fromBytes(const QByteArray &bytes)
{
    Reply reply;
    reply.outcome = Outcome::CacheHit;
    const QString problem = readJson(bytes, u"cache"_s, [&](FieldReader &fields) {
        fields.read("text", reply.text);
        fields.read("finish", reply.finishReason);
        fields.read(FieldRange{"status", 0, 999}, reply.httpStatus);
        readToolCalls(fields, reply.toolCalls);
    });
    return problem.isEmpty() ? std::optional(reply) : std::nullopt;
}

} // namespace

QByteArray cacheKey(const Endpoint &endpoint, const Prompt &prompt)
{
    Prompt sent = prompt;
    sent.callClass.clear(); // a word of the user's own, which the server never gets
    sent.modelName.clear(); // the endpoint's is the one that is asked
    const OrderedJson parts{utf8(endpoint.provider), utf8(endpoint.isSimulator() ? u"simulator:"_s + endpoint.profile : endpoint.baseUrl),
                            utf8(endpoint.modelName), toJson(sent)};
    return QCryptographicHash::hash(compact(parts), QCryptographicHash::Sha256);
}

class ResponseCache::Private
{
public:
    Private(const QString &file, const QString &space, qint64 maxBytes)
        : space(space.toUtf8())
        , maxBytes(maxBytes)
    {
        if (!file.isEmpty() && !(makePrivateFolder(QFileInfo(file).path()) && makePrivate(file) && open(QFile::encodeName(file))))
            problem = u"The cache cannot be kept in %1 (%2); it lives in memory and is forgotten after the run."_s.arg(
                file, database ? QString::fromUtf8(sqlite3_errmsg(database.get())) : u"the folder cannot be made"_s);
        isOnDisk = !file.isEmpty() && problem.isEmpty();
        if (!isOnDisk)
            open(":memory:");
    }

    /// SQLite gives its journal the rights that the file has.
    static bool makePrivate(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadWrite, ownerOnly) && file.setPermissions(ownerOnly);
    }
    bool open(const QByteArray &path)
    {
        find.reset();
        sqlite3 *opened = nullptr;
        const int result = sqlite3_open(path.constData(), &opened);
        database.reset(opened);
        sqlite3_busy_timeout(opened, 1000);
        // A cache may lose its last entries in a power cut; a look-up must not wait for the disk.
        return result == SQLITE_OK && run("PRAGMA journal_mode=WAL") && run("PRAGMA synchronous=OFF") &&
               run("CREATE TABLE IF NOT EXISTS replies (key BLOB PRIMARY KEY, reply BLOB NOT NULL, bytes INTEGER NOT NULL, used INTEGER "
                   "NOT NULL) WITHOUT ROWID") &&
               run("CREATE INDEX IF NOT EXISTS by_use ON replies (used)") && prepare(find, "SELECT reply FROM replies WHERE key = ?1") &&
               prepare(touch, "UPDATE replies SET used = ?2 WHERE key = ?1") &&
               prepare(insert, "INSERT OR IGNORE INTO replies (key, reply, bytes, used) VALUES (?1, ?2, ?3, ?4)") &&
               prepare(total, "SELECT coalesce(sum(bytes), 0), coalesce(max(used), 0) FROM replies") &&
               prepare(oldest, "SELECT key, bytes FROM replies ORDER BY used LIMIT 1") &&
               prepare(remove, "DELETE FROM replies WHERE key = ?1") && measure();
    }
    bool run(const char *sql) { return sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK; }
    bool prepare(Statement &statement, const char *sql)
    {
        sqlite3_stmt *prepared = nullptr;
        const int result = sqlite3_prepare_v3(database.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
        statement.reset(prepared);
        return result == SQLITE_OK;
    }
    bool measure()
    {
        Use use(total);
        if (!use.row())
            return false;
        bytes = bytesBefore = use.number(0);
        uses = use.number(1);
        return true;
    }

    QByteArray spacedKey(const Endpoint &endpoint, const Prompt &prompt) const
    {
        return QCryptographicHash::hash(QByteArray(cacheKey(endpoint, prompt) + space), QCryptographicHash::Sha256);
    }
    /// What earlier runs kept is not this one's to throw away: where there is more of it than this run wants, it makes room for no more
    /// than what it adds, and adds no more than it wants.
    bool mayAdd(qint64 size) const { return size <= maxBytes && (bytesBefore <= maxBytes || added + size <= maxBytes); }
    void makeRoom()
    {
        while (bytes > std::max(maxBytes, bytesBefore)) {
            QByteArray key;
            {
                Use use(oldest);
                if (!use.row())
                    return;
                key = use.blob(0);
                bytes -= use.number(1);
            }
            Use use(remove);
            use.bind(1, key);
            use.row();
        }
    }

    const QByteArray space;
    const qint64 maxBytes;
    QString problem;
    bool isOnDisk = false;
    qint64 bytes = 0;
    qint64 bytesBefore = 0; // when it was opened
    qint64 added = 0;
    qint64 uses = 0; // a clock that counts uses
    std::unique_ptr<sqlite3, DatabaseDeleter> database;
    Statement find, touch, insert, total, oldest, remove; // before the database: they go first
};

ResponseCache::ResponseCache(const QString &file, const QString &space, qint64 maxBytes)
    : d(std::make_unique<Private>(file, space, maxBytes))
{
}

ResponseCache::~ResponseCache() = default;

std::optional<Reply> ResponseCache::find(const Endpoint &endpoint, const Prompt &prompt)
{
    const QByteArray key = d->spacedKey(endpoint, prompt);
    QByteArray bytes;
    {
        Use use(d->find);
        use.bind(1, key);
        if (!use.row())
            return std::nullopt;
        bytes = use.blob(0);
    }
    Use use(d->touch);
    use.bind(1, key);
    use.bind(2, ++d->uses);
    use.row();
    return fromBytes(bytes);
}

void ResponseCache::keep(const Endpoint &endpoint, const Prompt &prompt, const Reply &reply)
{
    const QByteArray bytes = toBytes(reply);
    const qint64 size = bytes.size() + 100; // the key, the numbers and the page's own
    if (!d->mayAdd(size))
        return;
    Use use(d->insert);
    use.bind(1, d->spacedKey(endpoint, prompt));
    use.bind(2, bytes);
    use.bind(3, size);
    use.bind(4, ++d->uses);
    use.row();
    if (sqlite3_changes(d->database.get()) == 0)
        return; // the same reply came to two calls in flight
    d->bytes += size;
    d->added += size;
    d->makeRoom();
}

QString ResponseCache::problem() const { return d->problem; }
bool ResponseCache::isOnDisk() const { return d->isOnDisk; }

QString ResponseCache::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + u"/interleave/replies.sqlite"_s;
}

} // namespace interleave
