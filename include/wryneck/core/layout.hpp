#pragma once
// From names to slots: how the states of several sub-models lie packed behind one another in memory, and back.

#include <array>
#include <bit>
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

/// Write a record to packed memory.
template <template <class> class Record, class T>
constexpr void store(const Record<T>& record, T* packed) {
    if constexpr (std::is_trivially_copyable_v<Record<T>>)
        if (std::is_constant_evaluated()) {
            const auto values = std::bit_cast<std::array<T, count<Record>>>(record);
            for (std::size_t i = 0; i < count<Record>; ++i) packed[i] = values[i];
            return;
        }
    for (std::size_t i = 0; i < count<Record>; ++i) packed[i] = members(record)[i];
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
