#pragma once
// Numbers in the fewest digits that give the same number back, in any locale.

#include <array>
#include <charconv>
#include <string>

namespace wryneck::detail {

inline std::string shortest_text(double x) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x).ptr};
}

/// Without a power of ten.
inline std::string decimal_text(double x) {
    std::array<char, 400> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), x, std::chars_format::fixed).ptr};
}

}  // namespace wryneck::detail
