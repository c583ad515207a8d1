#include "catch.hpp"
#include "wryneck/core/layout.hpp"

using namespace wryneck;

namespace {

struct Spring {
    static constexpr const char* name = "spring";
    template <class T> struct State { T x, v; };
    template <class T> struct Parameters { T k_1, mass; };
    using S = State<Slot>;
    using P = Parameters<Slot>;
    static constexpr auto states = table<State>(
        field<&S::x>(0.5, "m", "place", "drawn", Grade::assumed, {-1, 1}),
        field<&S::v>(2.0, "m/s", "velocity", "drawn", Grade::model, {-9, 9}));
    static constexpr auto parameters = table<Parameters>(
        field<&P::k_1>(3.0, "N/m", "stiffness", "measured", Grade::human, {1, 5}),
        field<&P::mass>(4.0, "kg", "mass", "measured", Grade::mammal, {1, 5}));
};

struct Twin {
    template <class T> struct Parameters { T a, b; };
    using P = Parameters<Slot>;
    static constexpr auto parameters = table<Parameters>(
        field<&P::a>({1.0, 2.0}, "m", "one", "drawn", Grade::model, {0, 3}),
        field<&P::b>(5.0, "m", "other", "drawn", Grade::model, {0, 9}));
};

struct Empty {
    static constexpr const char* name = "empty";
    template <class T> struct State {};
    static constexpr auto states = table<State>();
};

struct Clock {
    static constexpr const char* name = "clock";
    template <class T> struct State { T phase; };
    using S = State<Slot>;
    static constexpr auto states = table<State>(field<&S::phase>(0.25, "1", "phase", "drawn", Grade::fitted, {0, 1}));
};

}  // namespace

TEST_CASE("a table names its members, in order, with all that was written", "[core]") {
    STATIC_REQUIRE(count<Spring::State> == 2);
    STATIC_REQUIRE(count<Empty::State> == 0);
    STATIC_REQUIRE(Spring::states[0].name == "x");
    STATIC_REQUIRE(Spring::states[1].name == "v");
    STATIC_REQUIRE(Spring::parameters[0].name == "k_1");
    STATIC_REQUIRE(Spring::parameters[1].name == "mass");
    STATIC_REQUIRE(Spring::states[1].slot == 1);
    const Field& f = Spring::parameters[0];
    CHECK(f.value == 3.0);
    CHECK(f.unit == "N/m");
    CHECK(f.meaning == "stiffness");
    CHECK(f.source == "measured");
    CHECK(f.grade == Grade::human);
    CHECK(f.range.low == 1);
    CHECK(f.range.high == 5);
}

TEST_CASE("a row may hold a value for each of two columns", "[core]") {
    CHECK(defaults<Twin::Parameters>(Twin::parameters).a == 1.0);
    CHECK(defaults<Twin::Parameters>(Twin::parameters, Column::second).a == 2.0);
    CHECK(defaults<Twin::Parameters>(Twin::parameters, Column::second).b == 5.0);
}

TEST_CASE("grades have names", "[core]") {
    CHECK(to_string(Grade::human) == "human");
    CHECK(to_string(Grade::mammal) == "mammal");
    CHECK(to_string(Grade::model) == "model");
    CHECK(to_string(Grade::fitted) == "fitted");
    CHECK(to_string(Grade::assumed) == "assumed");
}

TEST_CASE("defaults are the values of the table", "[core]") {
    constexpr auto p = defaults<Spring::Parameters>(Spring::parameters);
    STATIC_REQUIRE(p.k_1 == 3.0);
    STATIC_REQUIRE(p.mass == 4.0);
    const auto x = defaults<Spring::State, float>(Spring::states);
    CHECK(x.v == 2.0f);
}

TEST_CASE("records go to packed memory and back", "[core]") {
    const double packed[] = {7, 8, 9};
    const auto s = load<Spring::State>(packed + 1);
    CHECK(s.x == 8);
    CHECK(s.v == 9);
    double out[] = {0, 0, 0};
    store(s, out);
    CHECK(out[0] == 8);
    CHECK(out[1] == 9);
    CHECK(out[2] == 0);
    CHECK(members(s)[1] == 9);
}

TEST_CASE("a packing puts models behind one another", "[core]") {
    using All = Packing<Clock, Empty, Spring>;
    STATIC_REQUIRE(All::size == 3);
    STATIC_REQUIRE(All::offset<Clock>() == 0);
    STATIC_REQUIRE(All::offset<Empty>() == 1);
    STATIC_REQUIRE(All::offset<Spring>() == 1);
    CHECK(All::names() == std::vector<std::string>{"clock.phase", "spring.x", "spring.v"});
    const auto fields = All::fields();
    REQUIRE(fields.size() == 3);
    CHECK(fields[2].unit == "m/s");
    std::string order;
    All::each([&](std::string_view name, const auto& states) { order += std::string(name) + std::to_string(states.size()); });
    CHECK(order == "clock1empty0spring2");
    STATIC_REQUIRE(Packing<>::size == 0);
}
