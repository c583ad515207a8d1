// expect: compiles
#include "wryneck/models/calcium.hpp"
#include "wryneck/models/knot_front.hpp"

using namespace wryneck;

// Contracture first, then the front that it feeds; the leak behind the front acts through the state of calcium.
double wiring(const Calcium::State<double>& calcium, const KnotFront::State<double>& knot, Calcium::Input<double> milieu,
              KnotFront::Input<double> contact, Calcium::State<double>& d_calcium, KnotFront::State<double>& d_knot) {
    const auto contracture = Calcium::rhs(calcium, milieu, defaults<Calcium::Parameters>(Calcium::parameters), d_calcium);
    contact.C = contracture.contracted;
    const auto front = KnotFront::rhs(knot, contact, defaults<KnotFront::Parameters>(KnotFront::parameters), d_knot);
    return front.leak;
}
