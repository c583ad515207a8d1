#pragma once
// Which entries of a matrix may differ from zero, known to the compiler.

#include <array>
#include <cstddef>

namespace wryneck {

template <std::size_t N>
struct Pattern {
    static constexpr std::size_t size = N;
    std::array<std::array<bool, N>, N> rows{};

    [[nodiscard]] constexpr bool has(std::size_t row, std::size_t column) const { return rows[row][column]; }
    [[nodiscard]] constexpr std::size_t entries() const {
        std::size_t all = 0;
        for (const auto& row : rows)
            for (bool entry : row) all += entry;
        return all;
    }
};

}  // namespace wryneck
