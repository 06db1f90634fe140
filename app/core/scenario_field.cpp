#include "core/scenario_field.h"

#include "core/scenario.h"

#include <algorithm>
#include <cstring>

namespace interleave {

QString ScenarioField::object() const
{
    const QString whole = QString::fromLatin1(path);
    const qsizetype dot = whole.lastIndexOf(u'.');
    return dot < 0 ? QString() : whole.first(dot);
}

bool ScenarioField::isUsual(const Scenario &scenario) const
{
    static const Scenario usual;
    return get(scenario) == get(usual);
}

bool ScenarioField::isWritten(const Scenario &scenario) const
{
    const std::vector<ScenarioField> &fields = scenarioFields();
    switch (written) {
    case Written::Always:
        return true;
    case Written::Unusual:
        return !isUsual(scenario);
    case Written::AtSimulator:
        return scenario.endpoint.isSimulator() || !isUsual(scenario);
    case Written::WithObject:
        break;
    }
    return std::any_of(fields.begin(), fields.end(),
                       [&](const ScenarioField &other) { return other.object() == object() && !other.isUsual(scenario); });
}

const ScenarioField &scenarioField(const char *name)
{
    const std::vector<ScenarioField> &fields = scenarioFields();
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const ScenarioField &f) {
        return std::strcmp(name, f.path) == 0 || std::strcmp(name, f.key()) == 0;
    });
    Q_ASSERT_X(found != fields.end(), "scenarioField", name);
    return *found;
}

const ScenarioField *fieldOfOption(const char *option)
{
    const std::vector<ScenarioField> &fields = scenarioFields();
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const ScenarioField &f) { return f.option.name && std::strcmp(option, f.option.name) == 0; });
    return found == fields.end() ? nullptr : &*found;
}

} // namespace interleave
