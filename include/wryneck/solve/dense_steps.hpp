#pragma once
// What run_loop steps where a system is small and stiff: RODAS4P2 with the system's own Jacobian, on dense matrices,
// and rows at chosen times from the dense output. Linear sums that the system keeps are kept to rounding, also in the
// rows.
//
// A `System` has rates(x, dx) and jacobian(x, J), for Eigen vectors and matrices; what is done to it changes only
// between runs of the loop.

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Dense>

#include "wryneck/solve/controller.hpp"
#include "wryneck/solve/rosenbrock.hpp"

namespace wryneck {

template <class System>
class DenseSteps {
public:
    /// `allowed`: error of each state per step, above 0, to which `relative` of its size is added.
    DenseSteps(System& system, Eigen::VectorXd start, std::vector<double> allowed, double relative)
        : system_(system), x_(std::move(start)), allowed_(std::move(allowed)), relative_(relative) {}

    /// For run_loop: the order of the error estimate.
    static StepControl control(double longest) {
        return {.error_order = Rodas4P2::error_order + 1, .longest = longest};
    }

    /// Keep the states at these times, in ascending order.
    void keep(std::vector<double> times) { times_ = std::move(times), next_ = 0; }
    /// Called with each row, its number first.
    template <class F>
    void rows(F&& f) const {
        for (std::size_t i = 0; i < rows_.size(); ++i) f(i, rows_[i]);
    }
    [[nodiscard]] const Eigen::VectorXd& state() const { return x_; }

    Trial try_step(double t, double h) {
        const auto f = [this](const Eigen::VectorXd& x, Eigen::VectorXd& dx, double) { system_.rates(x, dx); };
        const auto slopes = [this](const Eigen::VectorXd& x, Eigen::MatrixXd& J, double, Eigen::VectorXd& dfdt) {
            system_.jacobian(x, J), dfdt.setZero(x.size());
        };
        stepper_.do_step(std::pair{f, slopes}, x_, t, tried_, h, error_);
        const auto view = [](const Eigen::VectorXd& v) {
            return std::span<const double>(v.data(), static_cast<std::size_t>(v.size()));
        };
        return weighted_error<double>(view(error_), view(x_), view(tried_), allowed_, relative_);
    }
    void accept(double t, double h) {
        for (; next_ < times_.size() && times_[next_] <= t + h; ++next_)
            rows_.push_back(times_[next_] <= t       ? x_
                            : times_[next_] == t + h ? tried_
                                                     : stepper_.between((times_[next_] - t) / h));
        x_ = tried_;
    }
    void restart(double) {}

private:
    System& system_;
    DenseRosenbrock<Rodas4P2> stepper_;
    Eigen::VectorXd x_, tried_, error_;
    std::vector<double> allowed_, times_;
    std::vector<Eigen::VectorXd> rows_;
    double relative_;
    std::size_t next_ = 0;
};

}  // namespace wryneck
