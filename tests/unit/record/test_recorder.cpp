#include <cmath>
#include <vector>

#include "catch.hpp"
#include "wryneck/record/recorder.hpp"
#include "wryneck/record/series.hpp"

using namespace wryneck;
using wryneck::test::Approx;

TEST_CASE("output times end where the run ends and do not drift", "[recorder]") {
    CHECK(output_times(0.0, 1.0, 0.25) == std::vector<double>{0.0, 0.25, 0.5, 0.75, 1.0});
    CHECK(output_times(0.0, 1.0, 0.3).back() == 1.0);
    CHECK(output_times(0.0, 0.3, 0.1).size() == 4);
    CHECK(output_times(0.0, 0.9, 0.3).size() == 4);
    CHECK(output_times(0.0, 0.9, 0.3).back() == 0.9);
    CHECK(output_times(0.0, 0.0, 1.0) == std::vector<double>{0.0});
    CHECK(output_times(0.0, 28800.0, 0.1)[100000] == 100000 * 0.1);
    CHECK_THROWS_AS(output_times(0.0, 1.0, 0.0), std::invalid_argument);
    CHECK_THROWS_AS(output_times(0.0, std::nan(""), 1.0), std::invalid_argument);
}

TEST_CASE("cubic interpolation is exact for cubics, straight for lines", "[recorder]") {
    const auto x = [](double t) { return 1.0 - 2.0 * t + 0.5 * t * t + 0.25 * t * t * t; };
    const auto slope = [](double t) { return -2.0 + t + 0.75 * t * t; };
    Recorder recorder(output_times(0.0, 2.0, 0.1));
    Series series("x", "1", "a cubic", {"item"}, {2});
    std::vector<double> times;
    const auto sink = [&](double t, std::span<const double> row) { times.push_back(t), series.append_row(row); };
    const auto row = [&](double t) { return std::vector<double>{x(t), 3.0 * t}; };
    const auto slopes = [&](double t) { return std::vector<double>{slope(t), 3.0}; };
    recorder.emit(0.0, row(0.0), sink);
    double t0 = 0.0;
    for (double t1 : {0.05, 0.77, 0.78, 2.0}) {
        recorder.emit(t0, row(t0), slopes(t0), t1, row(t1), slopes(t1), sink);
        t0 = t1;
    }
    REQUIRE(times == output_times(0.0, 2.0, 0.1));
    REQUIRE(series.rows() == times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
        CHECK(series.row(i)[0] == Approx(x(times[i])).margin(1e-13));
        CHECK(series.row(i)[1] == Approx(3.0 * times[i]).margin(1e-13));
    }
}

TEST_CASE("a recorder resumes from its position", "[recorder]") {
    const auto run = [](Recorder& recorder, double from, double to, std::vector<double>& out) {
        for (double t = from; t < to; t += 0.25) {
            const double a[] = {t * t}, b[] = {(t + 0.25) * (t + 0.25)};
            recorder.emit(t, std::span<const double>(a), t + 0.25, std::span<const double>(b),
                          [&](double, std::span<const double> row) { out.push_back(row[0]); });
        }
    };
    std::vector<double> whole, halves;
    Recorder one(output_times(0.0, 4.0, 0.1)), first = one;
    run(one, 0.0, 4.0, whole);
    run(first, 0.0, 2.0, halves);
    Recorder second(output_times(0.0, 4.0, 0.1), first.position());
    run(second, 2.0, 4.0, halves);
    CHECK(whole == halves);
}

TEST_CASE("a series refuses rows of the wrong size", "[recorder]") {
    Series series("force", "N", "force of a muscle", {"muscle", "patch"}, {3, 2});
    CHECK(series.row_size() == 6);
    const std::vector<double> five(5);
    CHECK_THROWS_WITH(series.append_row(five), "a row of series force has 5 values, expected 6");
    CHECK(series.rows() == 0);
    CHECK_THROWS_AS(Series("x", "1", "", {"a"}, {}), std::invalid_argument);
    CHECK_THROWS_AS(Recorder({1.0, 1.0}), std::invalid_argument);
}
