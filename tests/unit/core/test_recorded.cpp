// What equations leave on a tape: each operation once, literals folded, known numbers drawn together.
#include "catch.hpp"
#include "wryneck/core/recorded.hpp"

using namespace wryneck;

namespace {

struct Start {
    Tape tape;
    Recorded x, y, p, q;
    constexpr Start() {
        x = {tape, tape.input(0)}, y = {tape, tape.input(1)};
        p = {tape, tape.parameter(0)}, q = {tape, tape.parameter(1)};
    }
};

/// Operations that f adds to those of the inputs.
template <class F>
constexpr std::size_t added(const F& f) {
    Start s;
    const std::size_t before = s.tape.size();
    f(s);
    return s.tape.size() - before;
}

template <class F, class G>
constexpr bool same(const F& f, const G& g) {
    Start s;
    return f(s).on(s.tape) == g(s).on(s.tape);
}

}  // namespace

TEST_CASE("an operation is written down once", "[core]") {
    STATIC_REQUIRE(added([](Start& s) { return (s.x * s.y + s.x) * (s.y * s.x + s.x); }) == 3);
    STATIC_REQUIRE(added([](Start& s) { return exp(s.x) + exp(s.x); }) == 2);
}

TEST_CASE("literals fold and what changes nothing is left out", "[core]") {
    STATIC_REQUIRE(same([](Start& s) { return 1 * s.x + 0; }, [](Start& s) { return s.x; }));
    STATIC_REQUIRE(same([](Start& s) { return 0 * s.x; }, [](Start&) { return Recorded(0.0); }));
    STATIC_REQUIRE(same([](Start& s) { return -(s.x - s.y); }, [](Start& s) { return s.y - s.x; }));
    STATIC_REQUIRE(same([](Start& s) { return s.x + -s.y; }, [](Start& s) { return s.x - s.y; }));
    STATIC_REQUIRE(same([](Start& s) { return s.x / 4; }, [](Start& s) { return 0.25 * s.x; }));
    STATIC_REQUIRE(same([](Start& s) { return where(Recorded(1.0) < 2.0, s.x, s.y); }, [](Start& s) { return s.x; }));
}

TEST_CASE("parameters are drawn together", "[core]") {
    STATIC_REQUIRE(same([](Start& s) { return s.p * (s.q * s.x); }, [](Start& s) { return (s.p * s.q) * s.x; }));
    Start s;
    CHECK(s.tape[(s.p / s.q).on(s.tape)].fixed);
    CHECK_FALSE(s.tape[(s.p * s.x).on(s.tape)].fixed);
}
