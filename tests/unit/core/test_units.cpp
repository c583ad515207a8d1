#include "catch.hpp"
#include "wryneck/core/units.hpp"

using namespace wryneck;
using test::Approx;

TEST_CASE("units are products of symbols with whole powers", "[core]") {
    STATIC_REQUIRE(parse_unit("1").pure_number());
    STATIC_REQUIRE(parse_unit("mM/s").same(parse_unit("mM*Hz")));
    STATIC_REQUIRE(parse_unit("1/s/mM").same(parse_unit("s^-1 mM^-1")));
    STATIC_REQUIRE(parse_unit("mm2/s").same(parse_unit("mm^2/s")));
    STATIC_REQUIRE(parse_unit("N m").same(parse_unit("J")));
    STATIC_REQUIRE(parse_unit("W*s").same(parse_unit("J")));
    STATIC_REQUIRE(parse_unit("V*C").same(parse_unit("J")));
    STATIC_REQUIRE(parse_unit("cm^3").same(parse_unit("ml")));
    STATIC_REQUIRE(parse_unit("mmol/l").same(parse_unit("mM")));
    STATIC_REQUIRE(parse_unit("rad").pure_number());
}

TEST_CASE("factors lead to SI units", "[core]") {
    CHECK(parse_unit("mmHg").factor == Approx(133.322387415));
    CHECK(parse_unit("ml/100g/min/mmHg").factor == Approx(1e-6 / 0.1 / 60 / 133.322387415));
    CHECK(parse_unit("s/min").factor == Approx(1.0 / 60));
    CHECK(parse_unit("uM^-2").factor == Approx(1e6));
    CHECK(parse_unit("h/min").factor == Approx(60));
    CHECK(parse_unit("mM").dimension == std::array<int, 6>{-3, 0, 0, 0, 0, 1});
    CHECK(parse_unit("kJ/mol").dimension == std::array<int, 6>{2, 1, -2, 0, 0, -1});
}

TEST_CASE("the same dimension at another size is another unit", "[core]") {
    CHECK_FALSE(parse_unit("mM").same(parse_unit("uM")));
    CHECK_FALSE(parse_unit("s/min").pure_number());
    CHECK_FALSE(parse_unit("%").pure_number());
    CHECK_FALSE(parse_unit("Hz").same(parse_unit("1")));
}

TEST_CASE("unknown symbols, empty factors and broken powers are refused", "[core]") {
    const auto text = GENERATE(as<std::string>{}, "furlong", "", "mM//s", "/s", "mM/", "MM", "m^", "m^-", "m^x", "m^2x", "m^10", "m^^2", "^2");
    INFO(text);
    CHECK_THROWS(parse_unit(text));
}
