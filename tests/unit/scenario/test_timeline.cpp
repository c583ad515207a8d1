#include "catch.hpp"

#include "wryneck/core/error.hpp"
#include "wryneck/scenario/timeline.hpp"

#include <cmath>

using namespace wryneck;

namespace {

Targets few() {
    Targets targets({"A_R", "B_R", "A_L", "B_L"});
    targets.add("front", {0, 2});
    return targets;
}

Scenario busy() {
    return scenario("busy")
        .lasts(hours(1))
        .set("sodium", Profile::ramp(0, 600, 140, 130))
        .set("drive", {"A"}, Profile::pulse(60, 120, 0.5))
        .set("drive", {"B_L"}, Profile::step(90, 0.25))
        .set("strain", {"A_R"}, Profile::pulse(60, 70, 10), {1, 2});
}

}  // namespace

TEST_CASE("names stand for muscles", "[scenario]") {
    const auto targets = few();
    CHECK(targets.resolve({"all"}, "x") == std::vector<int>{0, 1, 2, 3});
    CHECK(targets.resolve({"A"}, "x") == std::vector<int>{0, 2});
    CHECK(targets.resolve({"left"}, "x") == std::vector<int>{2, 3});
    CHECK(targets.resolve({"B_L", "front", "A_R"}, "x") == std::vector<int>{0, 2, 3});
    CHECK_THROWS_AS(targets.resolve({"C"}, "x"), InputError);
}

TEST_CASE("a choice of muscles is numbered anew", "[scenario]") {
    const auto fewer = few().restricted_to({1, 2});
    CHECK(fewer.muscle_count() == 2);
    CHECK(fewer.resolve({"B_R"}, "x") == std::vector<int>{0});
    CHECK(fewer.resolve({"A"}, "x") == std::vector<int>{1});
    CHECK(fewer.resolve({"B_L"}, "x").empty());
}

TEST_CASE("switching times are sorted, each once, and end with the scenario", "[scenario]") {
    CHECK(switching_times(busy()) == std::vector<double>{60, 70, 90, 120, 600, 3600});
    CHECK(switching_times(scenario("idle").lasts(5)) == std::vector<double>{5});
}

TEST_CASE("single look-ups follow the profiles", "[scenario]") {
    const Timeline t(busy(), few(), 4, 3);
    CHECK(t.body(Input::sodium, 300) == 135);
    CHECK(t.body(Input::potassium, 300) == 4.2);
    CHECK(t.muscle(Input::drive, 2, 60) == 0.5);
    CHECK(t.muscle(Input::drive, 3, 60) == 0);
    CHECK(t.muscle(Input::drive, 3, 90) == 0.25);
    CHECK(t.patch(Input::strain, 0, 2, 65) == 10);
    CHECK(t.patch(Input::strain, 0, 0, 65) == 0);
    CHECK(t.patch(Input::strain, 2, 2, 65) == 0);
    CHECK(t.next_switch(60) == 70);
    CHECK(std::isinf(t.next_switch(3600)));
}

TEST_CASE("filled arrays equal single look-ups at all times and forget what is over", "[scenario]") {
    const Timeline t(busy(), few(), 4, 3);
    auto values = t.defaults();
    for (const double time : {0.0, 59.0, 60.0, 65.0, 70.0, 100.0, 120.0, 3600.0, 30.0}) {
        t.fill(time, values);
        for (const auto& row : inputs) {
            const auto all = values.all(row.id);
            REQUIRE(all.size() == (row.scope == Scope::body ? 1u : row.scope == Scope::muscle ? 4u : 12u));
            for (std::size_t i = 0; i < all.size(); ++i) {
                const double single = row.scope == Scope::body     ? t.body(row.id, time)
                                      : row.scope == Scope::muscle ? t.muscle(row.id, i, time)
                                                                   : t.patch(row.id, i / 3, i % 3, time);
                REQUIRE(all[i] == single);
            }
        }
    }
}

TEST_CASE("an input without actions is not touched", "[scenario]") {
    const Timeline t(busy(), few(), 4, 3);
    CHECK_FALSE(t.has(Input::calcium));
    CHECK(t.has(Input::sodium));
    auto values = t.defaults();
    values.value[index_of(Input::calcium)][0] = -1;
    t.fill(10, values);
    CHECK(values[Input::calcium] == -1);
}

TEST_CASE("a scenario without actions keeps every default", "[scenario]") {
    const Timeline t(scenario("idle").lasts(60), few(), 4, 3);
    auto values = t.defaults();
    t.fill(30, values);
    for (const auto& row : inputs) CHECK(values[row.id] == row.standard);
}

TEST_CASE("defaults lie inside their ranges", "[scenario]") {
    for (const auto& row : inputs) CHECK((row.lowest <= row.standard && row.standard <= row.highest));
    for (const auto& row : hypotheses)
        CHECK((row.lowest <= row.standard && row.standard <= row.highest && row.lowest <= 0));
}
