// expect: compiles
#include "wryneck/version.hpp"

static_assert(!wryneck::version_text.empty());
