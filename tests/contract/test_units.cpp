// Every equation of every sub-model, read with numbers that carry the units of the tables.
#include "catch.hpp"
#include "figures.hpp"
#include "rates.hpp"
#include "wryneck/core/checked.hpp"

using namespace wryneck;
using namespace wryneck::contract;

namespace {

template <std::size_t N>
std::vector<Checked> with_units(const std::array<Field, N>& fields) {
    std::vector<Checked> values;
    for (const Field& f : fields) values.emplace_back(f.value, parse_unit(f.unit));
    return values;
}

/// Time in the unit in which a model counts it: the second, unless it says otherwise.
template <class M>
Unit time_unit() {
    if constexpr (requires { M::time_unit; }) return parse_unit(M::time_unit);
    else return parse_unit("s");
}

template <class M>
std::string unlike_units(double& equations) {
    const auto values = with_units(M::parameters);
    const auto p = generate<M::template Parameters, Checked>([&](std::size_t i) { return values[i]; });
    std::vector<Checked> found;
    try {
        found = rates<M, Checked, Checked>(with_units(M::states), with_units(M::inputs), p);
    } catch (const UnitError& error) {
        return error.what();
    }
    std::string wrong;
    equations += static_cast<double>(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool derivative = i < n_states<M>();
        const Unit stated = parse_unit(derivative ? M::states[i].unit : M::outputs[i - n_states<M>()].unit);
        const Unit expected = derivative ? stated.times(time_unit<M>(), -1) : stated;
        if (!found[i].unit().same(expected)) wrong += rate_name<M>(i) + " ";
    }
    return wrong;
}

}  // namespace

TEST_CASE("every equation adds like to like and gives the unit of its table", "[contract]") {
    double models = 0, equations = 0, unlike = 0;
    for_each_model([&]<class M>(M) {
        INFO(M::name);
        const std::string wrong = unlike_units<M>(equations);
        CHECK(wrong == "");
        models += 1, unlike += wrong != "";
    });
    test::verifies("code.models", "sub-models that the contract tests read", models, {30, test::unlimited});
    test::verifies("code.equations", "their derivatives and outputs, computed with numbers that carry units", equations, {200, test::unlimited});
    test::verifies("code.units", "sub-models that add unlike to unlike or give another unit than their table", unlike, {0, 0});
}
