#include "wryneck/version.hpp"

namespace wryneck {

std::string_view version() noexcept { return version_text; }

}  // namespace wryneck
