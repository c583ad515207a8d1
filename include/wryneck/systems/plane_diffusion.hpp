#pragma once
// Diffusion of one quantity on a rectangular grid with closed borders: u' = D lap u by RKC2. The operator is linear and
// cheap, so its two uses per stage are computed on the fly: three planes of numbers are all the memory.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "wryneck/core/error.hpp"
#include "wryneck/solve/chebyshev_table.hpp"
#include "wryneck/systems/workers.hpp"

namespace wryneck {

/// nx patches along the fibres (lanes lie along x) by ny across, `spacing` in mm.
struct Grid {
    std::size_t nx = 0, ny = 0;
    double spacing = 0.25;

    void check() const {
        constexpr std::size_t most = 100'000;
        if (nx < 1 || nx > most) throw InputError("grid.nx", std::to_string(nx), "a number from 1 to 100000");
        if (ny < 1 || ny > most) throw InputError("grid.ny", std::to_string(ny), "a number from 1 to 100000");
        if (!(spacing > 1e-6 && spacing < 1e6))
            throw InputError("grid.spacing", std::to_string(spacing), "a length in mm above 0");
    }
};

class PlaneDiffusion {
public:
    /// Rows lie `stride` numbers apart (at least nx).
    PlaneDiffusion(const Grid& grid, std::size_t stride) : grid_(grid), stride_(stride), table_(max_stages) {
        for (auto& plane : planes_) plane.assign(grid.ny * stride, 0.0);
    }

    /// Row y of what step() starts from and, after it, of what it left.
    double* start(std::size_t y) { return planes_[0].data() + y * stride_; }
    const double* result(std::size_t y) const { return planes_[result_].data() + y * stride_; }
    [[nodiscard]] std::size_t bytes() const { return 3 * planes_[0].capacity() * sizeof(double); }

    void step(Workers& workers, double D, double h) {
        const double k = D * h / (grid_.spacing * grid_.spacing);
        const int stages = stages_for(k);
        const ChebyshevStage* row = table_.rows(stages);
        std::size_t last = 1, next = 2;
        sweep(workers, {1, 0, 0, row->mu_f * k, 0}, 0, 0, last);
        for (int j = 2; j <= stages; ++j) {
            ++row;
            sweep(workers, {1 - row->mu - row->nu, row->mu, row->nu, row->mu_f * k, row->gamma_f * k}, last,
                  j == 2 ? 0 : next, next);
            std::swap(last, next);
        }
        result_ = last;
    }

    /// The longest step that the tabulated stages allow for a diffusivity.
    [[nodiscard]] double longest_step(double D) const {
        return D > 0 ? chebyshev_step_limit(max_stages - 1, radius) * grid_.spacing * grid_.spacing / D : 1e300;
    }

private:
    static constexpr int max_stages = 128;
    static constexpr double radius = 8;  // of the five-point stencil

    struct Weights {
        double start, last, before, flow_last, flow_start;
    };

    static int stages_for(double k) {
        const int stages = chebyshev_stages(k, radius);
        if (stages > max_stages)
            throw InputError(
                "step", std::to_string(k),
                "a diffusion number D h / spacing^2 below " + std::to_string(max_stages * max_stages / 13));
        return stages;
    }

    /// next = start w.start + last w.last + before w.before + flows. `next` may be `before`.
    void sweep(Workers& workers, const Weights& w, std::size_t last, std::size_t before, std::size_t next) {
        workers.run(grid_.ny, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t y = begin; y < end; ++y)
                sweep_row(w, y, planes_[last].data(), planes_[before].data(), planes_[next].data());
        });
    }

    void sweep_row(const Weights& w, std::size_t y, const double* last, const double* before, double* next) const {
        const std::size_t here = y * stride_, up = (y > 0 ? y - 1 : y) * stride_,
                          down = (y + 1 < grid_.ny ? y + 1 : y) * stride_;
        const double* s = planes_[0].data();
        const auto flow = [=](const double* u, std::size_t i, std::size_t left, std::size_t right) {
            const double m = u[here + i];  // differences across borders: what leaves one patch enters the next
            return ((u[here + left] - m) + (u[here + right] - m)) + ((u[up + i] - m) + (u[down + i] - m));
        };
        const auto cell = [&](std::size_t i, std::size_t left, std::size_t right) {
            next[here + i] = s[here + i] * w.start + last[here + i] * w.last + before[here + i] * w.before +
                             flow(last, i, left, right) * w.flow_last + flow(s, i, left, right) * w.flow_start;
        };
        const std::size_t end = grid_.nx - 1;
        cell(0, 0, end > 0 ? 1 : 0);
        for (std::size_t i = 1; i < end; ++i) cell(i, i - 1, i + 1);
        if (end > 0) cell(end, end - 1, end);
    }

    Grid grid_;
    std::size_t stride_, result_ = 0;
    ChebyshevTable table_;
    std::vector<double> planes_[3];
};

}  // namespace wryneck
