// Water and salts of a body, and a drug in it: what is kept, what rests, what is known exactly.
#include <cmath>

#include "catch.hpp"
#include "wryneck/solve/dense_steps.hpp"
#include "wryneck/solve/loop.hpp"
#include "wryneck/systems/body.hpp"

using namespace wryneck;
using namespace wryneck::body;
using test::Approx;

namespace {

Eigen::VectorXd after(Body& body, const Eigen::VectorXd& x, const BodyActs& acts, double hours) {
    body.act(acts);
    DenseSteps<Body> steps(body, x, std::vector<double>(Body::N, 1e-7), 1e-7);
    LoopState state{.memory = {.h = 1e-5}};
    REQUIRE(run_loop(steps, state, hours, {}, steps.control(hours), {.smallest_step = 1e-12}).end ==
            LoopEnd::reached_end);
    return steps.state();
}

}  // namespace

TEST_CASE("water and every ion are kept, whatever is drunk, sweated and passed", "[body]") {
    Body body({}, 45, 1);
    Eigen::VectorXd x = after(body, body.start(), {.sweat = 1.1}, 2);
    x = after(body, x, {.water = 20, .sodium = 1000, .potassium = 400}, 0.05);
    x = after(body, x, {.potassium = 60, .sweat = 0.3}, 1);
    x = after(body, x, {.water = 3}, 1);
    x = after(body, x, {}, 30);
    const auto left = body.balances(x);
    const double held[] = {45, 3000, 4100, 415, 143};
    for (std::size_t i = 0; i < left.size(); ++i) {
        INFO("balance " << i);
        CHECK(std::abs(left[i]) < 1e-9 * held[i]);
    }
    CHECK(Body::States::get<Kidney>(x.data()).U_W > 0.5);
}

TEST_CASE("a body at rest stays as it is", "[body]") {
    Body body({}, 36, 1);
    Eigen::VectorXd dx;
    body.rates(body.start(), dx);
    CHECK(dx.cwiseAbs().maxCoeff() < 1e-9);
    const auto plasma = body.plasma(body.start());
    CHECK(plasma.sodium == Approx(140));
    CHECK(plasma.potassium == Approx(4.2));
    CHECK(plasma.calcium_ion == Approx(1.248));
    CHECK(plasma.urine == Approx(0.038).margin(0.002));  // 0.9 l a day
}

TEST_CASE("water that is kept dilutes plasma as the regression says, and cells swell until both are alike", "[body]") {
    Body body({}, 50, 0);
    const Eigen::VectorXd x = after(body, after(body, body.start(), {.water = 10}, 0.1), {}, 6);
    const auto p = defaults<BodyWater::Parameters>(BodyWater::parameters);
    CHECK(body.plasma(x).sodium == Approx((140 + p.b) * 50 / 51 - p.b).epsilon(1e-6));
    const auto water = Body::States::get<BodyWater>(x.data());
    const double gained = Body::States::get<Potassium>(x.data()).K_i - 30 * 150;  // cells give some to thinner plasma
    CHECK(water.V_i * body.plasma(x).osm == Approx(30 * 290 + 2 * gained).epsilon(1e-5));
    CHECK(water.V_e + water.V_i == Approx(51).epsilon(1e-6));
}

TEST_CASE("the kidney passes water that is too much and holds it after sweating", "[body]") {
    Body body({}, 45, 1);
    const auto drunk = after(body, after(body, body.start(), {.water = 10}, 0.1), {}, 2),
               dry = after(body, body.start(), {.sweat = 1}, 2);
    CHECK(body.plasma(drunk).urine > 2 * body.plasma(body.start()).urine);
    CHECK(body.plasma(dry).urine < body.plasma(body.start()).urine);
    CHECK(body.plasma(dry).sodium > 144);
}

TEST_CASE("sweat that runs faster is saltier, within bounds", "[body]") {
    const auto p = defaults<Sweat::Parameters>(Sweat::parameters);
    Sweat::State<double> dx{};
    const auto sodium = [&](double rate) { return Sweat::rhs(Sweat::State<double>{}, {rate}, p, dx).J_Na / rate; };
    CHECK(sodium(0.5) == Approx(27.5));
    CHECK(sodium(1.21) == Approx(38.15));
    CHECK(sodium(8) == Approx(90));
}

TEST_CASE("the area under a drug's curve is dose over clearance", "[body]") {
    Body body({}, 45, 1);
    const Eigen::VectorXd x = after(body, after(body, body.start(), {.drug = 800}, 0.5), {}, 60);
    const auto drug = Body::States::get<Drug>(x.data());
    CHECK(drug.X == Approx(400).epsilon(1e-6));
    CHECK(drug.G + drug.A_1 + drug.A_2 + drug.X == Approx(400).epsilon(1e-12));
    CHECK(body.plasma(x).drug < 1e-5);
}
