#pragma once
// One step of a Rosenbrock scheme, whatever holds the numbers and solves the linear systems; and a stepper on it for
// small dense systems, which odeint can use as its rosenbrock4: the system is a pair f(x, dxdt, t), jacobian(x, J, t,
// dfdt).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include <Eigen/Dense>
#include <boost/numeric/odeint/stepper/stepper_categories.hpp>
#include <boost/numeric/odeint/util/unwrap_reference.hpp>

#include "wryneck/solve/rosenbrock_tableau.hpp"

namespace wryneck {

namespace detail {

/// sum += sum_j weights_j k_j over the first `Count` stages, for component n.
template <std::size_t Count, class T, class Weights, class Stages>
T add_stages(T sum, const Weights& weights, const Stages& k, std::size_t n) {
    return [&]<std::size_t... J>(std::index_sequence<J...>) {
        ((sum += weights[J] * k[J][n]), ...);
        return sum;
    }
    (std::make_index_sequence<Count>());
}

template <class Tableau, std::size_t I, class F, class Solve, class Vector, class Stages>
void rosenbrock_stage(F& f, Solve& solve, const Vector& x, double h, Stages& k, Vector& stage, std::size_t size) {
    if constexpr (I > 0)
        for (std::size_t n = 0; n < size; ++n) stage[n] = add_stages<I>(x[n], Tableau::a[I], k, n);
    f(std::integral_constant<std::size_t, I>(), stage, k[I]);
    if constexpr (I > 0)
        for (std::size_t n = 0; n < size; ++n) k[I][n] += add_stages<I>(0 * x[n], Tableau::c[I], k, n) / h;
    solve(k[I]);
}

}  // namespace detail

/// All stages of a step of length h from x. f(i, y, force) gives, at y, the slope with what depends on time in stage i
/// (a compile-time number); solve(b) replaces b by the solution of (1/(gamma h) - J) y = b. Leaves the new state in
/// `out`, the stages in k, and in the last of them the error estimate.
template <class Tableau, class F, class Solve, class Vector, class Stages>
void rosenbrock_step(F&& f, Solve&& solve, const Vector& x, double h, Stages& k, Vector& out, std::size_t size) {
    for (std::size_t n = 0; n < size; ++n) out[n] = x[n];
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (detail::rosenbrock_stage<Tableau, I>(f, solve, x, h, k, out, size), ...);
    }
    (std::make_index_sequence<Tableau::stages>());
    for (std::size_t n = 0; n < size; ++n) out[n] += k[Tableau::stages - 1][n];
}

/// The state between the ends x and x_new of a step, at the share u of it.
template <class Tableau, class Vector, class Stages>
auto rosenbrock_between(const Vector& x, const Vector& x_new, const Stages& k, double u, std::size_t n) {
    constexpr std::size_t s = Tableau::stages;
    const auto bend =
        detail::add_stages<s>(0 * x[n], Tableau::d[0], k, n) + u * detail::add_stages<s>(0 * x[n], Tableau::d[1], k, n);
    return (1 - u) * x[n] + u * (x_new[n] + (1 - u) * bend);
}

template <class Tableau>
class DenseRosenbrock {
public:
    using state_type = Eigen::VectorXd;
    using matrix_type = Eigen::MatrixXd;
    using value_type = double;
    using deriv_type = state_type;
    using time_type = double;
    using order_type = unsigned short;
    using stepper_category = boost::numeric::odeint::error_stepper_tag;

    order_type order() const { return Tableau::order; }
    order_type stepper_order() const { return Tableau::order; }
    order_type error_order() const { return Tableau::error_order; }

    template <class System>
    void do_step(System system, state_type& x, double t, double dt) {
        do_step(system, x, t, x, dt, error_);
    }

    template <class System>
    void do_step(System system, const state_type& x, double t, state_type& out, double dt) {
        do_step(system, x, t, out, dt, error_);
    }

    template <class System>
    void do_step(System system, state_type& x, double t, double dt, state_type& xerr) {
        do_step(system, x, t, x, dt, xerr);
    }

    template <class System>
    void do_step(System system, const state_type& x, double t, state_type& out, double dt, state_type& xerr) {
        typename boost::numeric::odeint::unwrap_reference<System>::type& pair = system;
        const Eigen::Index n = x.size();
        resize(n);
        pair.second(x, jacobian_, t, dfdt_);
        jacobian_ *= -1.0;
        jacobian_.diagonal().array() += 1.0 / (Tableau::gamma * dt);
        solver_.compute(jacobian_);
        start_ = x;  // `out` may be x
        const auto force = [&](auto i, const state_type& y, state_type& slope) {
            pair.first(y, slope, t + Tableau::alpha[i] * dt);
            slope += Tableau::gamma_i[i] * dt * dfdt_;
        };
        const auto solve = [&](state_type& b) { b = solver_.solve(b).eval(); };
        rosenbrock_step<Tableau>(force, solve, start_, dt, k_, stage_, static_cast<std::size_t>(n));
        out = stage_;
        xerr = k_.back();
    }

    /// The state at the share u of the last step.
    state_type between(double u) const {
        state_type y(start_.size());
        for (Eigen::Index n = 0; n < y.size(); ++n)
            y[n] = rosenbrock_between<Tableau>(start_, stage_, k_, u, static_cast<std::size_t>(n));
        return y;
    }

private:
    void resize(Eigen::Index n) {
        if (start_.size() == n) return;
        jacobian_.setZero(n, n);
        for (state_type* v : {&dfdt_, &start_, &stage_, &error_}) v->setZero(n);
        for (state_type& k : k_) k.setZero(n);
    }

    Eigen::PartialPivLU<matrix_type> solver_;
    matrix_type jacobian_;
    state_type dfdt_, start_, stage_, error_;
    std::array<state_type, Tableau::stages> k_;
};

using Rosenbrock = DenseRosenbrock<Rodas3>;

// A Jacobian by forward differences for systems without one; n + 2 calls of f.
template <class F>
class DifferenceJacobian {
public:
    explicit DifferenceJacobian(F f) : f_(std::move(f)) {}

    void operator()(const Eigen::VectorXd& x, Eigen::MatrixXd& jacobian, double t, Eigen::VectorXd& dfdt) const {
        const double root = std::sqrt(std::numeric_limits<double>::epsilon());
        Eigen::VectorXd here(x.size()), there(x.size()), moved = x;
        f_(x, here, t);
        for (Eigen::Index j = 0; j < x.size(); ++j) {
            moved[j] = x[j] + root * std::max(std::abs(x[j]), 1e-3);
            f_(moved, there, t);
            jacobian.col(j) = (there - here) / (moved[j] - x[j]);
            moved[j] = x[j];
        }
        const double later = t + root * std::max(std::abs(t), 1.0);
        f_(x, there, later);
        dfdt = (there - here) / (later - t);
    }

private:
    F f_;
};

}  // namespace wryneck
