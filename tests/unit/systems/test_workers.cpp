// Fixed parts: every item once, whatever the number of threads.

#include <vector>

#include "catch.hpp"
#include "wryneck/systems/workers.hpp"

using namespace wryneck;

TEST_CASE("workers cover every item exactly once, round after round", "[systems]") {
    for (const int threads : {1, 2, 3, 7})
        for (const std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{100}}) {
            Workers workers(threads);
            std::vector<int> touched(n, 0);
            for (int round = 0; round < 50; ++round)
                workers.run(n, [&](std::size_t, std::size_t begin, std::size_t end) {
                    for (std::size_t i = begin; i < end; ++i) ++touched[i];
                });
            CHECK(touched == std::vector<int>(n, 50));
        }
}

TEST_CASE("each worker keeps its own part", "[systems]") {
    Workers workers(3);
    std::vector<std::size_t> owner(10);
    workers.run(10, [&](std::size_t k, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) owner[i] = k;
    });
    CHECK(owner == std::vector<std::size_t>{0, 0, 0, 1, 1, 1, 2, 2, 2, 2});
}

TEST_CASE("workers that never worked end, and impossible numbers are refused", "[systems]") {
    { const Workers idle(4); }
    CHECK_THROWS_AS(Workers(0), InputError);
    CHECK_THROWS_AS(Workers(-2), InputError);
    CHECK_THROWS_AS(Workers(100000), InputError);
}
