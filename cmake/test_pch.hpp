#pragma once
// What every test parses; as pch.hpp, with GoogleTest.

#include "pch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
