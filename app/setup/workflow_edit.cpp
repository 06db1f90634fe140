#include "setup/workflow_edit.h"

#include "core/text_template.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace interleave {

using namespace Qt::StringLiterals;
using Type = StepField::Type;

namespace {

/// Null: nothing there.
OrderedJson *find(OrderedJson &json, const QString &pointer)
{
    OrderedJson *at = &json;
    const QStringList keys = pointer.split(u'/').mid(1);
    for (const QString &key : keys) {
        bool isIndex = false;
        const size_t index = key.toULongLong(&isIndex);
        if (at->is_array() && isIndex && index < at->size())
            at = &(*at)[index];
        else if (at->is_object() && at->contains(utf8(key)))
            at = &(*at)[utf8(key)];
        else
            return nullptr;
    }
    return at;
}

std::pair<QString, qsizetype> blockAndPlace(const QString &step)
{
    const qsizetype slash = step.lastIndexOf(u'/');
    return {step.left(slash), step.mid(slash + 1).toLongLong()};
}

QString nameOfStep(const OrderedJson &step) { return step.is_object() && step.contains("name") ? textOf(step["name"]) : QString(); }

bool hasName(const OrderedJson &block, const QString &name)
{
    return std::any_of(block.begin(), block.end(), [&](const OrderedJson &step) { return nameOfStep(step) == name; });
}

QString freeName(const OrderedJson &block, const QString &wanted)
{
    for (int number = 1;; ++number) {
        const QString name = number == 1 ? wanted : u"%1_%2"_s.arg(wanted).arg(number);
        if (!hasName(block, name))
            return name;
    }
}

QString renamed(const QString &text, const QString &from, const QString &to)
{
    QString result = text;
    const QList<Placeholder> places = placeholdersOf(text);
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        if (place->name == from)
            result.replace(place->begin, place->size, Placeholder{0, 0, to, place->path}.text());
    }
    return result;
}

bool isBlock(const OrderedJson &value)
{
    return value.is_array() && !value.empty() &&
           std::all_of(value.begin(), value.end(), [](const OrderedJson &step) { return step.is_object() && step.contains("name"); });
}

/// In every text of a value, but not in blocks that have a step of that name themselves, nor in a map that calls its items so.
void renameIn(OrderedJson &value, const QString &from, const QString &to)
{
    if (value.is_string())
        value = utf8(renamed(textOf(value), from, to));
    else if (isBlock(value) && hasName(value, from))
        return;
    else if (value.is_structured()) {
        const bool isShadowed = value.is_object() && value.contains("over") && value.contains("steps") &&
                                (value.contains("as") ? textOf(value["as"]) : u"item"_s) == from;
        for (auto item = value.begin(); item != value.end(); ++item) {
            if (!(isShadowed && value.is_object() && item.key() == "steps"))
                renameIn(*item, from, to);
        }
    }
}

QStringList namesIn(const QString &text)
{
    QStringList names;
    for (const QString &name : text.split(u',', Qt::SkipEmptyParts)) {
        if (!name.trimmed().isEmpty())
            names.append(name.trimmed());
    }
    return names;
}

QString keyOfTest(const OrderedJson &condition, const StepField &field)
{
    for (const QString &test : field.choices) {
        if (condition.is_object() && condition.contains(utf8(test)))
            return test;
    }
    return {};
}

/// The choices of a condition's tests, for its operand, which is the value at one of them.
const StepField &testField()
{
    static const StepField field = [] {
        for (const StepField &each : stepFieldsOf(u"branch"_s)) {
            if (each.type == Type::Test)
                return each;
        }
        return StepField();
    }();
    return field;
}

OrderedJson firstStep() { return {{"name", "step"}, {"call", {{"prompt", "{{prompt}}"}}}}; }

OrderedJson &made(OrderedJson &step, const QStringList &keys)
{
    OrderedJson *at = &step;
    for (const QString &key : keys) {
        if (!at->is_object())
            *at = OrderedJson::object();
        at = &(*at)[utf8(key)];
    }
    return *at;
}

} // namespace

struct WorkflowEdit::Parts {
    OrderedJson json;

    OrderedJson *step(const QString &pointer) { return pointer.isEmpty() ? nullptr : find(json, pointer); }
};

WorkflowEdit::WorkflowEdit(const QByteArray &json)
    : m(std::make_unique<Parts>())
{
    m->json = parseOrderedJson(json);
}

WorkflowEdit::~WorkflowEdit() = default;

bool WorkflowEdit::has(const QString &step) const
{
    const OrderedJson *found = m->step(step);
    return found && found->is_object();
}

QString WorkflowEdit::text() const { return QString::fromUtf8(pretty(m->json)); }
QString WorkflowEdit::nameOf(const QString &step) const { return has(step) ? nameOfStep(*m->step(step)) : QString(); }

QString WorkflowEdit::kindOf(const QString &step) const
{
    for (const QString &kind : stepKinds()) {
        if (has(step) && m->step(step)->contains(utf8(kind)))
            return kind;
    }
    return {};
}

QString WorkflowEdit::value(const QString &step, const StepField &field) const
{
    const OrderedJson *found = m->step(step + u'/' + field.keys().join(u'/'));
    if (!found)
        return {};
    if (field.type == Type::Test)
        return keyOfTest(*found, field);
    if (field.type == Type::Operand) {
        const QString key = keyOfTest(*found, testField());
        return key.isEmpty() ? QString() : textOf(found->at(utf8(key)));
    }
    if (field.type == Type::Names) {
        QStringList names;
        for (const OrderedJson &name : *found)
            names.append(textOf(name));
        return names.join(u", "_s);
    }
    return found->is_string() ? textOf(*found) : QString::fromUtf8(compact(*found));
}

QString WorkflowEdit::setValue(const QString &step, const StepField &field, const QString &text)
{
    OrderedJson *at = m->step(step);
    if (!at)
        return {};
    QStringList keys = field.keys();
    if (field.type == Type::Test || field.type == Type::Operand) {
        OrderedJson &condition = made(*at, keys);
        const QString key = keyOfTest(condition, testField());
        const OrderedJson operand = key.isEmpty() ? OrderedJson("") : condition[utf8(key)];
        if (!key.isEmpty() && field.type == Type::Test)
            condition.erase(utf8(key));
        if (field.type == Type::Test)
            condition[utf8(text)] = operand;
        else
            condition[utf8(key.isEmpty() ? u"is"_s : key)] = utf8(text);
        return {};
    }
    if (field.kind.isEmpty() && field.path == "on_failure"_L1) { // the two go together
        if (text == "default"_L1 && !at->contains("default"))
            (*at)["default"] = "";
        else if (text != "default"_L1)
            at->erase("default");
    } else if (field.kind.isEmpty() && field.path == "default"_L1) {
        text.isEmpty() ? void(at->erase("on_failure")) : void((*at)["on_failure"] = "default");
    }
    const bool isUsual = field.type == Type::Choice && text == field.choices.value(0);
    if ((text.trimmed().isEmpty() || isUsual) && !field.isRequired) {
        const QString last = keys.takeLast();
        OrderedJson *parent = m->step(keys.isEmpty() ? step : step + u'/' + keys.join(u'/'));
        if (parent && parent->is_object())
            parent->erase(utf8(last));
        if (parent && parent->empty() && keys.size() > 1) // bounds that hold nothing
            m->step(step + u'/' + keys.first(keys.size() - 1).join(u'/'))->erase(utf8(keys.constLast()));
        return {};
    }
    OrderedJson value = utf8(text);
    if (field.type == Type::Whole || field.type == Type::Number) {
        bool isNumber = false;
        const double number = text.trimmed().toDouble(&isNumber);
        const bool isRight = isNumber && number >= field.least && number <= field.most;
        if (!isRight || (field.type == Type::Whole && number != std::floor(number)))
            return field.rangeText();
        value = numberOf(number);
    } else if (field.type == Type::Names) {
        value = jsonOf(namesIn(text));
    } else if (field.type == Type::Json) {
        if (JsonError error; !parseJson(text.toUtf8(), &error).is_discarded())
            value = parseOrderedJson(text.toUtf8());
    }
    made(*at, keys) = std::move(value);
    return {};
}

void WorkflowEdit::setKind(const QString &step, const QString &kind)
{
    OrderedJson *at = m->step(step);
    const QString before = kindOf(step);
    if (!at || before == kind || !stepKinds().contains(kind))
        return;
    const OrderedJson old = before.isEmpty() ? OrderedJson::object() : (*at)[utf8(before)];
    // In its place, so that the order of fields stays.
    OrderedJson changed = OrderedJson::object();
    for (const auto &[key, value] : at->items())
        changed[key == utf8(before) ? utf8(kind) : key] = key == utf8(before) ? OrderedJson::object() : value;
    *at = std::move(changed);
    OrderedJson &fresh = (*at)[utf8(kind)];
    if (!fresh.is_object())
        fresh = OrderedJson::object();
    for (const StepField &field : stepFieldsOf(kind)) {
        if (field.kind.isEmpty())
            continue;
        const std::string key = utf8(field.path);
        if (old.contains(key) && field.type != Type::Test && field.type != Type::Operand && key != "name")
            fresh[key] = old[key];
        else if (field.isRequired)
            setValue(step, field, field.example);
    }
    // What the step is about has another name in each kind.
    QString words;
    for (const char *about : {"prompt", "text", "task"}) {
        if (words.isEmpty() && old.contains(about))
            words = textOf(old[about]);
    }
    const char *key = kind == "call"_L1 ? "prompt" : kind == "agent"_L1 ? "task" : kind == "analyze"_L1 || kind == "join"_L1 ? "text" : "";
    if (*key != 0 && !words.isEmpty())
        fresh[key] = utf8(words);
    OrderedJson inner = OrderedJson::array({firstStep()});
    if (!words.isEmpty())
        inner[0]["call"]["prompt"] = utf8(words);
    for (const char *held : {"steps", "then"}) {
        if (old.contains(held))
            inner = old[held];
    }
    if (kind == "map"_L1 || kind == "loop"_L1)
        fresh["steps"] = inner;
    else if (kind == "branch"_L1)
        fresh["then"] = inner;
    else if (kind == "race"_L1)
        fresh["ways"] = OrderedJson::array({{{"steps", inner}}, {{"steps", inner}}});
}

void WorkflowEdit::rename(const QString &step, const QString &name)
{
    const QString from = nameOf(step);
    const QString blockPath = blockAndPlace(step).first;
    OrderedJson *block = m->step(blockPath);
    if (!block || !has(step) || from == name)
        return;
    for (OrderedJson &each : *block) {
        for (auto item = each.begin(); item != each.end(); ++item) {
            if (item.key() == "after") {
                for (OrderedJson &one : *item)
                    one = textOf(one) == from ? OrderedJson(utf8(name)) : one;
            } else if (item.key() != "name" && item.key() != "default") {
                renameIn(*item, from, name);
            }
        }
    }
    if (blockPath.endsWith("/loop/steps"_L1)) { // its end knows the steps of its block
        if (OrderedJson *until = m->step(blockPath.chopped(6) + u"/until"_s))
            renameIn(*until, from, name);
    }
    (*m->step(step))["name"] = utf8(name);
}

QString WorkflowEdit::add(const QString &after)
{
    const QString blockPath = after.isEmpty() ? u"/steps"_s : blockAndPlace(after).first;
    OrderedJson *block = m->step(blockPath);
    if (!block || !block->is_array())
        return {};
    const qsizetype place = after.isEmpty() ? static_cast<qsizetype>(block->size()) : blockAndPlace(after).second + 1;
    OrderedJson step = firstStep();
    step["name"] = utf8(freeName(*block, u"step"_s));
    if (!after.isEmpty()) { // on from there
        OrderedJson ordered = {{"name", step["name"]}, {"after", OrderedJson::array({utf8(nameOf(after))})}, {"call", step["call"]}};
        step = std::move(ordered);
    }
    block->insert(block->begin() + place, std::move(step));
    return blockPath + u'/' + QString::number(place);
}

QString WorkflowEdit::duplicate(const QString &step)
{
    if (!has(step))
        return {};
    const auto [blockPath, place] = blockAndPlace(step);
    OrderedJson *block = m->step(blockPath);
    OrderedJson copy = *m->step(step);
    copy["name"] = utf8(freeName(*block, nameOf(step) + u"_2"_s));
    block->insert(block->begin() + place + 1, std::move(copy));
    return blockPath + u'/' + QString::number(place + 1);
}

QString WorkflowEdit::remove(const QString &step)
{
    const auto [blockPath, place] = blockAndPlace(step);
    OrderedJson *block = m->step(blockPath);
    if (!has(step) || !block || block->size() < 2)
        return {};
    const QString name = nameOf(step);
    block->erase(block->begin() + place);
    for (OrderedJson &each : *block) {
        if (!each.contains("after"))
            continue;
        OrderedJson &after = each["after"];
        after.erase(std::remove_if(after.begin(), after.end(), [&](const OrderedJson &one) { return textOf(one) == name; }), after.end());
        if (after.empty())
            each.erase("after");
    }
    return blockPath + u'/' + QString::number(std::max<qsizetype>(0, place - 1));
}

} // namespace interleave
