// promptfoo's files: a configuration (YAML or JSON) with prompts and tests, or tests alone, whose variables fill the prompts of the
// scenario. Every prompt meets every test. Files that a configuration names are read from its own folder only. Any thread; reading blocks.
#pragma once

#include "setup/prompts/record.h"

#include <QJsonArray>
#include <QJsonObject>

namespace interleave {

bool isPromptfoo(const QJsonObject &config);
/// A list whose entries have "vars" and no prompt.
bool areTests(const QJsonArray &list);

QString promptfooRecords(const QJsonObject &config, const PromptsText &source, const RecordVisitor &visit);
/// Each test's variables in each of `source.templates`.
QString recordsOfTests(const QJsonArray &tests, const PromptsText &source, const RecordVisitor &visit);
/// A row of a table of tests; columns that begin with "__" are promptfoo's own.
QString recordsOfRow(const QJsonObject &row, int line, const PromptsText &source, const RecordVisitor &visit);

} // namespace interleave
