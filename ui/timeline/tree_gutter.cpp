#include "ui/timeline/tree_gutter.h"

#include "ui/timeline/role_text.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/number_text.h"

#include <QFontMetricsF>
#include <QPainter>

namespace interleave {

namespace {

constexpr Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;
constexpr Qt::Alignment right = Qt::AlignRight | Qt::AlignVCenter;
constexpr double edge = 16;

/// "search": what a tool was asked, short: the values of its arguments.
QString argumentsText(const QString &asked)
{
    QString text;
    bool isInKey = false, isInText = false;
    for (qsizetype i = 0; i < asked.size() && text.size() < 60; ++i) {
        const QChar c = asked[i];
        if (c == u'"' && (i == 0 || asked[i - 1] != u'\\')) {
            isInText = !isInText;
            if (isInText) { // a key ends before a colon
                const qsizetype end = asked.indexOf(u'"', i + 1);
                isInKey = end > 0 && end + 1 < asked.size() && asked[end + 1] == u':';
            }
            continue;
        }
        if (isInText ? !isInKey : c != u'{' && c != u'}' && c != u':' && c != u'[' && c != u']')
            text += c == u',' && !isInText ? u' ' : c;
    }
    return text.simplified();
}

QString contentsOf(const TimelineContent &content, const TreeNode &node, bool isOpen)
{
    QStringList parts;
    int calls = node.calls, tools = node.tools, branches = 0;
    for (const TreeRow &child : node.children)
        branches += child.kind == TreeRow::Kind::Node;
    if (calls > 0)
        parts.append(countText(calls, QObject::tr("call"), QObject::tr("calls")));
    if (tools > 0 && !isOpen)
        parts.append(countText(tools, QObject::tr("tool"), QObject::tr("tools")));
    if (branches > 0)
        parts.append(countText(branches, QObject::tr("branch"), QObject::tr("branches")));
    if (!isOpen && node.folds())
        parts.append(QObject::tr("folded"));
    Q_UNUSED(content)
    return parts.join(QStringLiteral(", "));
}

struct Row {
    QString name, about, time;
    bool isFailed = false;
};

Row rowOfNode(const TimelineContent &content, int index)
{
    const Trace &trace = *content.index().trace();
    const TreeNode &node = content.tree.node(index);
    Row row;
    row.name = StepTree::nameOf(node, trace);
    const JobRecord &job = trace.jobs()[static_cast<size_t>(node.job)];
    if (node.isJob()) {
        row.name = QObject::tr("Job %1").arg(node.job + 1) + (row.name.isEmpty() ? QString() : QStringLiteral("  ") + row.name);
        row.isFailed = job.finished && isFailure(job.outcome);
    }
    qint64 begin = job.planned, end = job.end;
    if (!node.isJob()) {
        const StepRecord &group = trace.steps()[static_cast<size_t>(node.step)];
        begin = group.begin;
        end = group.end;
        row.isFailed = group.finished && isFailure(group.outcome);
    }
    row.about = contentsOf(content, node, content.tree.isOpen(index));
    if (begin >= 0)
        row.time = secondsText(std::max<qint64>(0, (end < 0 ? trace.origin() + content.now : end) - begin));
    return row;
}

Row rowOfStep(const TimelineContent &content, qint32 index)
{
    const StepRecord &step = content.index().trace()->steps()[static_cast<size_t>(index)];
    Row row;
    row.name = step.label.isEmpty() ? QString(stepKindName(step.kind)) : step.label;
    row.about = argumentsText(step.asked);
    row.isFailed = step.finished && isFailure(step.outcome);
    return row;
}

} // namespace

QRectF foldMark(const TimelineFrame &frame, const LaneRow &row)
{
    if (row.kind != RowKind::Node || !frame.content->tree.node(row.index).folds())
        return {};
    return {edge - 10 + row.depth * treeIndent, static_cast<double>(frame.rowTop(row)), 22, static_cast<double>(row.height)};
}

void paintTreeGutter(QPainter &p, const TimelineFrame &frame, const LaneRow &row, const QRectF &room)
{
    const Theme &theme = *frame.theme;
    for (int level = 0; level < row.depth; ++level) // guides: what it is in
        p.fillRect(QRectF(frame.snap(edge + level * treeIndent + 1), room.top(), frame.hairline(), row.height), theme.control);
    const QRectF mark = foldMark(frame, row);
    if (!mark.isEmpty()) {
        const bool isOpen = frame.content->tree.isOpen(row.index);
        const QString icon = isOpen ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
        p.drawPixmap(QPointF(mark.left() + 5, mark.center().y() - 6), themeIconPixmap(icon, theme.text2, 12, frame.dpr));
    }
    const Row text = row.kind == RowKind::Node ? rowOfNode(*frame.content, row.index) : rowOfStep(*frame.content, row.index);
    const double x = room.left() + row.depth * treeIndent + 14;
    double end = room.right();
    if (!text.time.isEmpty())
        end -= paintText(p, QRectF(room.right() - 80, room.top(), 80, room.height()), right, TextRole::Caption, theme.text2, text.time) + 8;
    const double width = paintText(p, QRectF(x, room.top(), end - x, room.height()), left, TextRole::DenseStrong,
                                   text.isFailed ? theme.error : theme.text, text.name);
    if (!text.about.isEmpty() && end - x - width > 40)
        paintText(p, QRectF(x + width + 8, room.top(), end - x - width - 8, room.height()), left, TextRole::Caption, theme.text3,
                  text.about);
}

void paintPathGutter(QPainter &p, const TimelineFrame &frame, const QRectF &room)
{
    const PathLane &path = frame.content->path;
    if (path.isEmpty())
        return;
    const QString length = QObject::tr("%1, %2").arg(secondsText(path.path()->window.end - path.path()->window.begin),
                                                     countText(path.steps(), QObject::tr("step"), QObject::tr("steps")));
    const double width = paintText(p, room, right, TextRole::Caption, frame.theme->text2, length);
    paintText(p, room.adjusted(0, 0, -width - 8, 0), left, TextRole::DenseStrong, frame.theme->text, QObject::tr("Critical path"));
}

QString treeSummary(const TimelineContent &content)
{
    const Trace &trace = *content.index().trace();
    const auto jobs = static_cast<int>(trace.jobs().size());
    return QObject::tr("%1, %2").arg(countText(jobs, QObject::tr("job"), QObject::tr("jobs")),
                                     countText(static_cast<int>(trace.steps().size()), QObject::tr("step"), QObject::tr("steps")));
}

} // namespace interleave
