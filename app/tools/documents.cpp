#include "tools/documents.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <sqlite3.h>

#include <algorithm>
#include <mutex>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFiles = 5'000;
constexpr qint64 mostBytesOfFile = 1'000'000, mostBytes = 32'000'000;
const QString shipped = u":/documents/velden"_s;

Documents::Document documentFrom(const QString &id, const QString &content)
{
    Documents::Document document{id, id, content.trimmed()};
    if (document.text.startsWith(u"# "_s)) {
        document.title = document.text.section(u'\n', 0, 0).sliced(2).trimmed();
        document.text = document.text.section(u'\n', 1).trimmed();
    }
    return document;
}

/// A query of FTS5: any of the words, each in quotation marks, so that none is taken for an operator.
QByteArray anyOf(const QString &query)
{
    static const QRegularExpression notOfAWord(u"[^\\p{L}\\p{N}]+"_s);
    constexpr qsizetype mostWords = 64;
    QStringList words = query.split(notOfAWord, Qt::SkipEmptyParts);
    words = words.first(std::min(mostWords, words.size()));
    for (QString &word : words)
        word = u'"' + word + u'"';
    return words.join(u" OR "_s).toUtf8();
}

class Statement
{
public:
    Statement(sqlite3 *index, const char *sql) { sqlite3_prepare_v2(index, sql, -1, &m_statement, nullptr); }
    ~Statement() { sqlite3_finalize(m_statement); }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    void bind(int index, const QByteArray &text)
    {
        sqlite3_bind_text(m_statement, index, text.constData(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    }
    void bind(int index, int number) { sqlite3_bind_int(m_statement, index, number); }
    bool row() { return m_statement && sqlite3_step(m_statement) == SQLITE_ROW; }
    void again() { sqlite3_reset(m_statement); }
    QString text(int column) const { return QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column))); }

private:
    sqlite3_stmt *m_statement = nullptr;
};

} // namespace

Documents::Documents(const QString &folder)
{
    readFolder(folder);
    if (m_problem.isEmpty())
        makeIndex();
}

Documents::Documents(std::map<QString, Document> documents)
    : m_documents(std::move(documents))
{
    makeIndex();
}

void Documents::readFolder(const QString &folder)
{
    m_problem = folder == shipped ? QString() : documentsProblem(folder);
    qint64 bytes = 0;
    // Links are not followed: a folder holds what lies in it.
    for (QDirIterator files(folder, {u"*.txt"_s, u"*.md"_s}, QDir::Files | QDir::NoSymLinks | QDir::Readable, QDirIterator::Subdirectories);
         m_problem.isEmpty() && files.hasNext();) {
        QFile file(files.next());
        const QString id = QDir(folder).relativeFilePath(files.filePath()).section(u'.', 0, -2);
        if (file.size() > mostBytesOfFile || !file.open(QIODevice::ReadOnly)) {
            m_problem = u"the document %1 cannot be read, or has more than %2 bytes; take it out of the folder"_s.arg(files.filePath())
                            .arg(mostBytesOfFile);
            break;
        }
        const QByteArray content = file.read(mostBytesOfFile);
        bytes += content.size();
        m_documents[id] = documentFrom(id, QString::fromUtf8(content));
        if (m_documents.size() > mostFiles || bytes > mostBytes)
            m_problem =
                u"the folder of documents %1 has more than %2 files or %3 bytes; name a smaller one"_s.arg(folder).arg(mostFiles).arg(
                    mostBytes);
    }
    if (m_problem.isEmpty() && m_documents.empty())
        m_problem = u"the folder of documents %1 has no .txt and no .md; name another"_s.arg(folder);
    if (!m_problem.isEmpty())
        m_documents.clear();
}

void Documents::makeIndex()
{
    sqlite3 *index = nullptr;
    sqlite3_open_v2(":memory:", &index, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX, nullptr); // shared by the pool's threads
    m_index = {index, sqlite3_close};
    const bool isMade = sqlite3_exec(index,
                                     "CREATE VIRTUAL TABLE documents USING fts5(id UNINDEXED, title, text, tokenize='porter unicode61'); "
                                     "BEGIN",
                                     nullptr, nullptr, nullptr) == SQLITE_OK;
    if (!isMade)
        m_problem = u"the documents cannot be indexed: this SQLite has no FTS5 (%1)"_s.arg(QString::fromUtf8(sqlite3_errmsg(index)));
    Statement insert(index, "INSERT INTO documents VALUES (?, ?, ?)");
    for (const auto &[id, document] : m_documents) {
        insert.bind(1, id.toUtf8());
        insert.bind(2, document.title.toUtf8());
        insert.bind(3, document.text.toUtf8());
        insert.row();
        insert.again();
    }
    sqlite3_exec(index, "COMMIT", nullptr, nullptr, nullptr);
}

QList<Documents::Hit> Documents::search(const QString &query, int limit) const
{
    QList<Hit> hits;
    const QByteArray words = anyOf(query);
    if (words.isEmpty() || !m_index)
        return hits;
    // A word in a title says more about a document than one in its text.
    Statement select(m_index.get(),
                     "SELECT id, title FROM documents WHERE documents MATCH ? ORDER BY bm25(documents, 0, 4, 1), id LIMIT ?");
    select.bind(1, words);
    select.bind(2, limit);
    while (select.row())
        hits.append({select.text(0), select.text(1)});
    return hits;
}

QByteArray Documents::fingerprint() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const auto &[id, document] : m_documents) {
        for (const QString &part : {id, document.title, document.text}) {
            const QByteArray bytes = part.toUtf8();
            hash.addData(QByteArray(QByteArray::number(bytes.size()) + ':')); // no two lists of parts give the same bytes
            hash.addData(bytes);
        }
    }
    return hash.result().toHex();
}

const Documents::Document *Documents::find(const QString &id) const
{
    const auto found = m_documents.find(id);
    return found == m_documents.end() ? nullptr : &found->second;
}

std::shared_ptr<const Documents> documentsOf(const QString &folder)
{
    static std::mutex mutex;
    static std::map<QString, std::weak_ptr<const Documents>> known;
    const QString path = folder.isEmpty() ? shipped : folder;
    const std::lock_guard lock(mutex);
    std::shared_ptr<const Documents> documents = known[path].lock();
    if (!documents) {
        documents = std::make_shared<const Documents>(path);
        known[path] = documents;
    }
    return documents;
}

QString documentsProblem(const QString &folder)
{
    if (folder.isEmpty() || QFileInfo(folder).isDir())
        return {};
    return u"there is no folder of documents \"%1\"; name one with .txt or .md files, or leave it out for the shipped ones"_s.arg(folder);
}

} // namespace interleave
