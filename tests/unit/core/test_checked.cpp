#include "catch.hpp"
#include "wryneck/core/checked.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/math/smooth.hpp"

using namespace wryneck;
using test::Approx;

namespace {
Checked with(double value, std::string_view unit) { return {value, parse_unit(unit)}; }
}  // namespace

TEST_CASE("checked numbers carry units through products and powers", "[core]") {
    STATIC_REQUIRE(Scalar<Checked>);
    const Checked force = with(3, "N"), arm = with(2, "m");
    CHECK((force * arm).unit().same(parse_unit("J")));
    CHECK((force / arm).unit().same(parse_unit("N/m")));
    CHECK((force * arm).value() == 6);
    CHECK(sqrt(arm * arm).unit().same(parse_unit("m")));
    CHECK(square(arm).unit().same(parse_unit("m^2")));
    CHECK((-force).unit().same(parse_unit("N")));
    CHECK(abs(-force).value() == 3);
}

TEST_CASE("like goes with like", "[core]") {
    Checked sum = with(1, "mM");
    sum += with(2, "mM");
    sum -= with(0.5, "mM");
    CHECK(sum.value() == 2.5);
    sum *= with(2, "1/s");
    CHECK(sum.unit().same(parse_unit("mM/s")));
    sum /= with(5, "mM/s");
    CHECK(sum.unit().pure_number());
    CHECK(sum.value() == Approx(1));
    CHECK(max(with(1, "mV"), with(2, "mV")).value() == 2);
    CHECK(min(with(1, "mV"), with(2, "mV")).value() == 1);
    CHECK(where(with(1, "mV") < with(2, "mV"), with(5, "s"), with(6, "s")).value() == 5);
    CHECK(positive(with(-1, "mV")).unit().same(parse_unit("mV")));
    CHECK(exp(with(1, "mM") / with(1, "mM")).value() == Approx(std::exp(1)));
}

TEST_CASE("unlike units throw", "[core]") {
    const Checked mM = with(1, "mM"), uM = with(1, "uM"), s = with(1, "s");
    CHECK_THROWS_AS(mM + s, UnitError);
    CHECK_THROWS_AS(mM - uM, UnitError);
    CHECK_THROWS_AS(mM + 1, UnitError);
    CHECK_THROWS_AS(mM < s, UnitError);
    CHECK_THROWS_AS(mM > 0, UnitError);
    CHECK_THROWS_AS(mM <= s, UnitError);
    CHECK_THROWS_AS(mM >= s, UnitError);
    CHECK_THROWS_AS(max(mM, Checked(0.0)), UnitError);
    CHECK_THROWS_AS(min(mM, s), UnitError);
    CHECK_THROWS_AS(where(true, mM, s), UnitError);
    CHECK_THROWS_AS(exp(mM), UnitError);
    CHECK_THROWS_AS(log(mM), UnitError);
    CHECK_THROWS_AS(tanh(mM), UnitError);
    CHECK_THROWS_AS(sqrt(s), UnitError);
    CHECK_THROWS_AS(exp(mM / uM), UnitError);
}
