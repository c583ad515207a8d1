// Sturdiness: finite wherever a step may look, gates that stay gates, ledgers that hold, no memory taken.
#include <cstdlib>
#include <new>

#include "catch.hpp"
#include "figures.hpp"
#include "rates.hpp"
#include "wryneck/core/dual.hpp"
#include "wryneck/core/lanes.hpp"

using namespace wryneck;
using namespace wryneck::contract;

namespace {

std::size_t allocations = 0;

template <class M>
std::string not_finite(const Point& at, const std::string& where, const typename M::template Parameters<double>& p) {
    using D = Dual<n_states<M>() + n_inputs<M>()>;
    std::vector<D> x, in;
    for (double v : at.x) x.push_back(D::variable(v, x.size()));
    for (double v : at.in) in.push_back(D::variable(v, x.size() + in.size()));
    const auto found = rates<M, D, double>(x, in, p);
    std::string wrong;
    for (std::size_t r = 0; r < found.size(); ++r) {
        if (!std::isfinite(found[r].value)) wrong += rate_name<M>(r) + " at " + where + "; ";
        for (std::size_t i = 0; i < n_states<M>() + n_inputs<M>(); ++i)
            if (std::isfinite(found[r].value) && !std::isfinite(found[r].slope[i]))
                wrong += "d(" + rate_name<M>(r) + ")/d" + variable_name<M>(i) + " at " + where + "; ";
    }
    return wrong;
}

template <class M>
std::string not_finite(const Point& at, const std::string& where) {
    return not_finite<M>(at, where, default_parameters<M>());
}

/// What can be nothing: not a temperature, not the volume of a compartment.
bool may_vanish(const Field& f) { return f.unit != "pH" && f.unit != "degC" && f.unit != "rad" && f.unit != "um^3"; }

/// Each state and input in turn at what breaks equations: ends of its range, nothing, slightly less than nothing.
template <class M>
std::string not_finite_one_by_one(const Point& base) {
    std::string wrong;
    const auto probe = [&](std::vector<double> Point::*part, std::size_t i, const Field& f, double v) {
        Point at = base;
        (at.*part)[i] = v;
        wrong += not_finite<M>(at, std::string(f.name) + " = " + text(v));
    };
    for (std::size_t i = 0; i < n_states<M>(); ++i) {
        const Field& f = M::states[i];
        for (double v : {f.range.low, f.range.high}) probe(&Point::x, i, f, v);
        if (may_vanish(f))
            for (double v : {0.0, -1e-6, 1e-300}) probe(&Point::x, i, f, v);
    }
    for (std::size_t i = 0; i < n_inputs<M>(); ++i) {
        const Field& f = M::inputs[i];
        for (double v : {input_range(f).low, input_range(f).high}) probe(&Point::in, i, f, v);
        if (may_vanish(f))
            for (double v : {0.0, -1e-6, 1e-300}) probe(&Point::in, i, f, v);
    }
    return wrong;
}

template <class M>
std::string not_finite_together() {
    std::string wrong;
    for (double v : {0.0, -1e-6}) {
        Point at = typical<M>();
        for (std::size_t i = 0; i < n_states<M>(); ++i)
            if (may_vanish(M::states[i])) at.x[i] = v;
        for (std::size_t i = 0; i < n_inputs<M>(); ++i)
            if (may_vanish(M::inputs[i])) at.in[i] = v;
        wrong += not_finite<M>(at, "all " + text(v));
    }
    for (bool high : {false, true}) {
        Point at = typical<M>();
        for (std::size_t i = 0; i < n_states<M>(); ++i) at.x[i] = high ? M::states[i].range.high : M::states[i].range.low;
        wrong += not_finite<M>(at, high ? "all states high" : "all states low");
        for (std::size_t i = 0; i < n_inputs<M>(); ++i) at.in[i] = high ? input_range(M::inputs[i]).high : input_range(M::inputs[i]).low;
        wrong += not_finite<M>(at, high ? "all high" : "all low");
    }
    return wrong;
}

template <class M>
std::string not_finite_parameters() {
    std::string wrong;
    for (std::size_t k = 0; k < M::parameters.size(); ++k)
        for (double v : {M::parameters[k].range.low, M::parameters[k].range.high}) {
            const auto p = generate<M::template Parameters, double>([&](std::size_t i) { return i == k ? v : M::parameters[i].value; });
            const std::string where = std::string(M::parameters[k].name) + " = " + text(v);
            wrong += not_finite<M>(typical<M>(), where, p) + not_finite<M>(sample<M>(k), where, p);
        }
    return wrong;
}

/// A share: a state without unit whose range is 0 to 1 and a little.
bool is_gate(const Field& f) {
    return f.unit == "1" && f.range.low >= -0.05 && f.range.low <= 0 && f.range.high >= 1 && f.range.high <= 1.05;
}

template <class M>
std::string gates_that_leave(std::uint64_t k, bool edge) {
    Point at = sample<M>(k, edge);
    for (std::size_t i = 0; i < n_states<M>(); ++i)
        if (is_gate(M::states[i])) at.x[i] = std::min(1.0, std::max(0.0, at.x[i]));
    std::string wrong;
    for (std::size_t i = 0; i < n_states<M>(); ++i) {
        if (!is_gate(M::states[i])) continue;
        Point shut = at, open = at;
        shut.x[i] = 0;
        open.x[i] = 1;
        if (!(rates<M>(shut)[i] >= 0)) wrong += std::string(M::states[i].name) + " falls below 0; ";
        if (!(rates<M>(open)[i] <= 0)) wrong += std::string(M::states[i].name) + " rises above 1; ";
    }
    return wrong;
}

/// Outputs named balance_: their change along the flow of the states, against the changes that should cancel in it.
template <class M>
std::string broken_ledgers(std::uint64_t k, int& ledgers, double& largest) {
    using D = Dual<n_states<M>() + 1>;
    const Point at = sample<M>(k);
    auto parameters = default_parameters<M>();
    if constexpr (std::is_same_v<M, Energetics>) parameters.k_E = 0;  // the way back to the ledger, which is no flux
    const auto flow = rates<M, double, double>(at.x, at.in, parameters);
    std::vector<D> x, in(at.in.begin(), at.in.end());
    for (double v : at.x) x.push_back(D::variable(v, x.size()));
    const auto found = rates<M, D, double>(x, in, parameters);
    std::string wrong;
    for (std::size_t r = n_states<M>(); r < found.size(); ++r) {
        if (!rate_name<M>(r).starts_with("balance_")) continue;
        ++ledgers;
        double change = 0, size = 0;
        for (std::size_t i = 0; i < n_states<M>(); ++i) {
            change += found[r].slope[i] * flow[i];
            size += std::abs(found[r].slope[i] * flow[i]);
        }
        largest = test::larger(largest, std::abs(change) / size);
        if (!(size > 0)) wrong += rate_name<M>(r) + " does not look at the states; ";
        if (!(std::abs(change) <= 1e-11 * size)) wrong += rate_name<M>(r) + " drifts by " + text(change) + " of " + text(size) + "; ";
    }
    return wrong;
}

template <class M, class T>
std::size_t allocations_of_rhs() {
    const auto x = defaults<M::template State, T>(M::states);
    const auto in = defaults<M::template Input, T>(M::inputs);
    const auto p = default_parameters<M>();
    auto dx = x;
    const std::size_t before = allocations;
    const auto out = M::rhs(x, in, p, dx);
    const std::size_t taken = allocations - before;
    static_cast<void>(out);
    return taken;
}

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size > 0 ? size : 1);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    ++allocations;
    const auto step = static_cast<std::size_t>(alignment);
    if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

TEST_CASE("every derivative is written and every equation is finite at typical values", "[contract]") {
    for_each_model([]<class M>(M) {
        INFO(M::name);
        CHECK(not_finite<M>(typical<M>(), "typical values") == "");
    });
}

TEST_CASE("equations and slopes are finite at the ends of ranges and at nothing", "[contract]") {
    for_each_model([]<class M>(M) {
        INFO(M::name);
        CHECK(not_finite_one_by_one<M>(typical<M>()) == "");
        for (std::uint64_t k = 0; k < 5; ++k) CHECK(not_finite_one_by_one<M>(sample<M>(k)) == "");
        for (std::uint64_t k = 0; k < 40; ++k) CHECK(not_finite<M>(sample<M>(k, true), "edge " + std::to_string(k)) == "");
        CHECK(not_finite_together<M>() == "");
    });
}

TEST_CASE("equations are finite at the ends of every parameter's range", "[contract]") {
    for_each_model([]<class M>(M) {
        INFO(M::name);
        CHECK(not_finite_parameters<M>() == "");
    });
}

TEST_CASE("shares stay between 0 and 1", "[contract]") {
    std::size_t gates = 0, leave = 0;
    for_each_model([&]<class M>(M) {
        for (const Field& f : M::states) gates += is_gate(f);
        for (std::uint64_t k = 0; k < 40; ++k) {
            INFO(M::name << ", sample " << k);
            for (const bool edge : {false, true}) {
                const std::string wrong = gates_that_leave<M>(k, edge);
                CHECK(wrong == "");
                leave += wrong != "";
            }
        }
    });
    test::verifies("code.gates",
                   "states that are shares, held at 0 and at 1 at 80 random states each", static_cast<double>(gates), {23, test::unlimited});
    test::verifies("code.gates_leave", "times that one of them would fall below 0 or rise above 1", static_cast<double>(leave), {0, 0});
}

TEST_CASE("ledgers hold along every path", "[contract]") {
    int ledgers = 0;
    double largest = 0;
    for_each_model([&]<class M>(M) {
        for (std::uint64_t k = 0; k < 40; ++k) {
            INFO(M::name << ", sample " << k);
            CHECK(broken_ledgers<M>(k, ledgers, largest) == "");
        }
    });
    CHECK(ledgers == 40 * 14);  // bonds, protons, potassium, water; of a fibre potassium, sodium, release channels, ATP, magnesium
    test::verifies("kept.ledgers",
                   "worst of 14 ledgers of sub-models along their rates at 40 random states, over the sum of what should cancel",
                   largest, {0, 1e-11});
}

TEST_CASE("sodium and potassium change places in the fibre and leave only with the blood", "[contract]") {
    using M = Interstitium;
    const auto p = default_parameters<M>();
    for (std::uint64_t k = 0; k < 40; ++k) {
        const Point at = sample<M>(k);
        const auto x = generate<M::State, double>([&](std::size_t i) { return at.x[i]; });
        const auto in = generate<M::Input, double>([&](std::size_t i) { return at.in[i]; });
        auto dx = x;
        M::rhs(x, in, p, dx);
        CHECK(dx.Na_i + dx.K_i == 0.0);
        const double washed = p.k_Q * in.Q * (in.Na_p - x.Na_e);
        CHECK(dx.Na_e + dx.Na_i / p.v == test::Approx(washed).margin(1e-12));
        CHECK(dx.K_e + dx.K_i / p.v == test::Approx(dx.K_w).margin(1e-12));
    }
}

TEST_CASE("equations take no memory", "[contract]") {
    const std::size_t before = allocations;
    const std::vector<double> some(before + 1);
    REQUIRE(allocations > before);  // the count counts
    REQUIRE(some.size() > before);
    for_each_model([]<class M>(M) {
        INFO(M::name);
        const std::size_t plain = allocations_of_rhs<M, double>(), wide = allocations_of_rhs<M, Lanes<8>>();
        CHECK(plain == 0);
        CHECK(wide == 0);
    });
}
