// Precompiled for the whole engine: what many of its files include and what takes long to read (measured with -ftime-trace: QFile alone
// brings std::filesystem, QJsonObject brings CBOR, and nlohmann/json is 25,000 lines). A file still includes what it uses.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringBuilder>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <coroutine>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>
