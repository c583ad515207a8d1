#pragma once
// One recorded quantity over time: a table with time first, then the dimensions named.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace wryneck {

struct Series {
    std::string name, unit, meaning;
    std::vector<std::string> dims;   // "time" first
    std::vector<std::size_t> shape;  // shape[0] is the number of rows so far
    std::vector<double> values;      // row major
    std::vector<double> lowest, highest;  // of every step, also between the rows; empty where not followed

    Series() = default;
    // `inner` names the dimensions after time, `sizes` their lengths.
    Series(std::string name_, std::string unit_, std::string meaning_, std::vector<std::string> inner = {},
           std::vector<std::size_t> sizes = {})
        : name(std::move(name_)), unit(std::move(unit_)), meaning(std::move(meaning_)), dims{"time"}, shape{0} {
        if (inner.size() != sizes.size())
            throw std::invalid_argument("series " + name + " has " + std::to_string(inner.size()) +
                                        " dimensions after time but " + std::to_string(sizes.size()) + " lengths");
        dims.insert(dims.end(), inner.begin(), inner.end());
        shape.insert(shape.end(), sizes.begin(), sizes.end());
    }

    std::size_t rows() const { return shape.empty() ? 0 : shape[0]; }
    std::size_t row_size() const {
        return shape.empty() ? 0 : std::accumulate(shape.begin() + 1, shape.end(), std::size_t{1}, std::multiplies<>());
    }

    std::span<const double> row(std::size_t i) const { return {values.data() + i * row_size(), row_size()}; }

    void append_row(std::span<const double> row_values) {
        if (row_values.size() != row_size())
            throw std::invalid_argument("a row of series " + name + " has " + std::to_string(row_values.size()) +
                                        " values, expected " + std::to_string(row_size()));
        values.insert(values.end(), row_values.begin(), row_values.end());
        ++shape[0];
    }

    // The extremes take in one more row, which need not be kept.
    void widen(std::span<const double> row_values) {
        if (lowest.empty()) lowest.assign(row_values.begin(), row_values.end()), highest = lowest;
        for (std::size_t i = 0; i < row_values.size(); ++i) {
            lowest[i] = std::min(lowest[i], row_values[i]);
            highest[i] = std::max(highest[i], row_values[i]);
        }
    }
};

}  // namespace wryneck
