#pragma once
// The table of a sub-model with some rows revised: another system takes the same equations with other defaults.

#include <array>
#include <cstddef>
#include <string_view>

#include "wryneck/core/fields.hpp"

namespace wryneck {

/// What takes the place of a row's value, source, grade and range. Unit and meaning stay.
struct Revision {
    std::string_view name;
    Columns value;
    std::string_view source;
    Grade grade;
    Range range;
};

template <std::size_t N, std::size_t R>
consteval std::array<Field, N> revised(std::array<Field, N> rows, const std::array<Revision, R>& revisions) {
    for (const Revision& r : revisions) {
        bool found = false;
        for (Field& row : rows) {
            if (row.name != r.name) continue;
            row.value = r.value.first, row.second = r.value.second;
            row.source = r.source, row.grade = r.grade, row.range = r.range;
            found = true;
            for (double value : {row.value, row.second})
                if (!(r.range.low <= value && value <= r.range.high)) throw "a value lies outside its own range";
        }
        if (!found) throw "a revision names no row";
    }
    return rows;
}

/// Names a sub-model whose parameters have other defaults; its equations are those of Model.
template <class Model, const auto& revisions>
struct Revised {
    static constexpr const char* name = Model::name;
    static constexpr const char* time_unit = Model::time_unit;
    template <class T>
    using Parameters = typename Model::template Parameters<T>;
    static constexpr auto parameters = revised(Model::parameters, revisions);
};

}  // namespace wryneck
