#pragma once
// Coefficients of the second-order Runge-Kutta-Chebyshev scheme, RKC2 [Sommeijer1997, eqs. 2.1 to 2.8].

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace wryneck {

// Row j turns stages j-1 and j-2 into stage j:
//   Y_j = (1 - mu - nu) Y_0 + mu Y_{j-1} + nu Y_{j-2} + h (mu_f F_{j-1} + gamma_f F_0),   F_j = f(Y_j, t + c h)
struct ChebyshevStage {
    double mu = 0.0, nu = 0.0, mu_f = 0.0, gamma_f = 0.0, c = 0.0;
};

// All coefficients for 2 to max_stages stages, computed once; rows() never allocates. Share one table by reference.
class ChebyshevTable {
public:
    explicit ChebyshevTable(int max_stages = 64) : max_stages_(std::max(max_stages, 2)) {
        for (int s = 2; s <= max_stages_; ++s) append(s);
    }

    int max_stages() const { return max_stages_; }

    // Stages 1 to s of the s-stage scheme: row j is element j - 1.
    const ChebyshevStage* rows(int stages) const {
        if (stages < 2 || stages > max_stages_)
            throw std::out_of_range("Runge-Kutta-Chebyshev: " + std::to_string(stages) + " stages asked for, 2 to " +
                                    std::to_string(max_stages_) + " are tabulated");
        return &rows_[static_cast<std::size_t>((stages - 1) * stages / 2 - 1)];  // 2 + 3 + ... + (s - 1) rows before
    }

private:
    void append(int s) {
        constexpr double damping = 2.0 / 13.0;
        const double w0 = 1.0 + damping / (s * s);
        // Chebyshev polynomials T_j(w0) with first and second derivatives, by their recurrence.
        std::vector<double> t(s + 1), d(s + 1), dd(s + 1), b(s + 1);
        t[0] = 1.0, t[1] = w0, d[1] = 1.0;
        for (int j = 2; j <= s; ++j) {
            t[j] = 2.0 * w0 * t[j - 1] - t[j - 2];
            d[j] = 2.0 * t[j - 1] + 2.0 * w0 * d[j - 1] - d[j - 2];
            dd[j] = 4.0 * d[j - 1] + 2.0 * w0 * dd[j - 1] - dd[j - 2];
            b[j] = dd[j] / (d[j] * d[j]);
        }
        b[0] = b[1] = b[2];
        const double w1 = d[s] / dd[s];
        ChebyshevStage before, last{0.0, 0.0, b[1] * w1, 0.0, b[1] * w1};
        rows_.push_back(last);
        for (int j = 2; j <= s; ++j) {
            ChebyshevStage row;
            row.mu = 2.0 * w0 * b[j] / b[j - 1];
            row.nu = -b[j] / b[j - 2];
            row.mu_f = 2.0 * w1 * b[j] / b[j - 1];
            row.gamma_f = -(1.0 - b[j - 1] * t[j - 1]) * row.mu_f;
            row.c = row.mu * last.c + row.nu * before.c + row.mu_f + row.gamma_f;
            rows_.push_back(row);
            before = last, last = row;
        }
    }

    int max_stages_;
    std::vector<ChebyshevStage> rows_;
};

// Fewest stages whose real stability interval, about 0.65 (s^2 - 1), holds h times the spectral radius.
inline int chebyshev_stages(double h, double spectral_radius) {
    return std::max(2, 1 + static_cast<int>(std::sqrt(1.0 + 1.54 * std::abs(h) * spectral_radius)));
}

// The inverse: steps below this length are stable with that number of stages.
inline double chebyshev_step_limit(int stages, double spectral_radius) {
    return (static_cast<double>(stages) * stages - 1.0) / (1.54 * spectral_radius);
}

}  // namespace wryneck
