// The curves of the Hill muscle: fixed points, slopes, smoothness.
#include "wryneck/models/hill_force.hpp"

#include "catch.hpp"
#include "wryneck/core/dual.hpp"

using namespace wryneck;
using wryneck::test::Approx;

namespace {

constexpr auto p = defaults<HillForce::Parameters>(HillForce::parameters);

HillForce::Output<double> force(double a, double C, double l, double v) {
    HillForce::State<double> none;
    return HillForce::rhs(none, {a, C, l, v, 100.0}, p, none);
}

}  // namespace

TEST_CASE("full activation at optimal length gives the maximal force, contracture its share") {
    REQUIRE(force(1, 0, 1, 0).F == Approx(100));
    REQUIRE(force(0, 1, 1, 0).F == Approx(100 * p.f_C));
    REQUIRE(force(0, 0, 1, 0).F == 0);
}

TEST_CASE("shortening follows Hill's hyperbola and ends at the fastest velocity") {
    for (const double s : {0.1, 0.3, 0.6, 0.9}) {
        const double f = HillForce::force_velocity(-s * p.v_max, p);
        REQUIRE((f + p.A) * (s + p.A) == Approx((1 + p.A) * p.A));
    }
    REQUIRE(HillForce::force_velocity(-p.v_max, p) == Approx(0).margin(1e-15));
    REQUIRE(HillForce::force_velocity(-3 * p.v_max, p) == Approx(0).margin(1e-15));
}

TEST_CASE("lengthening raises force smoothly to its limit") {
    const double tiny = 1e-7;
    const double left = (1 - HillForce::force_velocity(-tiny, p)) / tiny, right = (HillForce::force_velocity(tiny, p) - 1) / tiny;
    REQUIRE(left == Approx(right).epsilon(1e-4));
    REQUIRE(right == Approx((1 + 1 / p.A) / p.v_max).epsilon(1e-4));
    REQUIRE(HillForce::force_velocity(1e6, p) == Approx(p.F_e).epsilon(1e-4));
}

TEST_CASE("the damping is the derivative of force by velocity at rest") {
    using D = Dual<1>;
    HillForce::State<D> none;
    const auto out = HillForce::rhs<D>(none, {D(0.3), D(0), D(0.9), D::variable(1e-9, 0), D(250)}, p, none);
    HillForce::State<double> nothing;
    const auto value = HillForce::rhs<double>(nothing, {0.3, 0, 0.9, 0, 250}, p, nothing);
    REQUIRE(value.damping == Approx(out.F.slope[0]).epsilon(1e-6));
}

TEST_CASE("passive force is nil up to its slack length, grows without a kink and reaches the maximum at the stated stretch") {
    REQUIRE(HillForce::passive(0.5, p) == 0);
    REQUIRE(HillForce::passive(p.l_p, p) == 0);
    REQUIRE(HillForce::passive(p.l_p + 1e-4, p) < 1e-6);
    REQUIRE(HillForce::passive(p.l_p + p.e_p, p) == Approx(1));
    double last = 0;
    for (double l = 1.1; l < 2; l += 0.05) {
        REQUIRE(HillForce::passive(l, p) > last);
        last = HillForce::passive(l, p);
    }
}
