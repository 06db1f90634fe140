// Precompiled for the whole window: only headers that nearly every file needs.
#pragma once

#include <QHash>
#include <QList>
#include <QPainter>
#include <QString>
#include <QStringBuilder>
#include <QWidget>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <vector>
