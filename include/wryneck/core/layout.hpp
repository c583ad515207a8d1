#pragma once
// From names to slots: how the states of several sub-models lie packed behind one another in memory, and back.

#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include "wryneck/core/fields.hpp"

namespace wryneck {

/// The members of a record as a plain sequence. Holds because all members are of the scalar and nothing else is inside.
template <template <class> class Record, class T>
const T* members(const Record<T>& record) {
    static_assert(std::is_standard_layout_v<Record<T>>);
    static_assert(count<Record> == 0 || sizeof(Record<T>) == count<Record> * sizeof(T));
    return reinterpret_cast<const T*>(&record);
}

/// Read a record from packed memory.
template <template <class> class Record, class T>
constexpr Record<T> load(const T* packed) {
    return generate<Record, T>([&](std::size_t i) { return packed[i]; });
}

/// The same while the compiler computes, where memory cannot be read as another type. Not by name: only the order counts.
template <template <class> class Record, class T>
constexpr void store_by_order(const Record<T>& record, T* packed) {
    constexpr std::size_t size = count<Record>;
    const auto put = [packed](const auto&... all) { T* next = packed; ((*next++ = all), ...); };
    // clang-format off
    static_assert(size >= 1 && size <= 20, "a sub-model has up to 20 states; for more, add lines here");
    if constexpr (size == 1) { const auto& [a] = record; put(a); }
    else if constexpr (size == 2) { const auto& [a, b] = record; put(a, b); }
    else if constexpr (size == 3) { const auto& [a, b, c] = record; put(a, b, c); }
    else if constexpr (size == 4) { const auto& [a, b, c, d] = record; put(a, b, c, d); }
    else if constexpr (size == 5) { const auto& [a, b, c, d, e] = record; put(a, b, c, d, e); }
    else if constexpr (size == 6) { const auto& [a, b, c, d, e, f] = record; put(a, b, c, d, e, f); }
    else if constexpr (size == 7) { const auto& [a, b, c, d, e, f, g] = record; put(a, b, c, d, e, f, g); }
    else if constexpr (size == 8) { const auto& [a, b, c, d, e, f, g, h] = record; put(a, b, c, d, e, f, g, h); }
    else if constexpr (size == 9) { const auto& [a, b, c, d, e, f, g, h, i] = record; put(a, b, c, d, e, f, g, h, i); }
    else if constexpr (size == 10) { const auto& [a, b, c, d, e, f, g, h, i, j] = record; put(a, b, c, d, e, f, g, h, i, j); }
    else if constexpr (size == 11) { const auto& [a, b, c, d, e, f, g, h, i, j, k] = record; put(a, b, c, d, e, f, g, h, i, j, k); }
    else if constexpr (size == 12) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l] = record; put(a, b, c, d, e, f, g, h, i, j, k, l); }
    else if constexpr (size == 13) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m); }
    else if constexpr (size == 14) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m, n); }
    else if constexpr (size == 15) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o); }
    else if constexpr (size == 16) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p); }
    else if constexpr (size == 17) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q); }
    else if constexpr (size == 18) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r); }
    else if constexpr (size == 19) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s); }
    else if constexpr (size == 20) { const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = record; put(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t); }
    // clang-format on
}

/// Write a record to packed memory.
template <template <class> class Record, class T>
constexpr void store(const Record<T>& record, T* packed) {
    if (std::is_constant_evaluated()) {
        if constexpr (count<Record> > 0) store_by_order<Record, T>(record, packed);
    } else {
        for (std::size_t i = 0; i < count<Record>; ++i) packed[i] = members(record)[i];
    }
}

/// How the wiring of a system calls a sub-model: numbers go to its rhs; a scalar that draws the diagram may do more.
template <class M, template <class> class State, class T, template <class> class Parameters, class Q>
constexpr typename M::template Output<T> call(const State<T>& x, const typename M::template Input<T>& in,
                                              const Parameters<Q>& p, State<T>& dx) {
    if constexpr (requires { T::template call<M>(x, in, p, dx); }) return T::template call<M>(x, in, p, dx);
    else return M::rhs(x, in, p, dx);
}

/// Packed states of several sub-models: the order of the list is the order in memory.
template <class... Models>
struct Packing {
    static constexpr std::size_t size = (count<Models::template State> + ... + 0);

    template <class Model>
    static constexpr std::size_t offset() {
        std::size_t before = 0;
        bool found = false;
        ((std::is_same_v<Model, Models> ? (found = true) : (before += found ? 0 : count<Models::template State>)), ...);
        return before;
    }

    /// The states of one sub-model out of packed memory, and its derivatives back into it.
    template <class Model, class T>
    static constexpr auto get(const T* packed) {
        return wryneck::load<Model::template State, T>(packed + offset<Model>());
    }
    template <class Model, class T>
    static constexpr void put(const typename Model::template State<T>& record, T* packed) {
        wryneck::store<Model::template State, T>(record, packed + offset<Model>());
    }

    /// Call f(model_name, fields) for every sub-model in order.
    template <class F>
    static void each(F&& f) {
        (f(Models::name, Models::states), ...);
    }

    /// "model.state" for every slot.
    static std::vector<std::string> names() {
        std::vector<std::string> all;
        each([&](std::string_view model, const auto& states) {
            for (const auto& s : states) all.push_back(std::string(model) + "." + std::string(s.name));
        });
        return all;
    }

    /// The table row of every slot.
    static std::vector<Field> fields() {
        std::vector<Field> all;
        all.reserve(size);
        each([&](std::string_view, const auto& states) {
            for (const Field& row : states) all.push_back(row);
        });
        return all;
    }
};

}  // namespace wryneck
