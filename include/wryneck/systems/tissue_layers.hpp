#pragma once
// Skin, fat and muscle under air or a pack: slices from the surface inwards, each the sub-model Tissue, joined by the
// resistance of half of either. Finite volumes: what leaves one slice enters the next, and the last state counts what
// has come in from outside, from blood and from metabolism.

#include <cmath>
#include <cstddef>
#include <vector>

#include <Eigen/Dense>

#include "wryneck/core/dual.hpp"
#include "wryneck/models/body/tissue.hpp"

namespace wryneck::body {

/// Thickness of the layers and of their slices, m.
struct LayersShape {
    double skin, fat, muscle;
    double outer_slice, muscle_slice;  // at most, in skin and fat, in muscle
};

class TissueLayers {
public:
    TissueLayers(const LayersShape& shape, const Tissue::Parameters<double>& p) : p_(p) {
        add(shape.skin, shape.outer_slice, 1, 0), add(shape.fat, shape.outer_slice, 0, 1),
            add(shape.muscle, shape.muscle_slice, 0, 0);
        below_fat_ = shape.skin + shape.fat;
        G_.resize(slices_.size() + 1, 0.0);
        for (std::size_t i = 1; i < slices_.size(); ++i) G_[i] = 1 / (half_resistance(i - 1) + half_resistance(i));
    }

    [[nodiscard]] std::size_t slices() const { return slices_.size(); }
    [[nodiscard]] std::size_t size() const { return slices_.size() + 1; }

    /// What lies on the skin: its temperature (degC) and the transfer to it (W/m2/K).
    void surround(double temperature, double transfer) {
        outside_ = temperature;
        G_[0] = 1 / (1 / transfer + half_resistance(0));
    }

    [[nodiscard]] Eigen::VectorXd uniform(double temperature) const {
        Eigen::VectorXd x = Eigen::VectorXd::Constant(static_cast<Eigen::Index>(size()), temperature);
        return x[x.size() - 1] = 0, x;
    }

    void rates(const Eigen::VectorXd& x, Eigen::VectorXd& dx) const {
        dx.resize(x.size());
        double in = G_[0] * (outside_ - x[0]);
        for (std::size_t i = 0; i < slices(); ++i) {
            const auto [dT, source] = slice<double>(i, before(x, i), x[at(i)], after(x, i));
            dx[at(i)] = dT, in += source / slices_[i].n;
        }
        dx[at(slices())] = in;
    }

    void jacobian(const Eigen::VectorXd& x, Eigen::MatrixXd& J) const {
        using D = Dual<3>;
        J.setZero(x.size(), x.size());
        const Eigen::Index ledger = at(slices());
        J(ledger, 0) = -G_[0];
        for (std::size_t i = 0; i < slices(); ++i) {
            const auto [dT, source] =
                slice<D>(i, D::variable(before(x, i), 0), D::variable(x[at(i)], 1), D::variable(after(x, i), 2));
            if (i > 0) J(at(i), at(i - 1)) = dT.slope[0];
            J(at(i), at(i)) = dT.slope[1];
            if (i + 1 < slices()) J(at(i), at(i + 1)) = dT.slope[2];
            J(ledger, at(i)) += source.slope[1] / slices_[i].n;
        }
    }

    /// Heat gained since `start` less what has come in, J/m2: 0 but for rounding.
    [[nodiscard]] double balance(const Eigen::VectorXd& x, const Eigen::VectorXd& start) const {
        double gained = 0;
        for (std::size_t i = 0; i < slices(); ++i) gained += capacity(i) / slices_[i].n * (x[at(i)] - start[at(i)]);
        return gained - (x[at(slices())] - start[at(slices())]);
    }

    /// Temperature at a depth (m) below the fat, on the straight line between the middles of slices; of the skin at its
    /// surface for a depth of minus all above.
    [[nodiscard]] double temperature(const Eigen::VectorXd& x, double depth) const {
        const double wanted = depth + below_fat_;
        if (wanted <= 0) return x[0] + half_resistance(0) * G_[0] * (outside_ - x[0]);
        std::size_t i = 1;
        while (i + 1 < slices() && slices_[i].middle < wanted) ++i;
        const double low = slices_[i - 1].middle, share = (wanted - low) / (slices_[i].middle - low);
        return x[at(i - 1)] + share * (x[at(i)] - x[at(i - 1)]);
    }

private:
    struct Slice {
        double n, middle, skin, fat;
    };

    static Eigen::Index at(std::size_t i) { return static_cast<Eigen::Index>(i); }
    double before(const Eigen::VectorXd& x, std::size_t i) const { return i > 0 ? x[at(i - 1)] : outside_; }
    double after(const Eigen::VectorXd& x, std::size_t i) const { return i + 1 < slices() ? x[at(i + 1)] : x[at(i)]; }

    void add(double thickness, double slice, double skin, double fat) {
        const auto count = static_cast<std::size_t>(std::ceil(thickness / slice - 1e-9));
        const double begin = slices_.empty() ? 0 : slices_.back().middle + 0.5 / slices_.back().n,
                     n = static_cast<double>(count) / thickness;
        for (std::size_t i = 0; i < count; ++i)
            slices_.push_back({n, begin + (static_cast<double>(i) + 0.5) / n, skin, fat});
    }

    template <class V>
    struct Change {
        V dT, source;
    };
    template <class V>
    Change<V> slice(std::size_t i, const V& T_before, const V& T, const V& T_after) const {
        const Slice& s = slices_[i];
        Tissue::State<V> dx{};
        const auto out = Tissue::rhs(Tissue::State<V>{T},
                                     {T_before, T_after, V(G_[i]), V(G_[i + 1]), V(s.n), V(s.skin), V(s.fat)}, p_, dx);
        return {dx.T, out.source};
    }
    [[nodiscard]] Tissue::Output<double> matter(std::size_t i) const {
        Tissue::State<double> dx{};
        return Tissue::rhs(Tissue::State<double>{p_.T_b}, {0, 0, 0, 0, 0, slices_[i].skin, slices_[i].fat}, p_, dx);
    }
    [[nodiscard]] double half_resistance(std::size_t i) const { return 0.5 / slices_[i].n / matter(i).k; }
    [[nodiscard]] double capacity(std::size_t i) const { return matter(i).C; }

    Tissue::Parameters<double> p_;
    std::vector<Slice> slices_;
    std::vector<double> G_;  // between slices, outside first; nothing goes through the last
    double outside_ = 0, below_fat_ = 0;
};

}  // namespace wryneck::body
