// The right-hand side of the published fibre model at four states, against two independently written programs.
#include <cmath>

#include "catch.hpp"
#include "figures.hpp"
#include "fibre_reference.hpp"
#include "wryneck/core/checked.hpp"
#include "wryneck/systems/fibre.hpp"

using namespace wryneck;
using fibre::Kind;
using fibre::Published;

namespace {

constexpr std::size_t N = Published::States::size;

const test::Columns& reference() {
    static const test::Columns columns("rates.csv");
    return columns;
}

/// Values of a column of the reference in the order of the packed state.
std::array<double, N> packed(const std::string& column) {
    std::map<std::string, double> by_name;
    const auto values = reference().numbers(column);
    for (std::size_t i = 0; i < values.size(); ++i) by_name[reference().text("state")[i]] = values[i];
    std::array<double, N> all{};
    const auto names = Published::States::names();
    for (std::size_t i = 0; i < N; ++i) all[i] = by_name.at(names[i]);
    return all;
}

/// Rates that are off; the largest relative deviation goes to `largest`.
std::string wrong_rates(const std::string& point, double I_HH, Kind kind, double& largest) {
    const auto x = packed(point), expected = packed(point + "_rate");
    const auto names = Published::States::names();
    std::array<double, N> dx{};
    Published::rhs(x.data(), I_HH, Published::of(kind), dx.data());
    std::string wrong;
    for (std::size_t i = 0; i < N; ++i) {
        if (expected[i] != 0) largest = test::larger(largest, std::abs(dx[i] / expected[i] - 1));
        if (!(std::abs(dx[i] - expected[i]) <= 1e-9 * std::abs(expected[i])))
            wrong += names[i] + "' = " + std::to_string(dx[i]) + ", off by " +
                     std::to_string(1e12 * (dx[i] / expected[i] - 1)) + "e-12; ";
    }
    return wrong;
}

template <class M>
auto with_units(const typename M::template Parameters<double>& values) {
    return generate<M::template Parameters, Checked>([&](std::size_t i) {
        return Checked(members<M::template Parameters, double>(values)[i], parse_unit(M::parameters[i].unit));
    });
}

}  // namespace

TEST_CASE("every rate of the fibre equals the reference", "[fibre]") {
    double largest = 0;
    CHECK(wrong_rates("fast_start", 0, Kind::fast, largest) == "");
    CHECK(wrong_rates("fast_stimulated", 150, Kind::fast, largest) == "");
    CHECK(wrong_rates("fast_after_1ms", 0, Kind::fast, largest) == "");
    CHECK(wrong_rates("slow_start", 0, Kind::slow, largest) == "");
    test::verifies("against.rates", "56 rates of the published fibre at four states against two other programs, relative", largest, {0, 1e-9});
}

TEST_CASE("the tables hold the initial states of the reference", "[fibre]") {
    CHECK(fibre::initial<Published>(Kind::fast) == packed("fast_start"));
    CHECK(fibre::initial<Published>(Kind::slow) == packed("slow_start"));
}

TEST_CASE("the wiring of the fibre passes like to like", "[fibre]") {
    const auto p = Published::Parameters<Checked>::from(
        [&]<class M>(M) { return with_units<M>(defaults<M::template Parameters>(M::parameters)); });
    const auto fields = Published::States::fields();
    std::vector<Checked> x, dx(N);
    for (const Field& f : fields) x.emplace_back(f.value, parse_unit(f.unit));
    REQUIRE_NOTHROW(Published::rhs(x.data(), Checked(150, parse_unit("uA/cm^2")), p, dx.data()));
    for (std::size_t i = 0; i < N; ++i) {
        INFO(fields[i].name);
        CHECK(dx[i].unit().same(parse_unit(fields[i].unit).times(parse_unit("ms"), -1)));
    }
}
