// The documents that the tools `search` and `read` know: the .txt and .md files of a folder, or the shipped ones, in memory, with a
// full-text index (SQLite FTS5, ranked by BM25). Made once per folder and process (documentsOf()), bounded, and never changed after that;
// any thread, one search at a time.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <map>
#include <memory>

struct sqlite3;

namespace interleave {

class Documents
{
public:
    struct Document {
        QString id;    ///< the file's path in its folder, without its suffix: "velden/quill-light" is "quill-light" in velden
        QString title; ///< its first heading; without one the id
        QString text;  ///< without that heading
    };
    struct Hit {
        QString id, title;
    };

    /// Reads the folder; blocks. At most 5,000 files and 32 MB, of which one has at most 1 MB.
    explicit Documents(const QString &folder);
    /// These.
    explicit Documents(std::map<QString, Document> documents);

    /// Why there are none, in one sentence; empty: there are.
    const QString &problem() const { return m_problem; }
    /// SHA-256 over all of them, in hexadecimal: the same for the same documents.
    QByteArray fingerprint() const;
    qsizetype count() const { return static_cast<qsizetype>(m_documents.size()); }
    /// With any of the words, best first; of equal ones by their ids.
    QList<Hit> search(const QString &query, int limit) const;
    /// Null: there is none.
    const Document *find(const QString &id) const;

private:
    void readFolder(const QString &folder);
    void makeIndex();

    QString m_problem;
    std::map<QString, Document> m_documents; // by id
    std::shared_ptr<sqlite3> m_index;
};

/// Empty: the shipped ones. Made at the first call, which blocks; never null.
std::shared_ptr<const Documents> documentsOf(const QString &folder);
/// Why a folder cannot be used, without reading it; empty: it can.
QString documentsProblem(const QString &folder);

} // namespace interleave
