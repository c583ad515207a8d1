// expect: a value lies outside its own range
#include "wryneck/core/fields.hpp"

using namespace wryneck;

struct Spring {
    template <class T> struct State { T x, v; };
    using S = State<Slot>;
    static constexpr auto states = table<State>(
        field<&S::x>(0.5, "m", "place", "drawn", Grade::assumed, {-1, 1}),
        field<&S::v>(20.0, "m/s", "velocity", "drawn", Grade::assumed, {-9, 9}));
};
