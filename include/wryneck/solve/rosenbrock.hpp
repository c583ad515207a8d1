#pragma once
// RODAS3, an L-stable Rosenbrock scheme of order 3 with an embedded one of order 2 [Sandu1997], for small dense systems.
// The system is a pair (f, jacobian) as for odeint's rosenbrock4: f(x, dxdt, t) and jacobian(x, J, t, dfdt).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include <Eigen/Dense>
#include <boost/numeric/odeint/stepper/stepper_categories.hpp>
#include <boost/numeric/odeint/util/unwrap_reference.hpp>

namespace wryneck {

class Rosenbrock {
public:
    using state_type = Eigen::VectorXd;
    using matrix_type = Eigen::MatrixXd;
    using value_type = double;
    using deriv_type = state_type;
    using time_type = double;
    using order_type = unsigned short;
    using stepper_category = boost::numeric::odeint::error_stepper_tag;

    order_type order() const { return 3; }
    order_type stepper_order() const { return 3; }
    order_type error_order() const { return 2; }

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

    // In the form without products with J: (1/(gamma h) - J) k_i = f_i + sum_j c_ij k_j / h + gamma_i h df/dt.
    template <class System>
    void do_step(System system, const state_type& x, double t, state_type& out, double dt, state_type& xerr) {
        typename boost::numeric::odeint::unwrap_reference<System>::type& pair = system;
        auto& f = pair.first;
        const Eigen::Index n = x.size();
        resize(n);
        pair.second(x, jacobian_, t, dfdt_);
        jacobian_ *= -1.0;
        jacobian_.diagonal().array() += 1.0 / (gamma * dt);
        solver_.compute(jacobian_);

        f(x, force_, t);
        solve(0, dt * gamma * dfdt_);
        solve(1, (4.0 / dt) * k_[0] + dt * 1.5 * dfdt_);
        stage_ = x + 2.0 * k_[0];
        f(stage_, force_, t + dt);
        solve(2, (k_[0] - k_[1]) / dt);
        stage_ += k_[2];
        f(stage_, force_, t + dt);
        solve(3, (k_[0] - k_[1] - (8.0 / 3.0) * k_[2]) / dt);
        out = stage_ + k_[3];
        xerr = k_[3];
    }

private:
    static constexpr double gamma = 0.5;

    void resize(Eigen::Index n) {
        if (force_.size() == n) return;
        jacobian_.setZero(n, n);
        for (state_type* v : {&dfdt_, &force_, &stage_, &error_, &k_[0], &k_[1], &k_[2], &k_[3]}) v->setZero(n);
    }

    template <class Rest>
    void solve(std::size_t i, const Rest& rest) {
        k_[i] = solver_.solve(force_ + rest);
    }

    Eigen::PartialPivLU<matrix_type> solver_;
    matrix_type jacobian_;
    state_type dfdt_, force_, stage_, error_;
    std::array<state_type, 4> k_;
};

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
