#pragma once
// The patch of the neck as the reaction of a sheet: mediators, interstitial potassium and lactate diffuse. The sheet
// resolves what the knot's radius stands for, so the radius and its leak are silent here.

#include <cmath>

#include "wryneck/math/philox.hpp"
#include "wryneck/models/subject.hpp"
#include "wryneck/systems/block_stepper.hpp"
#include "wryneck/systems/patch.hpp"
#include "wryneck/systems/sheet.hpp"

namespace wryneck {

struct SheetPatch {
    static constexpr const char* name = "sheet";
    static constexpr std::size_t size = Patch::size;

    template <class T>
    struct Site {
        T fatigue, mediator, noise, insult_gain, insult, a, f;
    };
    template <class T>
    struct Parameters {
        T D_M, D_K, D_L, J_scale, s_F, answer_M, answer_K, answer_L, rate;
    };
    using P = Parameters<Slot>;

    static constexpr auto parameters = table<Parameters>(
        field<&P::D_M>(5.0e-4, "mm2/s", "diffusivity of the mediators", "EK-79 (unverified)", Grade::assumed,
                       {1e-4, 2e-3}),
        field<&P::D_K>(1.1e-3, "mm2/s", "diffusivity of interstitial potassium: free over tortuosity squared",
                       "EK-79 (unverified)", Grade::assumed, {8e-4, 1.7e-3}),
        field<&P::D_L>(6.0e-4, "mm2/s", "the same of lactate", "EK-79 (unverified)", Grade::assumed, {4e-4, 8e-4}),
        field<&P::J_scale>(1.0, "1", "use of ATP relative to a muscle of equal parts", "computed from EK-11",
                           Grade::model, {0.4, 1.6}),
        field<&P::s_F>(1.2, "mmHg", "pressure per per cent of force", "EK-40", Grade::assumed, {0.5, 2}),
        field<&P::answer_M>(0.0167, "1/s", "fastest answer of a patch to mediators: contracture", "EK-section-3.5",
                            Grade::model, {0.002, 0.1}),
        field<&P::answer_K>(0.2, "1/s", "the same to potassium: the pump", "EK-prototype", Grade::fitted, {0.05, 0.5}),
        field<&P::answer_L>(0.03, "1/s", "the same to lactate: exchange with the fibre", "EK-section-3.3",
                            Grade::assumed, {0.005, 0.1}),
        field<&P::rate>(5.0, "1/s", "bound on the fastest rate of a patch", "computed", Grade::model, {4, 80}));

    static constexpr std::size_t M = Patch::States::offset<Mediators>() + detail::numbered<Mediators::S>().M.index;
    static constexpr std::size_t C = Patch::States::offset<Calcium>() + detail::numbered<Calcium::S>().C.index;
    static constexpr std::size_t K_e =
        Patch::States::offset<Interstitium>() + detail::numbered<Interstitium::S>().K_e.index;
    static constexpr std::size_t L_e =
        Patch::States::offset<Interstitium>() + detail::numbered<Interstitium::S>().L_e.index;

    Parameters<double> p = defaults<Parameters>(parameters);
    SubjectModel::Parameters<double> subject = defaults<SubjectModel::Parameters>(SubjectModel::parameters);
    Patch::Parameters patch = without_radius({});
    Patch::Milieu milieu{4.2, 140, 1.25, 0.55, 7.4, 1};
    Patch::Gains gains{1, 1, 1, 1, 1, 0, 0, 1};
    double heterogeneity = 0;  ///< 0: all patches alike; 1: as the neck's
    double sensitisation = 0;  ///< spinal, the same everywhere; acts where gains.spinal is above 0

    /// Parameters of the neck with the knot's radius silenced.
    static Patch::Parameters without_radius(Patch::Parameters patch) {
        patch.knot_front.a_F = 0;
        patch.knot_front.tau_n = 1e12;
        return patch;
    }

    [[nodiscard]] std::vector<Diffusing> diffusing() const {
        return {{M, p.D_M, p.answer_M}, {K_e, p.D_K, p.answer_K}, {L_e, p.D_L, p.answer_L}};
    }
    [[nodiscard]] double radius() const { return p.rate; }

    [[nodiscard]] std::vector<double> scales() const {
        std::vector<double> all;
        for (const Field& row : Patch::States::fields()) all.push_back(row.range.high - row.range.low);
        return all;
    }

    /// How patches differ, as in the neck: log-normal factors keyed by seed and patch.
    [[nodiscard]] Site<double> site(std::uint64_t seed, std::uint32_t index) const {
        const auto factor = [&](double sd, std::uint32_t which) {
            return heterogeneity > 0 ? std::exp(heterogeneity * sd * normal({seed, 0, index, 2000 + which})) : 1.0;
        };
        return {factor(subject.sd_fatigue, 0),
                factor(subject.sd_M, 1),
                factor(subject.sd_noise, 2),
                factor(subject.sd_insult, 3),
                0,
                0,
                0};
    }

    template <Scalar T>
    [[gnu::flatten]] void rates(const T* x, const Site<T>& site, T* dx) const {
        const T none(0.0), full(1.0);
        Patch::Drive<T> in{};
        in.a = site.a, in.f = site.f, in.insult = site.insult;
        in.l = full, in.release_gain = full, in.esterase = full;
        in.f_burst = none, in.stretch = none, in.pump = none, in.S = T(sensitisation), in.M_in = none;
        in.P_ext = none, in.P_shared = none, in.arrival = none, in.contact = none;
        const Patch::Traits<T> traits{T(p.J_scale),  T(p.s_F),   site.fatigue,
                                      site.mediator, site.noise, site.insult_gain, none};
        Patch::rhs(x, in, traits, milieu, gains, 0.0, patch, dx);
    }

    /// Rest: defaults of the tables, then hours without work.
    [[nodiscard]] std::vector<double> rest() const {
        constexpr double horizon = 20000;
        BlockStepper<double, size> stepper;
        std::array<double, size> inverse{};
        const auto rows = Patch::States::fields();
        for (std::size_t j = 0; j < size; ++j)
            stepper.x[j] = rows[j].value, inverse[j] = 1e5 / (rows[j].range.high - rows[j].range.low);
        const Site<double> quiet{1, 1, 1, 1, 0, 0, 0};
        double step = 0.1;
        stepper.advance([&](const double* x, double* dx) { rates(x, quiet, dx); }, horizon, p.rate, inverse,
                        ChebyshevTable(64), step);
        return {stepper.x.begin(), stepper.x.end()};
    }
};

}  // namespace wryneck
