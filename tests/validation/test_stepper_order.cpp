// Steppers against exact solutions: measured order, stiffness, and agreement with an independent stepper of odeint.

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include <boost/numeric/odeint/integrate/integrate_adaptive.hpp>
#include <boost/numeric/odeint/integrate/integrate_const.hpp>
#include <boost/numeric/odeint/stepper/generation/generation_runge_kutta_dopri5.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>

#include "catch.hpp"
#include "figures.hpp"
#include "wryneck/core/lanes.hpp"
#include "wryneck/solve/loop.hpp"
#include "wryneck/solve/rosenbrock.hpp"
#include "wryneck/solve/runge_kutta_chebyshev.hpp"

using namespace wryneck;
using wryneck::test::Approx;
using wryneck::test::unlimited;
using wryneck::test::verifies;
namespace odeint = boost::numeric::odeint;

namespace {

using State = std::vector<double>;

// Nonlinear, coupled and driven, with an exact solution: x = 1/(1 + t), y = exp(-t) + sin 2t.
template <class X, class DX>
void driven(const X& x, DX& dx, double t) {
    dx[0] = x[0] * x[0] * -1.0;
    dx[1] = (x[1] - std::sin(2.0 * t)) * -1.0 + 2.0 * std::cos(2.0 * t) + (x[0] - 1.0 / (1.0 + t));
}

double distance(double x, double y, double t) {
    return std::hypot(x - 1.0 / (1.0 + t), y - std::exp(-t) - std::sin(2.0 * t));
}

// Slope of log(error) over log(h) between two halvings.
double order_of(const std::function<double(int)>& error) {
    return std::log2(error(80) / error(320)) / 2.0;
}

double chebyshev_error(int stages, int n) {
    const ChebyshevTable table(stages);
    State x{1.0, 1.0}, dx(2), out(2), work(rkc_workspace(2));
    const auto f = [](std::span<const double> at, std::span<double> d, double t) { driven(at, d, t); };
    const double h = 2.0 / n;
    for (int k = 0; k < n; ++k) {
        f(x, dx, k * h);
        rkc_step<double>(f, x, dx, k * h, h, stages, out, work, table);
        x.swap(out);
    }
    return distance(x[0], x[1], 2.0);
}

const auto driven_pair = std::pair(
    [](const Eigen::VectorXd& x, Eigen::VectorXd& dx, double t) { driven(x, dx, t); },
    [](const Eigen::VectorXd& x, Eigen::MatrixXd& jacobian, double t, Eigen::VectorXd& dfdt) {
        jacobian << -2.0 * x[0], 0.0, 1.0, -1.0;
        dfdt << 0.0, 2.0 * std::cos(2.0 * t) - 4.0 * std::sin(2.0 * t) + 1.0 / ((1.0 + t) * (1.0 + t));
    });

template <class Tableau>
double rosenbrock_error(int n) {
    Eigen::VectorXd x = Eigen::Vector2d(1.0, 1.0);
    DenseRosenbrock<Tableau> stepper;
    for (int k = 0; k < n; ++k) stepper.do_step(driven_pair, x, 2.0 * k / n, 2.0 / n);
    return distance(x[0], x[1], 2.0);
}

// Largest error between the steps.
double dense_error(int n) {
    Eigen::VectorXd x = Eigen::Vector2d(1.0, 1.0);
    DenseRosenbrock<Rodas4P2> stepper;
    double largest = 0;
    for (int k = 0; k < n; ++k) {
        stepper.do_step(driven_pair, x, 2.0 * k / n, 2.0 / n);
        for (double u : {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}) {
            const Eigen::VectorXd y = stepper.between(u);
            largest = std::max(largest, distance(y[0], y[1], 2.0 * (k + u) / n));
        }
    }
    return largest;
}

}  // namespace

TEST_CASE("RKC2 is of order two for every number of stages", "[order]") {
    double farthest = 2;
    for (int stages : {2, 3, 4, 5, 8, 13, 20, 40}) {
        const double order = order_of([&](int n) { return chebyshev_error(stages, n); });
        INFO("stages " << stages << " order " << order);
        CHECK(std::abs(order - 2.0) < 0.1);
        if (!(std::abs(order - 2.0) < std::abs(farthest - 2.0))) farthest = order;
    }
    verifies("order.chebyshev", "2: Runge-Kutta-Chebyshev, of 2 to 40 stages the one farthest from it", farthest, {1.9, 2.1});
}

TEST_CASE("the error estimate of RKC2 shrinks with the third power of the step", "[order]") {
    const auto estimate = [](double h) {
        RungeKuttaChebyshev<> stepper(5.0);
        State out(2), error(2);
        stepper.do_step(driven<State, State>, State{1.0, 1.0}, 0.0, out, h, error);
        return std::hypot(error[0], error[1]);
    };
    verifies("order.chebyshev_estimate", "3: its error estimate", std::log2(estimate(0.01) / estimate(0.005)), {2.9, 3.1});
}

TEST_CASE("the Rosenbrock steppers are of order three and four", "[order]") {
    verifies("order.rodas3", "3: Rosenbrock RODAS3, dense matrices", order_of(rosenbrock_error<Rodas3>), {2.85, 3.15});
    verifies("order.rodas4p2", "4: Rosenbrock RODAS4P2, dense matrices", order_of(rosenbrock_error<Rodas4P2>), {3.85, 4.15});
}

TEST_CASE("between steps RODAS4P2 is of order three at least", "[order]") {
    verifies("order.rodas4p2_between", "3: its output between steps, largest error", order_of(dense_error), {2.85, unlimited});
    CHECK(dense_error(80) < 1e-6);
}

TEST_CASE("RODAS4P2 stays accurate where the solution is slow and the system stiff", "[order]") {
    // Prothero and Robinson's problem: x = cos t, pulled to it a million times faster.
    const auto pair = std::pair([](const Eigen::VectorXd& x, Eigen::VectorXd& dx, double t) { dx[0] = -1e6 * (x[0] - std::cos(t)) - std::sin(t); },
                                [](const Eigen::VectorXd&, Eigen::MatrixXd& jacobian, double t, Eigen::VectorXd& dfdt) {
                                    jacobian(0, 0) = -1e6;
                                    dfdt[0] = -1e6 * std::sin(t) - std::cos(t);
                                });
    const auto error = [&](int n) {
        Eigen::VectorXd x = Eigen::VectorXd::Constant(1, 1.0);
        DenseRosenbrock<Rodas4P2> stepper;
        for (int k = 0; k < n; ++k) stepper.do_step(pair, x, 2.0 * k / n, 2.0 / n);
        return std::abs(x[0] - std::cos(2.0));
    };
    verifies("against.prothero_robinson", "error of RODAS4P2 after 10 steps at stiffness 1e6 against the exact solution", error(10), {0, 1e-7});
}

TEST_CASE("the Rosenbrock stepper damps infinitely stiff modes", "[order]") {
    const auto f = [](const Eigen::VectorXd& x, Eigen::VectorXd& dx, double t) { dx[0] = -1e8 * (x[0] - std::cos(t)); };
    const auto pair = std::pair(f, DifferenceJacobian(f));
    Eigen::VectorXd x = Eigen::VectorXd::Constant(1, 5.0);
    Rosenbrock stepper;
    for (int k = 0; k < 20; ++k) stepper.do_step(pair, x, 0.1 * k, 0.1);
    CHECK(x[0] == Approx(std::cos(2.0)).margin(1e-5));
}

TEST_CASE("Robertson's chemistry keeps its mass and its published end", "[order]") {
    const auto f = [](const Eigen::VectorXd& y, Eigen::VectorXd& d, double) {
        d[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
        d[2] = 3e7 * y[1] * y[1];
        d[1] = -d[0] - d[2];
    };
    const auto jacobian = [](const Eigen::VectorXd& y, Eigen::MatrixXd& j, double, Eigen::VectorXd& dfdt) {
        j.row(0) << -0.04, 1e4 * y[2], 1e4 * y[1];
        j.row(2) << 0.0, 6e7 * y[1], 0.0;
        j.row(1) = -j.row(0) - j.row(2);
        dfdt.setZero();
    };
    struct Robertson {
        std::pair<decltype(f), decltype(jacobian)> pair;
        Rosenbrock stepper{};
        Eigen::VectorXd y = Eigen::Vector3d(1.0, 0.0, 0.0), next{3}, error{3};
        Trial try_step(double t, double h) {
            stepper.do_step(pair, y, t, next, h, error);
            const double absolute = 1e-10;
            return weighted_error<double>({error.data(), 3}, {y.data(), 3}, {next.data(), 3}, {&absolute, 1}, 1e-6);
        }
        void accept(double, double) { y = next; }
        void restart(double) {}
    } system{{f, jacobian}};
    LoopState state;
    state.memory.h = 1e-6;
    REQUIRE(run_loop(system, state, 40.0, {}, StepControl{}).end == LoopEnd::reached_end);
    // [Hairer1996, section IV.10]
    verifies("against.robertson", "Robertson's chemistry at t = 40 against its published end, relative",
             test::larger(std::abs(system.y[0] / 0.7158270688 - 1), std::abs(system.y[1] / 9.185534765e-6 - 1)), {0, 1e-5});
    verifies("kept.robertson", "mass in Robertson's chemistry", std::abs(system.y.sum() - 1), {0, 1e-12});
    CHECK(state.accepted < 500);
}

TEST_CASE("RKC2 agrees with odeint's Dormand-Prince in odeint's own loops", "[order]") {
    const auto f = driven<State, State>;
    State reference{1.0, 1.0}, fixed = reference, controlled = reference;
    odeint::integrate_adaptive(odeint::make_controlled<odeint::runge_kutta_dopri5<State>>(1e-12, 1e-12), f, reference,
                               0.0, 2.0, 0.01);
    CHECK(distance(reference[0], reference[1], 2.0) < 1e-10);
    odeint::integrate_const(RungeKuttaChebyshev<>(), f, fixed, 0.0, 2.0, 0.001);
    odeint::integrate_adaptive(odeint::make_controlled<RungeKuttaChebyshev<>>(1e-7, 1e-7), f, controlled, 0.0, 2.0, 0.01);
    const auto deviation = [&](const State& x) { return test::larger(std::abs(x[0] / reference[0] - 1), std::abs(x[1] / reference[1] - 1)); };
    verifies("against.odeint_fixed",
             "Runge-Kutta-Chebyshev, 2000 steps, against odeint's Dormand-Prince at 1e-12, relative", deviation(fixed), {0, 2e-6});
    verifies("against.odeint_controlled", "the same under odeint's error control at 1e-7", deviation(controlled), {0, 2e-5});
    Eigen::VectorXd stiff = Eigen::Vector2d(1.0, 1.0);
    odeint::integrate_const(Rosenbrock(), driven_pair, stiff, 0.0, 2.0, 0.01);
    CHECK(stiff[1] == Approx(reference[1]).epsilon(1e-6));
}

TEST_CASE("lanes run inside odeint's loops as doubles do", "[order]") {
    using Packed = std::vector<Lanes<8>>;
    State scalar{1.0, 1.0};
    Packed packed(2, Lanes<8>(1.0));
    odeint::integrate_const(RungeKuttaChebyshev<>(9.0), driven<State, State>, scalar, 0.0, 2.0, 0.05);
    odeint::integrate_const(RungeKuttaChebyshev<Packed>(9.0), driven<Packed, Packed>, packed, 0.0, 2.0, 0.05);
    for (std::size_t k = 0; k < 8; ++k)
        for (std::size_t i = 0; i < 2; ++i) CHECK(packed[i][k] == Approx(scalar[i]).epsilon(1e-14));
}

TEST_CASE("controlled RKC2 holds its tolerance on a mildly stiff system", "[order]") {
    struct Stiff {
        RungeKuttaChebyshev<> stepper{1000.0, 200};
        State x{2.0}, next{0.0}, error{0.0};
        double tolerance;
        int most_stages = 0;
        Trial try_step(double t, double h) {
            const auto f = [](const State& y, State& dy, double s) { dy[0] = -1000.0 * (y[0] - std::cos(s)) - std::sin(s); };
            stepper.do_step(f, x, t, next, h, error);
            most_stages = std::max(most_stages, stepper.stages());
            return weighted_error<double>(error, x, next, {&tolerance, 1}, 0.0);
        }
        void accept(double, double) { x = next; }
        void restart(double) {}
    };
    for (double tolerance : {1e-3, 1e-4, 1e-5}) {
        Stiff system;
        system.tolerance = tolerance;
        LoopState state;
        state.memory.h = 1e-4;
        StepControl control;
        control.longest = 10.0;
        REQUIRE(run_loop(system, state, 10.0, {}, control).end == LoopEnd::reached_end);
        INFO("steps " << state.accepted << " rejected " << state.rejected << " stages " << system.most_stages);
        CHECK(std::abs(system.x[0] - std::cos(10.0)) < 10.0 * tolerance);
        CHECK(state.accepted < 2500);  // an unstabilised explicit scheme would need 10 000 half-stable steps
        CHECK(system.most_stages >= 5);
    }
}
