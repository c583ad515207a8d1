// expect: declared
#include "wryneck/models/calcium.hpp"
#include "wryneck/models/knot_front.hpp"

using namespace wryneck;

// The leak behind the front is wanted before the front is known.
double wiring(const Calcium::State<double>& calcium, const KnotFront::State<double>& knot, Calcium::Input<double> milieu,
              KnotFront::Input<double> contact, Calcium::State<double>& d_calcium, KnotFront::State<double>& d_knot) {
    milieu.front = front.leak;
    const auto contracture = Calcium::rhs(calcium, milieu, defaults<Calcium::Parameters>(Calcium::parameters), d_calcium);
    contact.C = contracture.contracted;
    const auto front = KnotFront::rhs(knot, contact, defaults<KnotFront::Parameters>(KnotFront::parameters), d_knot);
    return front.leak;
}
