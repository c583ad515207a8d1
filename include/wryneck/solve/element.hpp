#pragma once
// What the steppers need to know of a state's element: it is either a double, or a pack of doubles ("lanes") side by
// side. Only norms look inside a pack; all other arithmetic treats it as one opaque value.

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace wryneck {

template <class T>
concept Pack = requires(const T& x) {
    { T::width } -> std::convertible_to<std::size_t>;
    { x[0] } -> std::convertible_to<double>;
};

// Number of doubles in one element.
template <class T>
constexpr std::size_t lanes_of() {
    if constexpr (Pack<T>) return static_cast<std::size_t>(T::width);
    else return 1;
}

template <class T>
constexpr double lane(const T& x, std::size_t i) {
    if constexpr (Pack<T>) return x[static_cast<int>(i)];
    else return (void)i, x;
}

}  // namespace wryneck
