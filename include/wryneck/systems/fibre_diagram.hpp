#pragma once
// A fibre drawn instead of computed: its wiring read with symbols.

#include <functional>
#include <string_view>
#include <vector>

#include "wryneck/core/equations.hpp"
#include "wryneck/systems/fibre.hpp"

namespace wryneck::fibre {

/// The sub-models of a variant and what goes between them, driven by the current `I_HH`. What a variant computes once
/// before a run it may give here by `drawn(parameters)`.
template <Fibre F>
Diagram diagram(const Symbol& I_HH) {
    using Role = Symbol::Role;
    auto p = F::template Parameters<Symbol>::from([]<class M>(M) {
        return detail::record<M::template Parameters>(detail::variables(M::name, M::parameters, Role::parameter));
    });
    if constexpr (requires { F::drawn(p); }) p = F::drawn(p);
    std::vector<Symbol> x;
    F::States::each([&](std::string_view model, const auto& states) {
        for (const Symbol& s : detail::variables(model, states, Role::state)) x.push_back(s);
    });
    std::vector<Symbol> dx(x.size());
    F::rhs(x.data(), I_HH, p, dx.data());
    return Diagram(dx);
}

}  // namespace wryneck::fibre
