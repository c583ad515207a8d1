// Heat in layers of tissue: against an exact solution, and how fast the error falls with slices and steps.
#include <cmath>
#include <numbers>
#include <vector>

#include "catch.hpp"
#include "wryneck/solve/dense_steps.hpp"
#include "wryneck/solve/loop.hpp"
#include "wryneck/systems/tissue_layers.hpp"

using namespace wryneck;
using namespace wryneck::body;

namespace {

Tissue::Parameters<double> usual() { return defaults<Tissue::Parameters>(Tissue::parameters); }

/// Everywhere muscle, without metabolism; blood as warm as what lies on the skin.
Tissue::Parameters<double> even(double w, double T_b) {
    auto p = usual();
    p.k_skin = p.k_fat = p.k_muscle, p.C_skin = p.C_fat = p.C_muscle;
    p.w_skin = p.w_fat = p.w_muscle = w, p.q_skin = p.q_fat = p.q_muscle = 0, p.q10 = 1, p.T_b = T_b;
    return p;
}

LayersShape shape(double slice) { return {0.002, 0.002, 0.016, slice, slice}; }

/// Runs to `end`; in equal steps where `steps` is above 0.
Eigen::VectorXd after(TissueLayers& layers, Eigen::VectorXd x, double end, int steps = 0) {
    DenseSteps<TissueLayers> all(layers, std::move(x), std::vector<double>(layers.size(), 1e-9), 0);
    for (int i = 0; i < steps; ++i) {
        const double h = end / steps;
        (void)all.try_step(i * h, h);
        all.accept(i * h, h);
    }
    if (steps > 0) return all.state();
    LoopState state{.memory = {.h = 1e-3}};
    REQUIRE(run_loop(all, state, end, {}, all.control(end)).end == LoopEnd::reached_end);
    return all.state();
}

constexpr double whole = 0.02, cold = 10, half_hour = 1800;

/// Largest error of a quarter of a sine, which decays alone under a surface held at one temperature.
double error_with(double slice) {
    const auto p = even(4e-4, cold);
    TissueLayers layers(shape(slice), p);
    layers.surround(cold, 1e12);
    Eigen::VectorXd x = layers.uniform(cold);
    const auto count = static_cast<Eigen::Index>(layers.slices());
    const auto mode = [&](Eigen::Index i) {
        return std::sin(std::numbers::pi / 2 * (static_cast<double>(i) + 0.5) / static_cast<double>(count));
    };
    for (Eigen::Index i = 0; i < count; ++i) x[i] += 20 * mode(i);
    const double rate =
        p.k_muscle / p.C_muscle * std::pow(std::numbers::pi / 2 / whole, 2) + p.w_muscle * p.C_b / p.C_muscle;
    const Eigen::VectorXd found = after(layers, x, half_hour);
    double error = 0;
    for (Eigen::Index i = 0; i < count; ++i)
        error = std::max(error, std::abs(found[i] - cold - 20 * mode(i) * std::exp(-rate * half_hour)));
    return error;
}

/// Under ice, with three kinds of tissue.
double iced(double slice) {
    TissueLayers layers(shape(slice), usual());
    layers.surround(0, 500);
    return layers.temperature(after(layers, layers.uniform(35), 1200), 0.006);
}

}  // namespace

TEST_CASE("heat in even tissue follows the exact solution, with an error that falls as the square of the slices",
          "[layers]") {
    const double coarse = error_with(2e-3), fine = error_with(1e-3), finest = error_with(5e-4);
    CHECK(std::log2(coarse / fine) > 1.9);
    CHECK(std::log2(fine / finest) > 1.9);
    CHECK(finest < 2e-3);
}

TEST_CASE("the order in space holds across layers", "[layers]") {
    const double best = iced(1.25e-4);
    const double coarse = std::abs(iced(2e-3) - best), fine = std::abs(iced(1e-3) - best),
                 finest = std::abs(iced(5e-4) - best);
    CHECK(std::log2(coarse / fine) > 1.6);
    CHECK(std::log2(fine / finest) > 1.6);
    CHECK(fine < 0.05);
}

TEST_CASE("the order in time is four", "[layers]") {
    TissueLayers layers(shape(1e-3), usual());
    layers.surround(0, 500);
    const Eigen::VectorXd start = after(layers, layers.uniform(35), 60);
    layers.surround(23, 8);
    const Eigen::VectorXd best = after(layers, start, 600, 640);
    const auto inside = static_cast<Eigen::Index>(layers.slices());
    const auto error = [&](int steps) {
        return (after(layers, start, 600, steps) - best).head(inside).cwiseAbs().maxCoeff();
    };
    const double order = std::log2(error(20) / error(40));
    CHECK(order > 3.5);
    CHECK(order < 5);
    CHECK(error(40) < 1e-3);
}

TEST_CASE("the Jacobian of layers is that of their rates", "[layers]") {
    TissueLayers layers(shape(2e-3), usual());
    layers.surround(0, 500);
    Eigen::VectorXd x = layers.uniform(30), here, there;
    for (Eigen::Index i = 0; i + 1 < x.size(); ++i) x[i] += 0.3 * static_cast<double>(i);
    Eigen::MatrixXd J;
    layers.jacobian(x, J), layers.rates(x, here);
    for (Eigen::Index j = 0; j < x.size(); ++j) {
        Eigen::VectorXd moved = x;
        moved[j] += 1e-4;
        layers.rates(moved, there);
        for (Eigen::Index i = 0; i < x.size(); ++i)
            CHECK(J(i, j) == test::Approx((there[i] - here[i]) / 1e-4).epsilon(1e-3).margin(1e-6));
    }
}

TEST_CASE("no heat is made or lost", "[layers]") {
    TissueLayers layers(shape(1e-3), usual());
    layers.surround(0, 500);
    const Eigen::VectorXd start = layers.uniform(35), found = after(layers, start, 1200);
    CHECK(std::abs(layers.balance(found, start)) < 1e-9 * usual().C_muscle * whole * 35);
    CHECK(found[found.size() - 1] < -1e4);  // much has gone out
}
