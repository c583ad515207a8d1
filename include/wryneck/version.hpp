// The version of the headers and of the compiled library. The build reads the numbers from this file.
#pragma once

#include <string_view>

namespace wryneck {

inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;
inline constexpr std::string_view version_text = "0.1.0";

/// Version of the compiled library, to be compared with `version_text` of the headers in use.
std::string_view version() noexcept;

}  // namespace wryneck
