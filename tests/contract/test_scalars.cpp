// One body, many readings: what other scalars say must agree with the double.
#include "catch.hpp"
#include "figures.hpp"
#include "rates.hpp"
#include "wryneck/core/dual.hpp"
#include "wryneck/core/lanes.hpp"
#include "wryneck/core/traced.hpp"

using namespace wryneck;
using namespace wryneck::contract;

namespace {

constexpr std::uint64_t samples = 40;

template <class M>
Point moved(Point at, std::size_t variable, double by) {
    (variable < n_states<M>() ? at.x[variable] : at.in[variable - n_states<M>()]) += by;
    return at;
}

template <class M>
double variable(const Point& at, std::size_t i) {
    return i < n_states<M>() ? at.x[i] : at.in[i - n_states<M>()];
}

/// All derivatives of all rates by all states and inputs.
template <class M>
auto jacobian(const Point& at) {
    using D = Dual<n_states<M>() + n_inputs<M>()>;
    std::vector<D> x, in;
    for (double v : at.x) x.push_back(D::variable(v, x.size()));
    for (double v : at.in) in.push_back(D::variable(v, x.size() + in.size()));
    return rates<M, D, double>(x, in, default_parameters<M>());
}

/// Difference quotient of fourth order.
template <class M>
std::vector<double> quotient(const Point& at, std::size_t i, double h) {
    const auto far_up = rates<M>(moved<M>(at, i, 2 * h)), up = rates<M>(moved<M>(at, i, h));
    const auto down = rates<M>(moved<M>(at, i, -h)), far_down = rates<M>(moved<M>(at, i, -2 * h));
    std::vector<double> slopes;
    for (std::size_t r = 0; r < up.size(); ++r) slopes.push_back((8 * (up[r] - down[r]) - (far_up[r] - far_down[r])) / (12 * h));
    return slopes;
}

/// What was compared, and the largest deviation as a share of what is allowed.
struct Compared {
    double worst = 0, count = 0;
    void add(double share) { worst = test::larger(worst, share), count += 1; }
};

template <class M>
std::string wrong_slopes(std::uint64_t k, Compared& compared) {
    const Point at = sample<M>(k);
    const auto exact = jacobian<M>(at);
    std::string wrong;
    for (std::size_t i = 0; i < n_states<M>() + n_inputs<M>(); ++i) {
        const double h = 3e-5 * std::min(1.0, std::max(0.01, std::abs(variable<M>(at, i))));
        const auto slopes = quotient<M>(at, i, h);
        for (std::size_t r = 0; r < slopes.size(); ++r) {
            const double rounding = 1e-14 * std::abs(exact[r].value) / h;
            const double share = std::abs(slopes[r] - exact[r].slope[i]) / (1e-6 * std::abs(exact[r].slope[i]) + rounding + 1e-11);
            compared.add(share);
            if (!(share <= 1))
                wrong += "d(" + rate_name<M>(r) + ")/d" + variable_name<M>(i) + " = " + text(exact[r].slope[i]) + ", quotient " +
                         text(slopes[r]) + "; ";
        }
    }
    return wrong;
}

template <class M>
std::string unlike_lanes(std::uint64_t k, Compared& compared) {
    constexpr int W = 8;
    std::vector<Lanes<W>> x(n_states<M>()), in(n_inputs<M>());
    std::vector<std::vector<double>> alone;
    for (int lane = 0; lane < W; ++lane) {
        const Point at = sample<M>(W * k + static_cast<std::uint64_t>(lane));
        for (std::size_t i = 0; i < x.size(); ++i) set_lane(x[i], lane, at.x[i]);
        for (std::size_t i = 0; i < in.size(); ++i) set_lane(in[i], lane, at.in[i]);
        alone.push_back(rates<M>(at));
    }
    const auto together = rates<M, Lanes<W>, double>(x, in, default_parameters<M>());
    std::string wrong;
    for (std::size_t r = 0; r < together.size(); ++r)
        for (std::size_t lane = 0; lane < W; ++lane) {
            const double expected = alone[lane][r], gap = std::abs(together[r][lane] - expected);
            compared.add(gap / std::max(1e-3, std::abs(expected)));
            if (!(gap <= 1e-12 * std::max(1e-3, std::abs(expected))))
                wrong += rate_name<M>(r) + " = " + text(expected) + ", off by " + text(gap) + "; ";
        }
    return wrong;
}

template <class M>
std::string missed_dependencies(std::uint64_t k) {
    const Point at = sample<M>(k);
    std::vector<Traced> x, in;
    for (double v : at.x) x.push_back(Traced::input(v, x.size()));
    for (double v : at.in) in.push_back(Traced::input(v, x.size() + in.size()));
    const auto pattern = rates<M, Traced, double>(x, in, default_parameters<M>());
    const auto exact = jacobian<M>(at);
    const auto plain = rates<M>(at);
    std::string wrong;
    for (std::size_t r = 0; r < exact.size(); ++r) {
        if (pattern[r].value() != plain[r]) wrong += rate_name<M>(r) + " has another value; ";
        for (std::size_t i = 0; i < n_states<M>() + n_inputs<M>(); ++i)
            if (exact[r].slope[i] != 0 && !pattern[r].depends_on(i)) wrong += rate_name<M>(r) + " by " + variable_name<M>(i) + "; ";
    }
    return wrong;
}

/// Rows of the tables that no equation reads.
template <class M>
std::string idle_rows() {
    std::size_t number = 0;
    const auto next = [&](const Field& f) { return Traced::input(f.value, number++); };
    std::vector<Traced> x, in, parameters;
    for (const Field& f : M::states) x.push_back(next(f));
    for (const Field& f : M::inputs) in.push_back(next(f));
    for (const Field& f : M::parameters) parameters.push_back(next(f));
    const auto p = generate<M::template Parameters, Traced>([&](std::size_t i) { return parameters[i]; });
    Traced::Inputs read;
    for (const Traced& r : rates<M, Traced, Traced>(x, in, p)) read |= r.inputs();

    std::string idle;
    number = 0;
    const auto report = [&](const Field& f) { idle += read.test(number++) ? "" : M::name + ("." + std::string(f.name)) + " "; };
    for (const Field& f : M::states) report(f);
    for (const Field& f : M::inputs) report(f);
    for (const Field& f : M::parameters) report(f);
    return idle;
}

}  // namespace

TEST_CASE("dual numbers give the slopes of all equations", "[contract]") {
    Compared compared;
    for_each_model([&]<class M>(M) {
        for (std::uint64_t k = 0; k < samples; ++k) {
            INFO(M::name << ", sample " << k);
            CHECK(wrong_slopes<M>(k, compared) == "");
        }
    });
    test::verifies("code.slopes", "slopes by dual numbers that were compared with difference quotients", compared.count, {100000, test::unlimited});
    test::verifies("code.duals",
                   "largest deviation of them, as a share of 1e-6 of the slope and the rounding of the quotient", compared.worst, {0, 1});
}

TEST_CASE("lanes side by side equal one subject alone", "[contract]") {
    Compared compared;
    for_each_model([&]<class M>(M) {
        for (std::uint64_t k = 0; k < samples; ++k) {
            INFO(M::name << ", sample " << k);
            CHECK(unlike_lanes<M>(k, compared) == "");
        }
    });
    test::verifies("same.equations",
                   "all equations of all sub-models in eight lanes against one alone, relative (to 0.001 at least)", compared.worst, {0, 1e-12});
}

TEST_CASE("the traced pattern holds every dependency", "[contract]") {
    for_each_model([]<class M>(M) {
        for (std::uint64_t k = 0; k < samples; ++k) {
            INFO(M::name << ", sample " << k);
            CHECK(missed_dependencies<M>(k) == "");
        }
    });
}

TEST_CASE("no row of a table is without effect", "[contract]") {
    std::string idle;
    for_each_model([&]<class M>(M) { idle += idle_rows<M>(); });
    // Read outside of rhs: temperature once for all patches, the length of a burst by its event clock.
    // Of a motor unit: its place in the pool, noise, delays and reflexes by the pool.
    // Of a whole person: sizes, surroundings and the start by the systems and runs; ledgers, which only count, by balances.
    CHECK(idle ==
          "energetics.Q_10 energetics.T_ref energetics.T_10 discharge.tau_b "
          "motor_unit.tau_m motor_unit.tau_m_N motor_unit.RR motor_unit.f_min motor_unit.f_1 motor_unit.f_N motor_unit.k_E motor_unit.RP "
          "motor_unit.tau_L motor_unit.t_ratio "
          "motor_unit.x_lin motor_unit.t_r motor_unit.s_d motor_unit.t_d motor_unit.s_n motor_unit.tau_n motor_unit.s_c motor_unit.f_c "
          "motor_unit.w_c motor_unit.tonic motor_unit.tonic_history motor_unit.w_tonic motor_unit.c_V motor_unit.t_e motor_unit.t_a motor_unit.t_M "
          "motor_unit.t_s motor_unit.eps motor_unit.s_Ib motor_unit.p_F motor_unit.g_rec motor_unit.t_st motor_unit.s_st motor_unit.tau_st motor_unit.k_st "
          "motor_unit.tau_k "
          "tissue.d_skin tissue.d_muscle tissue.T_air tissue.h_air tissue.h_pack sweat.W sweat.Na sweat.K sweat.Mg sweat.Ca "
          "gut.E_W gut.E_Na gut.E_K body_water.Na_n body_water.f_male body_water.f_female body_water.f_e body_water.c_i "
          "kidney.U_W kidney.U_Na kidney.U_K kidney.U_Mg kidney.U_Ca drug.X drug.t_d ");
}
