#pragma once
/// @file Scenario files written into a folder of one test.

#include "support/temp_folder.hpp"

namespace domar::scenario {

using TempJob = test::TempFolder;
using test::expect_points_at;
using test::Place;
using test::place_of;

}  // namespace domar::scenario
