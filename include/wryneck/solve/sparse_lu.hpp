#pragma once
// LU of small matrices with a fixed pattern: order of elimination and places of all entries, fill included, are chosen
// once (diagonal pivots, least Markowitz count first); then each factorisation and each solution is a walk along lists.
// Without pivoting: meant for 1/(gamma h) - J, whose diagonal is large where the step is right.

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "wryneck/solve/sparsity.hpp"

namespace wryneck {

template <std::size_t N>
class SparseLU {
public:
    explicit SparseLU(const std::vector<Entry>& entries) {
        std::array<std::bitset<N>, N> rows;
        for (const Entry& e : entries) rows[e.row].set(e.column);
        for (std::size_t i = 0; i < N; ++i) rows[i].set(i);
        eliminate(rows);
        for (const Entry& e : entries) place_.push_back(slot_[e.row][e.column]);
        values_.resize(filled_);
    }

    /// Numbers kept, fill included.
    [[nodiscard]] std::size_t filled() const { return filled_; }

    /// Factorises diagonal - J; `jacobian` in the order of the entries. A zero pivot gives values that are not finite.
    void factorise(double diagonal, const double* jacobian) {
        for (double& v : values_) v = 0;
        for (std::size_t e = 0; e < place_.size(); ++e) values_[place_[e]] = -jacobian[e];
        for (std::size_t i = 0; i < N; ++i) values_[slot_[i][i]] += diagonal;
        const std::uint16_t* target = targets_.data();
        for (const Pivot& p : pivots_) {
            const double reciprocal = 1 / values_[p.diagonal];
            values_[p.diagonal] = reciprocal;
            for (std::size_t l = p.lower; l < p.lower_end; ++l) {
                const double factor = values_[lower_[l].slot] * reciprocal;
                values_[lower_[l].slot] = factor;
                for (std::size_t u = p.upper; u < p.upper_end; ++u) values_[*target++] -= factor * values_[upper_[u].slot];
            }
        }
    }

    /// Replaces b by the solution.
    template <class Vector>
    void solve(Vector& b) const {
        for (const Pivot& p : pivots_)
            for (std::size_t l = p.lower; l < p.lower_end; ++l) b[lower_[l].index] -= values_[lower_[l].slot] * b[p.index];
        for (auto p = pivots_.rbegin(); p != pivots_.rend(); ++p) {
            auto sum = b[p->index];
            for (std::size_t u = p->upper; u < p->upper_end; ++u) sum -= values_[upper_[u].slot] * b[upper_[u].index];
            b[p->index] = sum * values_[p->diagonal];
        }
    }

private:
    struct Pivot {
        std::uint16_t index, diagonal, lower, lower_end, upper, upper_end;  // ranges of lower_ and upper_
    };
    struct Place {
        std::uint16_t index, slot;
    };

    std::uint16_t slot(std::size_t row, std::size_t column) {
        if (!known_[row][column]) known_[row].set(column), slot_[row][column] = static_cast<std::uint16_t>(filled_++);
        return slot_[row][column];
    }

    void eliminate(std::array<std::bitset<N>, N>& rows) {
        std::bitset<N> left;
        left.set();
        while (left.any()) {
            const std::size_t k = next_pivot(rows, left);
            left.reset(k);
            Pivot p{static_cast<std::uint16_t>(k), slot(k, k), size(lower_), 0, size(upper_), 0};
            for (std::size_t j = 0; j < N; ++j)
                if (left[j] && rows[k][j]) upper_.push_back({static_cast<std::uint16_t>(j), slot(k, j)});
            for (std::size_t i = 0; i < N; ++i) {
                if (!left[i] || !rows[i][k]) continue;
                lower_.push_back({static_cast<std::uint16_t>(i), slot(i, k)});
                rows[i] |= rows[k] & left;
                for (std::size_t u = p.upper; u < upper_.size(); ++u) targets_.push_back(slot(i, upper_[u].index));
            }
            p.lower_end = size(lower_), p.upper_end = size(upper_);
            pivots_.push_back(p);
        }
        for (std::size_t i = 0; i < N; ++i) (void)slot(i, i);
    }

    /// The diagonal whose elimination can fill least.
    static std::size_t next_pivot(const std::array<std::bitset<N>, N>& rows, const std::bitset<N>& left) {
        std::size_t best = N, least = 0;
        for (std::size_t k = 0; k < N; ++k) {
            if (!left[k]) continue;
            std::size_t below = 0;
            for (std::size_t i = 0; i < N; ++i) below += left[i] && i != k && rows[i][k];
            const std::size_t count = below * ((rows[k] & left).count() - 1);
            if (best == N || count < least) best = k, least = count;
        }
        return best;
    }

    template <class V>
    static std::uint16_t size(const V& v) {
        return static_cast<std::uint16_t>(v.size());
    }

    std::vector<Pivot> pivots_;
    std::vector<Place> lower_, upper_;
    std::vector<std::uint16_t> targets_, place_;
    std::array<std::array<std::uint16_t, N>, N> slot_{};
    std::array<std::bitset<N>, N> known_;
    std::size_t filled_ = 0;
    std::vector<double> values_;
};

}  // namespace wryneck
