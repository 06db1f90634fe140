// Precompiled for the window's tests: what many of them include and what takes long to read.
#pragma once

#include "support/test_pch.h"
#include "ui/ui_pch.h"
