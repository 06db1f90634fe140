#include "core/shipped_file.h"

#include "core/bounded_file.h"

#include <QFileInfo>

namespace interleave {

using namespace Qt::StringLiterals;

Result<NamedContent> readNamed(const ShippedKind &kind, const QString &nameOrPath)
{
    const bool isShipped = kind.names.contains(nameOrPath);
    const QString path = isShipped ? u"%1/%2.json"_s.arg(kind.folder, nameOrPath) : nameOrPath;
    if (!isShipped && !QFileInfo::exists(path))
        return Error{u"there is no %1 “%2”: the shipped ones are %3, and there is no such file"_s.arg(kind.noun, nameOrPath,
                                                                                                      kind.names.join(u", "_s))};
    const Result<QByteArray> content = readBounded(path, kind.mostBytes);
    if (!content)
        return Error{u"%1 %2."_s.arg(path, content.error())};
    return NamedContent{isShipped ? nameOrPath : QFileInfo(path).completeBaseName(), path, *content};
}

} // namespace interleave
