#include "catch.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/core/traced.hpp"

using namespace wryneck;

namespace {
const Traced a = Traced::input(2, 0), b = Traced::input(-3, 1), c = Traced::input(5, 7);
}

TEST_CASE("a traced value remembers what touched it", "[core]") {
    STATIC_REQUIRE(Scalar<Traced>);
    const Traced r = exp(a) * 2 + c;
    CHECK(r.value() == std::exp(2.0) * 2 + 5);
    CHECK(r.depends_on(0));
    CHECK_FALSE(r.depends_on(1));
    CHECK(r.depends_on(7));
    CHECK(r.inputs().count() == 2);
    CHECK(Traced(4.0).inputs().none());
}

TEST_CASE("every operation passes its inputs on", "[core]") {
    for (const Traced& r : {a + b, a - b, a * b, a / b, min(a, b), max(a, b)}) CHECK(r.inputs().count() == 2);
    for (const Traced& r : {-a, exp(a), log(a), sqrt(a), abs(a), tanh(a)}) {
        CHECK(r.depends_on(0));
        CHECK(r.inputs().count() == 1);
    }
    Traced r = a;
    r += b;
    r -= b;
    r *= c;
    r /= c;
    CHECK(r.inputs().count() == 3);
    CHECK(r.value() == 2);
}

TEST_CASE("both branches and the condition count", "[core]") {
    const Traced d = Traced::input(1, 3);
    for (const Traced& r : {where(a < b, c, d), where(a > b, c, d), where(a <= b, c, d), where(a >= b, c, d)}) CHECK(r.inputs().count() == 4);
    CHECK(where(a < b, c, d).value() == 1);
    CHECK(where(a > b, c, d).value() == 5);
}
