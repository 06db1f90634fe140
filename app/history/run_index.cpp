#include "history/run_index.h"

#include "core/private_file.h"

#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr int formOfIndex = 1; // raise it when a column or the meaning of one changes: the index is then made anew

struct DatabaseDeleter {
    void operator()(sqlite3 *database) const { sqlite3_close(database); }
};
struct StatementDeleter {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementDeleter>;

/// Writes values one after the other.
class Binder
{
public:
    explicit Binder(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }
    Binder &operator<<(const QString &text)
    {
        const QByteArray bytes = text.toUtf8();
        sqlite3_bind_text(m_statement, ++m_index, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
        return *this;
    }
    Binder &operator<<(qint64 number)
    {
        sqlite3_bind_int64(m_statement, ++m_index, number);
        return *this;
    }
    Binder &operator<<(double number)
    {
        sqlite3_bind_double(m_statement, ++m_index, number);
        return *this;
    }

private:
    sqlite3_stmt *m_statement;
    int m_index = 0;
};

/// Reads them in the same order.
class Row
{
public:
    explicit Row(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }
    QString text()
    {
        const int column = m_column++;
        const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
        return QString::fromUtf8(bytes, sqlite3_column_bytes(m_statement, column));
    }
    qint64 number() { return sqlite3_column_int64(m_statement, m_column++); }
    int whole() { return static_cast<int>(number()); }
    double real() { return sqlite3_column_double(m_statement, m_column++); }

private:
    sqlite3_stmt *m_statement;
    int m_column = 0;
};

constexpr const char *createTable =
    "CREATE TABLE IF NOT EXISTS runs (name TEXT PRIMARY KEY, size INTEGER, changed INTEGER, marks_changed INTEGER, state INTEGER, problem "
    "TEXT, started INTEGER, scenario TEXT, model TEXT, variant TEXT, repeat INTEGER, endpoint TEXT, transport TEXT, version TEXT, makespan "
    "REAL, planned INTEGER, failed INTEGER, result_state TEXT, result TEXT, valid INTEGER, reason TEXT, tags TEXT, note TEXT) WITHOUT "
    "ROWID";
constexpr const char *insertRow = "INSERT OR REPLACE INTO runs VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

void bindEntry(sqlite3_stmt *statement, const RunEntry &entry)
{
    Binder(statement) << QFileInfo(entry.file).fileName() << entry.sizeBytes << entry.changedMs << entry.marksChangedMs
                      << qint64(entry.state) << entry.problem << entry.startedMs << entry.scenario << entry.model << entry.variant
                      << qint64(entry.repeat) << entry.endpoint << entry.transport << entry.version << entry.makespanS
                      << qint64(entry.planned) << qint64(entry.failed) << entry.resultState << entry.result << qint64(entry.isValid)
                      << entry.reason << entry.marks.tags.join(u',') << entry.marks.note;
}

RunEntry entryOf(sqlite3_stmt *statement, const QString &folder)
{
    Row row(statement);
    RunEntry entry;
    const QString name = row.text();
    entry.id = idOfRunFile(name);
    entry.file = folder + u'/' + name;
    entry.sizeBytes = row.number();
    entry.changedMs = row.number();
    entry.marksChangedMs = row.number();
    entry.state = static_cast<RunEntry::State>(std::clamp<qint64>(row.number(), 0, qint64(RunEntry::State::Unreadable)));
    entry.problem = row.text();
    entry.startedMs = row.number();
    entry.scenario = row.text();
    entry.model = row.text();
    entry.variant = row.text();
    entry.repeat = row.whole();
    entry.endpoint = row.text();
    entry.transport = row.text();
    entry.version = row.text();
    entry.makespanS = row.real();
    entry.planned = row.whole();
    entry.failed = row.whole();
    entry.resultState = row.text();
    entry.result = row.text();
    entry.isValid = row.number() != 0;
    entry.reason = row.text();
    entry.marks.tags = row.text().split(u',', Qt::SkipEmptyParts);
    entry.marks.note = row.text();
    return entry;
}

} // namespace

class RunIndex::Private
{
public:
    explicit Private(const QString &folder)
        : folder(folder)
    {
        if (!open())
            renew();
    }

    bool open()
    {
        const QString path = fileIn(folder);
        QFile file(path);
        if (!file.open(QIODevice::ReadWrite, ownerOnly) || !file.setPermissions(ownerOnly)) // SQLite gives its journal the same rights
            return true;                                                                    // a folder that only can be read: no index
        file.close();
        sqlite3 *opened = nullptr;
        const int result = sqlite3_open(QFile::encodeName(path).constData(), &opened);
        database.reset(opened);
        sqlite3_busy_timeout(opened, 2000);
        if (result != SQLITE_OK)
            return false;
        // What a power cut takes is read from the files again.
        run("PRAGMA synchronous=OFF");
        const std::optional<int> form = number("PRAGMA user_version");
        if (!form)
            return lastIsBusy();
        if (*form != formOfIndex)
            return run("BEGIN IMMEDIATE") && run("DROP TABLE IF EXISTS runs") && run(createTable) &&
                   run(qPrintable(u"PRAGMA user_version=%1"_s.arg(formOfIndex))) && run("COMMIT");
        return run(createTable) || lastIsBusy();
    }

    /// What is no index, or a damaged one, is thrown away: another program that has it open goes on with its own copy.
    void renew()
    {
        database.reset();
        for (const char *suffix : {"", "-journal"})
            QFile::remove(fileIn(folder) + QLatin1StringView(suffix));
        if (!open())
            database.reset();
    }

    bool run(const char *sql)
    {
        last = database ? sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) : SQLITE_ERROR;
        return last == SQLITE_OK;
    }
    bool lastIsBusy() const { return last == SQLITE_BUSY || last == SQLITE_LOCKED; }
    Statement prepare(const char *sql)
    {
        sqlite3_stmt *prepared = nullptr;
        last = database ? sqlite3_prepare_v2(database.get(), sql, -1, &prepared, nullptr) : SQLITE_ERROR;
        return Statement(prepared);
    }
    std::optional<int> number(const char *sql)
    {
        const Statement statement = prepare(sql);
        if (!statement)
            return std::nullopt;
        last = sqlite3_step(statement.get());
        return last == SQLITE_ROW ? std::optional(sqlite3_column_int(statement.get(), 0)) : std::nullopt;
    }

    /// False: the index is damaged.
    bool read(QHash<QString, RunEntry> &entries)
    {
        if (!database)
            return true;
        const Statement statement = prepare("SELECT * FROM runs");
        if (!statement)
            return lastIsBusy();
        if (sqlite3_column_count(statement.get()) != 23)
            return false;
        while ((last = sqlite3_step(statement.get())) == SQLITE_ROW) {
            const RunEntry entry = entryOf(statement.get(), folder);
            entries.insert(QFileInfo(entry.file).fileName(), entry);
        }
        return last == SQLITE_DONE || lastIsBusy();
    }

    const QString folder;
    int last = SQLITE_OK; // what the last call of SQLite returned
    std::unique_ptr<sqlite3, DatabaseDeleter> database;
};

RunIndex::RunIndex(const QString &folder)
    : d(std::make_unique<Private>(folder))
{
}

RunIndex::~RunIndex() = default;

QString RunIndex::fileIn(const QString &folder) { return folder + u"/index.sqlite"_s; }

QHash<QString, RunEntry> RunIndex::entries()
{
    QHash<QString, RunEntry> entries;
    if (!d->read(entries)) {
        entries.clear();
        d->renew();
    }
    return entries;
}

void RunIndex::update(const QList<RunEntry> &changed, const QStringList &goneNames)
{
    if ((changed.isEmpty() && goneNames.isEmpty()) || !d->run("BEGIN IMMEDIATE"))
        return;
    {
        const Statement insert = d->prepare(insertRow);
        for (const RunEntry &entry : changed) {
            bindEntry(insert.get(), entry);
            sqlite3_step(insert.get());
            sqlite3_reset(insert.get());
        }
        const Statement remove = d->prepare("DELETE FROM runs WHERE name = ?1");
        for (const QString &name : goneNames) {
            Binder(remove.get()) << name;
            sqlite3_step(remove.get());
            sqlite3_reset(remove.get());
        }
    }
    d->run("COMMIT");
}

} // namespace interleave
