// expect: a table row is doubled or out of order
#include "wryneck/core/fields.hpp"

using namespace wryneck;

struct Spring {
    template <class T> struct State { T x, v; };
    using S = State<Slot>;
    static constexpr auto states = table<State>(
        field<&S::x>(0.5, "m", "place", "drawn", Grade::assumed, {-1, 1}),
        field<&S::x>(0.5, "m", "place", "drawn", Grade::assumed, {-1, 1}));
};
