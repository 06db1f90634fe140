// Rows of data that jobs are about: held by the scenario, or in a file that it names. A value, any thread; the rows are shared.
#pragma once

#include "core/work.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace interleave {

struct Table {
    QString file;    ///< CSV, JSON Lines or JSON, beside the scenario; empty: the rows are in the scenario
    QByteArray json; ///< the rows as they were written in the scenario; empty: they are in a file, or there are none
    std::shared_ptr<const std::vector<Value>> rows; ///< objects; null: none, or the file has not been read yet

    int size() const { return rows ? static_cast<int>(rows->size()) : 0; }
    bool operator==(const Table &other) const { return file == other.file && json == other.json; }
};

} // namespace interleave
