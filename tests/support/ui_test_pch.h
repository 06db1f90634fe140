// Precompiled for the window's tests: only headers that nearly every one of them needs.
#pragma once

#include "support/test_pch.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QWidget>
