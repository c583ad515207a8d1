#pragma once
// Diffusion along a line of equal cells with closed ends. In space the compact form of order four, in time an L-stable
// method of order two (two stages, diagonal 1 - 1/sqrt 2):
//
//   M u' = k D u,   D u = u_before - 2 u + u_after,   M = 1 + D/12
//
// One tridiagonal matrix for both stages. The sum over all cells is kept.

#include <cstddef>
#include <numbers>
#include <span>
#include <vector>

namespace wryneck {

class LineDiffusion {
public:
    explicit LineDiffusion(std::size_t cells) : eliminated_(cells), first_(cells), right_(cells) {}

    /// One step over the time in which the exchange of two cells is `exchange` = k h.
    void step(double exchange, std::span<double> u) {
        if (exchange != prepared_) prepare(exchange);
        weigh(u, first_), solve(first_);
        for (std::size_t i = 0; i < u.size(); ++i) u[i] += (1 - gamma) / gamma * (first_[i] - u[i]);
        weigh(u, right_), solve(right_);
        for (std::size_t i = 0; i < u.size(); ++i) u[i] = right_[i];
    }

private:
    static constexpr double gamma = 1 - 1 / std::numbers::sqrt2, compact = 1.0 / 12;

    /// M - gamma exchange D = 1 - off (neighbours) + off (sum of them), eliminated downwards.
    void prepare(double exchange) {
        prepared_ = exchange, off_ = compact - gamma * exchange;
        const std::size_t n = eliminated_.size();
        double above = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double neighbours = double(i > 0) + double(i + 1 < n);
            above = eliminated_[i] = 1 / (1 - neighbours * off_ - off_ * off_ * above);
        }
    }
    /// M u.
    static void weigh(std::span<const double> u, std::span<double> out) {
        for (std::size_t i = 0; i < u.size(); ++i) {
            const double before = i > 0 ? u[i - 1] : u[i], after = i + 1 < u.size() ? u[i + 1] : u[i];
            out[i] = u[i] + compact * (before - 2 * u[i] + after);
        }
    }
    void solve(std::span<double> u) const {
        for (std::size_t i = 1; i < u.size(); ++i) u[i] -= off_ * eliminated_[i - 1] * u[i - 1];
        if (!u.empty()) u.back() *= eliminated_.back();
        for (std::size_t i = u.size(); i-- > 1;) u[i - 1] = (u[i - 1] - off_ * u[i]) * eliminated_[i - 1];
    }

    double prepared_ = -1, off_ = 0;
    std::vector<double> eliminated_, first_, right_;
};

}  // namespace wryneck
