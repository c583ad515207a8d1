#pragma once
// Models in the words of other programs: CellML 2.0, which Myokit, OpenCOR and libCellML read.

#include <map>
#include <string>

#include "wryneck/run/fibre.hpp"

namespace wryneck {

class Diagram;  // core/equations.hpp
class Symbol;   // core/symbol.hpp

/// A fibre as CellML 2.0: a component for each sub-model, variables with units, initial values and parameters as
/// numbers. Of the protocol count kind, parameters, pulses (evenly spaced), width and amplitude; they become the
/// component `pulses`, which a reader may change. Throws InputError when the protocol cannot be meant.
std::string fibre_cellml(const FibreProtocol& protocol);

/// Any diagram as CellML 2.0. `values` has the initial value of every state and the value of every parameter, by
/// "model.name"; `time` is the variable of the diagram that stands for time, if any uses it.
std::string cellml(const Diagram& diagram, const std::map<std::string, double>& values, const Symbol& time,
                   const std::string& name, const std::string& comment);

}  // namespace wryneck
