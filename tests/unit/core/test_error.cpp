#include "catch.hpp"
#include "wryneck/core/error.hpp"

using namespace wryneck;

TEST_CASE("an input error holds its parts and says them in one sentence", "[core]") {
    const InputError e("timeline[2].input", "drvie", "one of the inputs", "drive");
    CHECK(e.field() == "timeline[2].input");
    CHECK(e.value() == "drvie");
    CHECK(e.expected() == "one of the inputs");
    CHECK(e.nearest() == "drive");
    CHECK(std::string(e.what()) == "timeline[2].input is drvie, expected one of the inputs; did you mean drive?");
    CHECK(std::string(InputError("duration_s", "-1", "a positive number").what()) == "duration_s is -1, expected a positive number");
}

TEST_CASE("the nearest name is near", "[core]") {
    const std::vector<std::string> names{"drive", "hold", "cuff", "TRAP_U_R"};
    CHECK(nearest_name("drvie", names) == "drive");
    CHECK(nearest_name("DRIVE", names) == "drive");
    CHECK(nearest_name("trap_u_r", names) == "TRAP_U_R");
    CHECK(nearest_name("cufff", names) == "cuff");
    CHECK(nearest_name("magnesium", names).empty());
    CHECK(nearest_name("", names).empty());
    CHECK(nearest_name("drive", {}).empty());
    CHECK(nearest_name(std::string(1000, 'd'), names).empty());
}
