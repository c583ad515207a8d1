#pragma once
// Models in the words of other programs: CellML 2.0, which Myokit, OpenCOR and libCellML read.

#include <map>
#include <string>

#include "wryneck/core/fields.hpp"
#include "wryneck/run/fibre.hpp"

namespace wryneck {

class Diagram;  // core/equations.hpp
class Symbol;   // core/symbol.hpp

/// A fibre as CellML 2.0: a component for each sub-model, variables with units, initial values and parameters as
/// numbers. Of the protocol count kind, variant, bath, soak, start, parameters, pulses (evenly spaced), width and
/// amplitude; the pulses become the component `pulses`, which a reader may change. Of the repaired fibre the file has
/// rates as they are at the temperature of its bath, and the state at rest there. Throws InputError when the protocol
/// cannot be meant.
std::string fibre_cellml(const FibreProtocol& protocol);

/// Any diagram as CellML 2.0. `rows` has every state and parameter by "model.name": its value, the initial one of a
/// state, and where that comes from. `time` is the variable of the diagram that stands for time.
std::string cellml(const Diagram& diagram, const std::map<std::string, Field>& rows, const Symbol& time,
                   const std::string& name, const std::string& comment);

}  // namespace wryneck
