#pragma once
// Water and salts of a person, and a drug in them: what talks to what. Time in h.
//
//   swallowed -> gut -> outside of cells <-> cells, store
//                       outside of cells -> sweat, kidney
//   plasma -> kidney

#include <array>
#include <cstddef>

#include <Eigen/Dense>

#include "wryneck/core/dual.hpp"
#include "wryneck/core/layout.hpp"
#include "wryneck/models/body/body_water.hpp"
#include "wryneck/models/body/drug.hpp"
#include "wryneck/models/body/gut.hpp"
#include "wryneck/models/body/kidney.hpp"
#include "wryneck/models/body/minerals.hpp"
#include "wryneck/models/body/potassium.hpp"
#include "wryneck/models/body/sweat.hpp"

namespace wryneck::body {

/// What is done, per h: swallowed water (l), sodium and potassium (mmol), sweat (l), drug that dissolves.
struct BodyActs {
    double water = 0, sodium = 0, potassium = 0, sweat = 0, drug = 0;
};

/// Plasma at a moment.
template <class V>
struct Plasma {
    V sodium, potassium, magnesium, calcium, magnesium_ion, calcium_ion, osm, urine, drug;
};

class Body {
public:
    using States = Packing<Gut, Sweat, BodyWater, Potassium, Minerals, Kidney, Drug>;
    static constexpr std::size_t N = States::size;

    struct Parameters {
        Gut::Parameters<double> gut = defaults<Gut::Parameters>(Gut::parameters);
        Sweat::Parameters<double> sweat = defaults<Sweat::Parameters>(Sweat::parameters);
        BodyWater::Parameters<double> water = defaults<BodyWater::Parameters>(BodyWater::parameters);
        Potassium::Parameters<double> potassium = defaults<Potassium::Parameters>(Potassium::parameters);
        Minerals::Parameters<double> minerals = defaults<Minerals::Parameters>(Minerals::parameters);
        Kidney::Parameters<double> kidney = defaults<Kidney::Parameters>(Kidney::parameters);
        Drug::Parameters<double> drug = defaults<Drug::Parameters>(Drug::parameters);

        /// f(model, record) for each.
        template <class F>
        void each(F&& f) {
            f(Gut{}, gut), f(Sweat{}, sweat), f(BodyWater{}, water), f(Potassium{}, potassium);
            f(Minerals{}, minerals), f(Kidney{}, kidney), f(Drug{}, drug);
        }
    };

    /// A body at rest with so much water (l); `kidney` 0 takes the kidney away.
    Body(const Parameters& p, double all_water, double kidney) : p_(p), kidney_(kidney) {
        V_rest_ = p.water.f_e * all_water;
        const double V_i = all_water - V_rest_, K_e = p.potassium.K_n * V_rest_;
        K_rest_ = p.water.c_i * V_i;
        const double osm = 2 * p.water.Na_n + p.water.o;
        O_i_ = osm * V_i;
        const double Na = (p.water.Na_n + p.water.b) / p.water.s * all_water - K_e - K_rest_;
        auto start = std::array<double, N>{};
        States::put<BodyWater>(BodyWater::State<double>{V_rest_, V_i, Na}, start.data());
        States::put<Potassium>(Potassium::State<double>{K_e, K_rest_}, start.data());
        const auto& m = p.minerals;
        States::put<Minerals>(Minerals::State<double>{m.Mg_n * V_rest_, m.Mg_s, m.Ca_n * V_rest_, m.Ca_s},
                              start.data());
        States::put<Kidney>(Kidney::State<double>{Kidney::share<double>(osm, p.kidney), 0, 0, 0, 0, 0}, start.data());
        start_ = Eigen::Map<const Eigen::VectorXd>(start.data(), N);
    }

    [[nodiscard]] const Eigen::VectorXd& start() const { return start_; }
    void act(const BodyActs& acts) { acts_ = acts; }

    void rates(const Eigen::VectorXd& x, Eigen::VectorXd& dx) const {
        dx.resize(N);
        wire<double>(x.data(), dx.data());
    }
    void jacobian(const Eigen::VectorXd& x, Eigen::MatrixXd& J) const {
        using D = Dual<N>;
        std::array<D, N> at, out;
        for (std::size_t i = 0; i < N; ++i) at[i] = D::variable(x[static_cast<Eigen::Index>(i)], i);
        wire<D>(at.data(), out.data());
        J.resize(N, N);
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j)
                J(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = out[i].slope[j];
    }
    [[nodiscard]] Plasma<double> plasma(const Eigen::VectorXd& x) const {
        std::array<double, N> dx;
        return wire<double>(x.data(), dx.data());
    }

    /// What body, gut and losses hold now less what they held at rest and what was swallowed: water (l), sodium,
    /// potassium, magnesium, calcium (mmol). 0 but for rounding.
    [[nodiscard]] std::array<double, 5> balances(const Eigen::VectorXd& x) const {
        const auto now = held(x), before = held(start_);
        std::array<double, 5> left;
        for (std::size_t i = 0; i < 5; ++i) left[i] = now[i] - before[i];
        return left;
    }

private:
    template <class M>
    static auto of(const Eigen::VectorXd& x) {
        return States::get<M>(x.data());
    }

    static std::array<double, 5> held(const Eigen::VectorXd& x) {
        const auto g = of<Gut>(x);
        const auto s = of<Sweat>(x);
        const auto w = of<BodyWater>(x);
        const auto k = of<Potassium>(x);
        const auto m = of<Minerals>(x);
        const auto u = of<Kidney>(x);
        return {g.W + w.V_e + w.V_i + s.W + u.U_W - g.E_W, g.Na + w.Na + s.Na + u.U_Na - g.E_Na,
                g.K + k.K_e + k.K_i + s.K + u.U_K - g.E_K, m.Mg_e + m.Mg_x + s.Mg + u.U_Mg,
                m.Ca_e + m.Ca_x + s.Ca + u.U_Ca};
    }

    /// One call of a sub-model on its part of the packed states.
    template <class M, class V, class Q>
    static auto part(const V* x, V* dx, const typename M::template Input<V>& in, const Q& p) {
        typename M::template State<V> d{};
        const auto out = M::rhs(States::get<M>(x), in, p, d);
        States::put<M>(d, dx);
        return out;
    }

    template <class V>
    Plasma<V> wire(const V* x, V* dx) const {
        const auto water = States::get<BodyWater>(x);
        const auto potassium = States::get<Potassium>(x);
        const auto minerals = States::get<Minerals>(x);
        const V V_e = max(water.V_e, V(p_.water.V_low));

        const auto gut = part<Gut>(x, dx, {V(acts_.water), V(acts_.sodium), V(acts_.potassium)}, p_.gut);
        const auto sweat = part<Sweat>(x, dx, {V(acts_.sweat)}, p_.sweat);
        const auto drug = part<Drug>(x, dx, {V(acts_.drug)}, p_.drug);
        const V K_all = potassium.K_e + potassium.K_i, O_i = O_i_ + 2 * (potassium.K_i - K_rest_);
        BodyWater::State<V> unused{};
        const V osm = BodyWater::rhs(water, {V(0.0), V(0.0), K_all, O_i}, p_.water, unused)
                          .osm;  // plasma does not wait for flows
        const auto urine = part<Kidney>(
            x, dx, {V(kidney_), osm, V_e / V_rest_, potassium.K_e / V_e, minerals.Mg_e / V_e, minerals.Ca_e / V_e},
            p_.kidney);
        const auto plasma = part<BodyWater>(
            x, dx, {gut.A_W - V(acts_.sweat) - urine.J_W, gut.A_Na - sweat.J_Na - urine.J_Na, K_all, O_i}, p_.water);
        const auto ions =
            part<Potassium>(x, dx, {gut.A_K - sweat.J_K - urine.J_K, water.V_e, V(K_rest_)}, p_.potassium);
        const auto others =
            part<Minerals>(x, dx, {water.V_e, sweat.J_Mg + urine.J_Mg, sweat.J_Ca + urine.J_Ca}, p_.minerals);
        return {plasma.Na_p,   ions.K_p,   others.c_Mg, others.c_Ca, others.Mg_ion,
                others.Ca_ion, plasma.osm, urine.F,     drug.C};
    }

    Parameters p_;
    BodyActs acts_;
    Eigen::VectorXd start_;
    double kidney_, V_rest_ = 0, K_rest_ = 0, O_i_ = 0;
};

}  // namespace wryneck::body
