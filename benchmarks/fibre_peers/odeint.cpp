// Boost's rosenbrock4 with dense output, begun anew at every edge. Compiled as C++17: the uBLAS that it needs uses
// what C++20 took out of the standard library, in Boost 1.74 at least.
#include <boost/numeric/odeint.hpp>
#include <boost/numeric/odeint/stepper/rosenbrock4_dense_output.hpp>

#include "fibre_peers/peers.hpp"

namespace odeint = boost::numeric::odeint;
using Vector = boost::numeric::ublas::vector<double>;
using Matrix = boost::numeric::ublas::matrix<double>;

peers::Outcome peers::odeint_rosenbrock(const Job& job) {
    Outcome outcome;
    outcome.known = true;
    const std::size_t n = states();
    double I_HH = 0;
    std::vector<double> columns(n * n);
    const auto f = [&](const Vector& x, Vector& dx, double) {
        ++outcome.rates;
        rates(&x[0], I_HH, &dx[0]);
    };
    const auto jacobian = [&](const Vector& x, Matrix& J, double, Vector& dfdt) {
        dense_jacobian(&x[0], I_HH, columns.data());
        for (std::size_t j = 0; j < n; ++j)
            for (std::size_t i = 0; i < n; ++i) J(i, j) = columns[j * n + i];
        for (std::size_t i = 0; i < n; ++i) dfdt[i] = 0;
    };
    const auto system = std::make_pair(f, jacobian);
    Vector x(n), between(n);
    std::copy(job.start.begin(), job.start.end(), x.begin());
    double t = 0, first[2] = {1e-3, 1e-3};
    std::size_t next = 0;
    const auto sample = [&](const Vector& state) {
        outcome.V.push_back(state[job.V]), outcome.A.push_back(state[job.A]);
        ++next;
    };
    while (next < job.samples.size() && job.samples[next] <= 0) sample(x);
    for (const Edge& edge : job.edges) {
        if (edge.until <= t) continue;
        I_HH = edge.I_HH;
        using Controller = odeint::rosenbrock4_controller<odeint::rosenbrock4<double>>;
        odeint::rosenbrock4_dense_output<Controller> stepper(Controller(job.tolerance / 100, job.tolerance));
        double& h = first[I_HH != 0];
        stepper.initialize(x, t, std::min(h, edge.until - t));
        bool fresh = true;
        while (stepper.current_time() < edge.until) {
            if (outcome.steps > 1e6) return outcome;  // open hang reports: never called without a limit
            const double left = edge.until - stepper.current_time();
            if (stepper.current_time_step() > left)
                stepper.initialize(stepper.current_state(), stepper.current_time(), left);
            stepper.do_step(system);
            ++outcome.steps;
            if (fresh) h = stepper.current_time() - t, fresh = false;
            if (edge.until - stepper.current_time() < 1e-12) break;
            for (; next < job.samples.size() && job.samples[next] <= stepper.current_time();) {
                stepper.calc_state(job.samples[next], between);
                sample(between);
            }
        }
        for (; next < job.samples.size() && job.samples[next] <= edge.until;) {
            stepper.calc_state(std::min(job.samples[next], stepper.current_time()), between);
            sample(between);
        }
        x = stepper.current_state(), t = edge.until;
    }
    outcome.complete = true;
    return outcome;
}
