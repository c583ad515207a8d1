#pragma once
// The equations of the sub-models for people to read, as the documentation shows them.

#include <string>
#include <vector>

namespace wryneck {

class Symbol;  // core/symbol.hpp

/// LaTeX of an expression: V_s is V_{s}, alpha_m is \alpha_{m}, a quotient is a fraction.
std::string latex(const Symbol& expression);

/// A sub-model written down from the code that computes it.
struct ModelEquations {
    struct Port {
        std::string name, unit, meaning;
    };
    std::string name, time_unit;
    std::vector<Port> inputs, outputs;
    std::vector<std::string> latex;  ///< one equation each, after those that it uses
};

/// All sub-models, in the order of models/all.hpp.
std::vector<ModelEquations> model_equations();

}  // namespace wryneck
