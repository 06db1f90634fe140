// Precompiled for all tests: only headers that nearly every one of them needs.
#pragma once

#include "engine_pch.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <map>
#include <set>
#include <variant>
