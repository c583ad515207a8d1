#pragma once
// RKC2 as a Boost.Odeint error stepper: works in integrate_const, integrate_adaptive and make_controlled.

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/numeric/odeint/algebra/algebra_dispatcher.hpp>
#include <boost/numeric/odeint/algebra/operations_dispatcher.hpp>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/generation/generation_controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/stepper_categories.hpp>
#include <boost/numeric/odeint/util/bind.hpp>
#include <boost/numeric/odeint/util/resizer.hpp>
#include <boost/numeric/odeint/util/state_wrapper.hpp>
#include <boost/numeric/odeint/util/unwrap_reference.hpp>

#include "wryneck/solve/chebyshev.hpp"
#include "wryneck/solve/spectral_radius.hpp"

namespace wryneck {

// State is contiguous with data(), size() and resize(): std::vector<double>, std::vector<Lanes<4>>.
// Stages follow from the step and the spectral radius: the bound given, else power iteration every few steps.
template <class State = std::vector<double>>
class RungeKuttaChebyshev {
public:
    using state_type = State;
    using value_type = typename State::value_type;
    using deriv_type = State;
    using time_type = double;
    using order_type = unsigned short;
    using algebra_type = typename boost::numeric::odeint::algebra_dispatcher<State>::algebra_type;
    using operations_type = typename boost::numeric::odeint::operations_dispatcher<State>::operations_type;
    using wrapped_state_type = boost::numeric::odeint::state_wrapper<State>;
    using wrapped_deriv_type = wrapped_state_type;
    using resizer_type = boost::numeric::odeint::initially_resizer;
    using stepper_category = boost::numeric::odeint::explicit_error_stepper_tag;

    // `spectral_radius` bounds |eigenvalues| of df/dx all along the solution; 0 asks for an estimate.
    explicit RungeKuttaChebyshev(double spectral_radius = 0.0, int max_stages = 128)
        : given_radius_(spectral_radius), table_(max_stages) {
        if (!(spectral_radius >= 0.0))
            throw std::invalid_argument("spectral radius is " + std::to_string(spectral_radius) +
                                        ", expected a number not below 0");
    }

    order_type order() const { return 2; }
    order_type stepper_order() const { return 2; }
    order_type error_order() const { return 2; }

    template <class System>
    void do_step(System system, State& x, double t, double dt) {
        prepare(x.size());
        call(system, x, first_, t);
        advance(system, x, first_, t, out_, dt);
        x.swap(out_);
    }

    template <class System>
    void do_step(System system, const State& x, double t, State& out, double dt) {
        prepare(x.size());
        call(system, x, first_, t);
        advance(system, x, first_, t, out, dt);
    }

    template <class System>
    void do_step(System system, const State& x, const State& dxdt, double t, State& out, double dt, State& xerr) {
        prepare(x.size());
        advance(system, x, dxdt, t, out_, dt);
        call(system, out_, last_, t + dt);
        xerr.resize(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) xerr[i] = rkc_error(x[i], out_[i], dxdt[i], last_[i], dt);
        out = out_;
    }

    template <class System>
    void do_step(System system, const State& x, double t, State& out, double dt, State& xerr) {
        prepare(x.size());
        call(system, x, first_, t);
        do_step(system, x, first_, t, out, dt, xerr);
    }

    template <class System>
    void do_step(System system, State& x, double t, double dt, State& xerr) {
        do_step(system, x, t, x, dt, xerr);
    }

    template <class StateLike>
    void adjust_size(const StateLike& x) { prepare(x.size()); }

    algebra_type& algebra() { return algebra_; }

    int stages() const { return stages_; }  // of the last step

private:
    static constexpr int steps_between_estimates = 25;

    template <class System>
    static void call(System& system, const State& x, State& dxdt, double t) {
        dxdt.resize(x.size());
        typename boost::numeric::odeint::unwrap_reference<System>::type& sys = system;
        sys(x, dxdt, t);
    }

    void prepare(std::size_t n) {
        if (work_.size() == rkc_workspace(n)) return;
        first_.resize(n), last_.resize(n), out_.resize(n), stage_.resize(n), slope_.resize(n);
        work_.resize(rkc_workspace(n));
        estimator_ = SpectralRadius<value_type>(n);
        age_ = 0;
    }

    // Odeint systems take whole states, the kernel hands out views: copy in and out of two states of our own.
    template <class System>
    auto on_spans(System& system) {
        return [this, &system](std::span<const value_type> x, std::span<value_type> dxdt, double t) {
            std::copy(x.begin(), x.end(), stage_.begin());
            call(system, stage_, slope_, t);
            std::copy(slope_.begin(), slope_.end(), dxdt.begin());
        };
    }

    template <class System>
    void advance(System& system, const State& x, const State& dxdt, double t, State& out, double dt) {
        auto f = on_spans(system);
        const std::span<const value_type> start(x.data(), x.size()), slope(dxdt.data(), dxdt.size());
        if (given_radius_ == 0.0 && age_++ % steps_between_estimates == 0)
            estimated_radius_ = estimator_.estimate(f, start, slope, t).radius;
        stages_ = chebyshev_stages(dt, given_radius_ == 0.0 ? estimated_radius_ : given_radius_);
        if (stages_ > table_.max_stages()) refuse(dt);
        out.resize(x.size());
        rkc_step<value_type>(f, start, slope, t, dt, stages_, {out.data(), out.size()},
                             {work_.data(), work_.size()}, table_);
    }

    void refuse(double dt) const {
        throw std::invalid_argument("Runge-Kutta-Chebyshev: a step of " + std::to_string(dt) + " needs " +
                                    std::to_string(stages_) + " stages, at most " +
                                    std::to_string(table_.max_stages()) + " are allowed; take shorter steps");
    }

    double given_radius_, estimated_radius_ = 0.0;
    ChebyshevTable table_;
    SpectralRadius<value_type> estimator_{0};
    State first_, last_, out_, stage_, slope_;
    std::vector<value_type> work_;
    algebra_type algebra_;
    int stages_ = 0;
    long age_ = 0;
};

}  // namespace wryneck

// Lets odeint::make_controlled find the controller.
template <class State>
struct boost::numeric::odeint::get_controller<wryneck::RungeKuttaChebyshev<State>> {
    using type = controlled_runge_kutta<wryneck::RungeKuttaChebyshev<State>>;
};
