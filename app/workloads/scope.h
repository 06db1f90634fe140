// Names and their values, while a job goes on: what templates are filled from. {{name}} and {{name.text}} are the value as text;
// {{name.json}} and {{name.json.field.0}} are what is in it, a text being read as JSON. Lives in a coroutine; one thread.
#pragma once

#include "core/job.h"
#include "core/result.h"
#include "core/text_template.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

#include <map>

namespace interleave {

class Scope
{
public:
    Scope() = default;
    /// Of an object: each field a name.
    explicit Scope(const Json &values) { merge(values); }

    void set(const QString &name, Json value) { m_values[name] = std::move(value); }
    void merge(const Json &values);
    bool has(const QString &name) const { return m_values.count(name) > 0; }
    /// Null: there is none.
    const Json &value(const QString &name) const;
    /// An object of all names.
    Json all() const;
    /// An object of these names.
    Json only(const QStringList &names) const;

    /// Errors say which placeholder has no value, and why.
    Result<QString> fill(const QString &text) const;
    /// Every text in it; one that is a lone placeholder becomes the value with its type.
    Result<Json> fill(const Json &json) const;

private:
    Result<Json> valueOf(const Placeholder &placeholder) const;

    std::map<QString, Json> m_values;
};

/// Names that every job has: {{prompt}}, {{job}} (its number, from 1), and the columns of its row.
Scope scopeOf(const Job &job);

/// As people read it: a text is itself, a list its items in paragraphs, anything else compact JSON.
QString textOfValue(const Json &value);
/// Of a text that a model wrote: the JSON that it is, or that stands in a fenced block. Discarded: it is none.
Json jsonInText(const QString &text);

} // namespace interleave
