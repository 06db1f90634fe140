// Entries of a YAML document: promptfoo's configuration or tests, or entries as JSON has them. Parsed by yaml-cpp, whose aliases may make a
// small file endless: what is made of it is bounded.
#include "setup/prompts/prompt_set.h"
#include "setup/prompts/record.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

#include <yaml-cpp/yaml.h>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype largestText = 8 * 1024 * 1024;
constexpr qsizetype mostMarks = 300'000; // yaml-cpp takes some 500 bytes for a node, however short it is written
constexpr int deepest = 64;
constexpr int mostNodes = 300'000;

/// A document as JSON, as long as it stays within the bounds.
class Conversion
{
public:
    QJsonValue convert(const YAML::Node &node, int depth)
    {
        if (++m_nodes > mostNodes || depth > deepest || m_characters > mostPromptBytes) {
            m_isTooMuch = true;
            return {};
        }
        if (node.IsScalar())
            return scalar(node);
        if (node.IsSequence()) {
            QJsonArray list;
            for (const YAML::Node &item : node) {
                list.append(convert(item, depth + 1));
                if (m_isTooMuch)
                    return {};
            }
            return list;
        }
        return node.IsMap() ? map(node, depth) : QJsonValue();
    }
    bool isTooMuch() const { return m_isTooMuch; }

private:
    QJsonValue map(const YAML::Node &node, int depth)
    {
        QJsonObject object, inherited;
        for (const auto &entry : node) {
            const QString key = entry.first.IsScalar() ? QString::fromStdString(entry.first.Scalar()) : QString();
            const QJsonValue value = convert(entry.second, depth + 1);
            if (m_isTooMuch)
                return {};
            if (key == "<<"_L1) // "merge": what another map has, unless this one says it
                inherited = value.toObject();
            else
                object[key] = value;
        }
        for (auto field = inherited.begin(); field != inherited.end(); ++field) {
            if (!object.contains(field.key()))
                object[field.key()] = *field;
        }
        return object;
    }

    /// The core schema of YAML 1.2: what is in quotes is text, and so are yes and no.
    QJsonValue scalar(const YAML::Node &node)
    {
        const QString text = QString::fromStdString(node.Scalar());
        m_characters += text.size();
        if (node.Tag() == "!" || node.Tag() == "tag:yaml.org,2002:str")
            return text;
        if (text.isEmpty() || text == "~"_L1 || text == "null"_L1 || text == "Null"_L1 || text == "NULL"_L1)
            return {};
        if (text == "true"_L1 || text == "True"_L1 || text == "TRUE"_L1)
            return true;
        if (text == "false"_L1 || text == "False"_L1 || text == "FALSE"_L1)
            return false;
        bool isNumber = false;
        const double number = text.toDouble(&isNumber);
        const bool looksSo =
            text.front().isDigit() || ((text.front() == u'-' || text.front() == u'+' || text.front() == u'.') && text.size() > 1);
        return isNumber && looksSo ? QJsonValue(number) : QJsonValue(text);
    }

    int m_nodes = 0;
    qint64 m_characters = 0;
    bool m_isTooMuch = false;
};

} // namespace

QString yamlRecords(const PromptsText &source, const RecordVisitor &visit)
{
    if (source.text.size() > largestText)
        return promptsError(source.name, u"is larger than 8 MiB, which is much for YAML; write it as JSON Lines."_s).sentence;
    const auto isMark = [](QChar c) { return QStringView(u"\n,[{-:?").contains(c); };
    if (std::count_if(source.text.begin(), source.text.end(), isMark) > mostMarks)
        return promptsError(source.name, u"has too many entries for YAML; write it as JSON Lines."_s).sentence;
    QJsonValue document;
    try { // yaml-cpp tells errors by exceptions; none leaves this function
        Conversion conversion;
        document = conversion.convert(YAML::Load(source.text.toStdString()), 0);
        if (conversion.isTooMuch())
            return promptsError(source.name, u"is too deep, or its aliases make too much of it; write it out as JSON Lines."_s).sentence;
    } catch (const YAML::Exception &exception) {
        return promptsError(source.name, u"is not valid YAML (%1); correct it."_s.arg(QString::fromStdString(exception.msg)),
                            exception.mark.line + 1)
            .sentence;
    } catch (const std::exception &exception) {
        return promptsError(source.name, u"cannot be read as YAML (%1)."_s.arg(QString::fromLocal8Bit(exception.what()))).sentence;
    }
    return recordsOfDocument(document, source, visit);
}

} // namespace interleave
