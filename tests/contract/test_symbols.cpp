// The equations that a sub-model gives of itself are worth what the sub-model computes.
#include <map>
#include <set>

#include "catch.hpp"
#include "figures.hpp"
#include "rates.hpp"
#include "wryneck/core/checked.hpp"
#include "wryneck/core/equations.hpp"
#include "wryneck/math/evaluate.hpp"

using namespace wryneck;
using namespace wryneck::contract;
using Role = Symbol::Role;

namespace {

/// Values of the variables of a block, by role and name.
template <class M, class T, class F>
std::map<std::pair<Role, std::string>, T> given(const Point& at, F&& number) {
    std::map<std::pair<Role, std::string>, T> values;
    for (std::size_t i = 0; i < n_states<M>(); ++i)
        values[{Role::state, std::string(M::states[i].name)}] = number(at.x[i], M::states[i]);
    for (std::size_t i = 0; i < n_inputs<M>(); ++i)
        values[{Role::input, std::string(M::inputs[i].name)}] = number(at.in[i], M::inputs[i]);
    for (const Field& f : M::parameters) values[{Role::parameter, std::string(f.name)}] = number(f.value, f);
    return values;
}

double bare(double v, const Field&) { return v; }
Checked with_unit(double v, const Field& f) { return {v, parse_unit(f.unit)}; }

/// Derivatives, then outputs, one equation after the other: each may use only what stands before it.
template <class M, class T, class F>
std::vector<T> one_by_one(const Point& at, F&& number) {
    auto values = given<M, T>(at, number);
    std::map<std::string, T> rates, outputs;
    for (const Equation& e : equations(block_of<M>())) {
        const auto known = [&](const Symbol& s) { return values.at({s.node().role, s.node().name}); };
        const T value = Evaluator<T, decltype(known)>(known)(e.value);
        if (e.role == Role::rate)
            rates[e.name] = value;
        else
            values[{e.role, e.name}] = value;
        if (e.role == Role::output) outputs[e.name] = value;
    }
    std::vector<T> all;
    for (const Field& f : M::states) all.push_back(rates.at(std::string(f.name)));
    for (const Field& f : M::outputs) {
        const std::string name(f.name);
        all.push_back(outputs.count(name) ? outputs.at(name) : outputs.at(name + "_out"));
    }
    return all;
}

template <class M>
std::string unlike_values(std::uint64_t k, double& largest) {
    const Point at = sample<M>(k);
    const auto expected = rates<M>(at), found = one_by_one<M, double>(at, bare);
    std::string wrong;
    for (std::size_t r = 0; r < expected.size(); ++r) {
        // What remains of terms that cancel is measured by them: a unit of the rate's own scale stands for their size.
        const double gap = std::abs(found[r] - expected[r]), size = std::max(1e-3, std::abs(expected[r]));
        largest = test::larger(largest, gap / size);
        if (!(gap <= 1e-12 * size))
            wrong += rate_name<M>(r) + " = " + text(expected[r]) + ", off by " + text(gap) + "; ";
    }
    return wrong;
}

template <class M>
std::string doubled_names() {
    std::set<std::string> seen;
    std::string doubled;
    for (const auto* rows : {M::states.data(), M::inputs.data(), M::parameters.data()}) {
        const std::size_t n = rows == M::states.data()   ? n_states<M>()
                              : rows == M::inputs.data() ? n_inputs<M>()
                                                         : M::parameters.size();
        for (std::size_t i = 0; i < n; ++i)
            if (!seen.insert(std::string(rows[i].name)).second) doubled += std::string(rows[i].name) + " ";
    }
    for (const Equation& e : equations(block_of<M>()))
        if (e.role != Role::rate && !seen.insert(e.name).second) doubled += e.name + " ";
    return doubled;
}

}  // namespace

TEST_CASE("equations read as symbols have the values of the doubles", "[contract]") {
    double largest = 0;
    for_each_model([&]<class M>(M) {
        for (std::uint64_t k = 0; k < 40; ++k) {
            INFO(M::name << ", sample " << k);
            CHECK(unlike_values<M>(k, largest) == "");
        }
    });
    test::verifies("code.symbols",
                   "equations that are written out (pages, CellML) against those computed, relative (to 0.001 at least)", largest, {0, 1e-12});
}

TEST_CASE("equations read as symbols keep their units", "[contract]") {
    for_each_model([]<class M>(M) {
        INFO(M::name);
        REQUIRE_NOTHROW(one_by_one<M, Checked>(typical<M>(), with_unit));
    });
}

TEST_CASE("every quantity of a sub-model has a name of its own", "[contract]") {
    for_each_model([]<class M>(M) {
        INFO(M::name);
        CHECK(doubled_names<M>() == "");
    });
}
