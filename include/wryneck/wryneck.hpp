#pragma once
// All that a program needs to build scenarios, run them and read the results; the header-only core is one include further.

#include "wryneck/core/error.hpp"
#include "wryneck/record/checkpoint.hpp"
#include "wryneck/run/cellml.hpp"
#include "wryneck/run/fibre.hpp"
#include "wryneck/run/latex.hpp"
#include "wryneck/run/motor_units.hpp"
#include "wryneck/run/options.hpp"
#include "wryneck/run/parts.hpp"
#include "wryneck/run/run.hpp"
#include "wryneck/scenario/hypotheses.hpp"
#include "wryneck/scenario/inputs.hpp"
#include "wryneck/scenario/profile.hpp"
#include "wryneck/scenario/scenario.hpp"
#include "wryneck/systems/anatomy.hpp"
#include "wryneck/version.hpp"
