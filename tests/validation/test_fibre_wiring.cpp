// The wiring of the repaired fibre: units, and tables of the values it revises.
#include <array>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/core/checked.hpp"
#include "wryneck/systems/repaired_balances.hpp"

using namespace wryneck;
using fibre::Kind;
using fibre::Repaired;

namespace {

constexpr std::size_t N = Repaired::States::size;

template <class M>
auto with_units(const typename M::template Parameters<double>& values) {
    return generate<M::template Parameters, Checked>([&](std::size_t i) {
        return Checked(members<M::template Parameters, double>(values)[i], parse_unit(M::parameters[i].unit));
    });
}

}  // namespace

TEST_CASE("the wiring of the repaired fibre passes like to like", "[fibre][repaired]") {
    const auto p = Repaired::prepared(Repaired::Parameters<Checked>::from(
        [&]<class M>(M) { return with_units<M>(defaults<M::template Parameters>(M::parameters)); }));
    const auto fields = Repaired::States::fields();
    std::vector<Checked> x, dx(N);
    for (const Field& f : fields) x.emplace_back(f.value, parse_unit(f.unit));
    REQUIRE_NOTHROW(Repaired::rhs(x.data(), Checked(150, parse_unit("uA/cm^2")), p, dx.data()));
    for (std::size_t i = 0; i < N; ++i) {
        INFO(fields[i].name);
        CHECK(dx[i].unit().same(parse_unit(fields[i].unit).times(parse_unit("ms"), -1)));
    }
    REQUIRE_NOTHROW(fibre::Balances::of(x.data(), p));
    const auto kept = fibre::Balances::of(x.data(), p);
    for (std::size_t i = 0; i < fibre::Balances::outputs.size(); ++i)
        CHECK(members<fibre::Balances::Output, Checked>(kept)[i].unit().same(
            parse_unit(fibre::Balances::outputs[i].unit)));
}

TEST_CASE("without warmth and at 20 degC kinetics are those of the tables", "[fibre][repaired]") {
    auto p = Repaired::of(Kind::fast);
    p.warmth.warm = 0;
    CHECK(Repaired::prepared(p).gates.a_m == p.gates.a_m);
    CHECK(Repaired::prepared(p).filament.g_o == p.filament.g_o);
    p.warmth.warm = 1, p.bath.temperature = 30;
    CHECK(Repaired::prepared(p).gates.a_m == Approx(2.5 * p.gates.a_m));
    CHECK(Repaired::prepared(p).gates.tau_0 == Approx(p.gates.tau_0 / 2.5));
    CHECK(Repaired::prepared(p).membranes.T_0 == Approx(303));
}

TEST_CASE("every balance is kept by every rate", "[fibre][repaired]") {
    // Balances are linear: what a step of any size along the rates changes must cancel.
    double worst = 0;
    for (Kind kind : {Kind::fast, Kind::slow}) {
        const auto p = Repaired::prepared(Repaired::of(kind));
        auto x = Repaired::start(kind);
        x[0] = -20, x[1] = -30;  // far from rest
        std::array<double, N> dx{}, y{};
        Repaired::rhs(x.data(), 300.0, p, dx.data());
        for (std::size_t i = 0; i < N; ++i) y[i] = x[i] + dx[i];
        const auto before = fibre::Balances::of(x.data(), p), after = fibre::Balances::of(y.data(), p);
        for (std::size_t i = 0; i < fibre::Balances::outputs.size(); ++i) {
            INFO(fibre::Balances::outputs[i].name);
            const double a = members<fibre::Balances::Output, double>(before)[i],
                         b = members<fibre::Balances::Output, double>(after)[i];
            CHECK(b == Approx(a).epsilon(1e-10));
            worst = test::larger(worst, std::abs(b / a - 1));
        }
    }
    test::verifies("kept.fibre_rates", "worst balance of the repaired fibre along its rates, far from rest", worst, {0, 1e-10});
}

TEST_CASE("revisions name rows and keep their units", "[fibre][repaired]") {
    CHECK(fibre::RepairedGates::parameters.size() == fibre::Gates::parameters.size());
    for (std::size_t i = 0; i < fibre::Gates::parameters.size(); ++i) {
        CHECK(fibre::RepairedGates::parameters[i].name == fibre::Gates::parameters[i].name);
        CHECK(fibre::RepairedGates::parameters[i].unit == fibre::Gates::parameters[i].unit);
    }
}
