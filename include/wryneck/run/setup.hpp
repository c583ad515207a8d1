#pragma once
// From a scenario to the neck that lives it: anatomy, parameters, gains, the spread of patches, inputs lane by lane, and
// the state of rest from which a run starts.

#include <cmath>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include "wryneck/math/philox.hpp"
#include "wryneck/run/options.hpp"
#include "wryneck/run/stepper.hpp"
#include "wryneck/scenario/timeline.hpp"
#include "wryneck/version.hpp"

namespace wryneck {

inline Targets targets_of(const Anatomy& anatomy) {
    std::vector<std::string> ids;
    for (const Muscle& m : anatomy.muscles) ids.push_back(m.id);
    Targets targets(ids);
    for (const Group& g : anatomy.groups) targets.add(g.name, g.muscles);
    return targets;
}

/// Everything that decides the bits of a run, as text: a checkpoint belongs to exactly one of these.
inline std::string identity(const Scenario& s, const Options& o) {
    std::ostringstream text;
    text.precision(17);
    text << version() << '|' << s.duration_s << '|' << static_cast<int>(s.subject.sex) << s.subject.mass_kg << s.subject.cramp_history << '|'
         << s.resolution.patches_per_muscle;
    for (const auto& m : s.resolution.muscles) text << ',' << m;
    for (const auto* group : {&s.hypotheses, &s.parameters})
        for (const auto& [name, value] : *group) text << '|' << name << '=' << value;
    for (const Action& a : s.timeline) {
        text << '|' << a.input << a.profile.linear << a.profile.until_s;
        for (const auto& t : a.targets) text << ',' << t;
        if (!a.patches.all())
            for (const int k : a.patches.listed()) text << ',' << k;
        for (std::size_t i = 0; i < a.profile.time_s.size(); ++i) text << ';' << a.profile.time_s[i] << ':' << a.profile.value[i];
    }
    text << '|' << o.seed << '|' << o.every_s << '|' << o.tolerance << '|' << o.noise << '|' << o.scalar << '|' << o.longest_step_s;
    for (const auto& r : o.record) text << ',' << r;
    return text.str();
}

inline NeckParameters parameters_of(const Scenario& s) {
    NeckParameters p;
    for (const auto& [name, value] : s.parameters) p.set(name, value);
    return p;
}

template <class T>
typename Neck<T>::Gains gains_of(const Scenario& s) {
    const auto g = [&](Hypothesis h) { return gain(s, h); };
    return {{g(Hypothesis::energy_crisis), g(Hypothesis::electrolyte_dilution), g(Hypothesis::osmotic_swelling), g(Hypothesis::endplate_noise),
             g(Hypothesis::mediator_loop), g(Hypothesis::spinal_sensitisation), g(Hypothesis::within_muscle_spread), g(Hypothesis::potassium_loop)},
            {g(Hypothesis::persistent_inward_current), g(Hypothesis::post_cramp_facilitation), g(Hypothesis::potassium_loop),
             g(Hypothesis::pain_to_drive), g(Hypothesis::spinal_sensitisation) * std::max(0.0, g(Hypothesis::pain_to_drive)),
             g(Hypothesis::axon_hyperexcitability)},
            g(Hypothesis::posture_coupling), g(Hypothesis::contact_spread), g(Hypothesis::compartment_pressure)};
}

/// The number of every muscle in the whole neck: a subset draws what the whole would.
inline std::vector<std::uint32_t> numbers_of(const Anatomy& anatomy) {
    const Anatomy whole = neck_anatomy(anatomy.body);
    std::vector<std::uint32_t> all;
    for (const Muscle& m : anatomy.muscles) all.push_back(static_cast<std::uint32_t>(whole.find(m.id)));
    return all;
}

/// Draw how the patches differ. Keyed by seed, muscle and patch: the same subject whatever else changes.
template <class T>
void draw_traits(Neck<T>& neck, const Anatomy& anatomy, double heterogeneity, std::uint64_t seed, bool cramp_history = false) {
    const auto number = numbers_of(anatomy);
    const auto& s = neck.parameters().subject;
    for (std::size_t k = 0; k < neck.patches(); ++k)
        for (std::size_t b = 0; b < neck.blocks(); ++b)
            for (int i = 0; i < width_of<T>; ++i) {
                const std::size_t m = std::min(b * width_of<T> + static_cast<std::size_t>(i), neck.muscles() - 1);
                const Muscle& muscle = anatomy.muscles[m];
                auto& v = neck.traits(k * neck.blocks() + b);
                const auto factor = [&](double sd, std::uint32_t which) {
                    const auto stream = static_cast<std::uint32_t>(number[m] * 4096 + k);
                    return std::exp(heterogeneity * sd * normal({seed, 0, stream, 1000 + which}));
                };
                set_lane(v.J_scale, i, (s.J_slow * muscle.type_I + s.J_fast * (1 - muscle.type_I)) / s.J_mixed);
                set_lane(v.s_F, i, muscle.layer <= 1 ? s.s_F1 : muscle.layer <= 3 ? s.s_F2 : s.s_F3);
                set_lane(v.fatigue, i, factor(s.sd_fatigue, 0));
                set_lane(v.mediator, i, factor(s.sd_M, 1));
                set_lane(v.noise, i, factor(s.sd_noise, 2));
                set_lane(v.insult, i, factor(s.sd_insult, 3));
                set_lane(v.theta, i, cramp_history ? s.theta_history : 0);
            }
}

/// Plasma as the tissue sees it: calcium is bound as pH rises and falls when magnesium has long been low.
template <class S>
Patch::Milieu milieu(const InputValues& v, const S& s, const NeckParameters& p) {
    const double pH = v[Input::ph], Mg = v[Input::magnesium];
    const double lost = s.k_CaMg * std::max(0.0, (s.Mg_low - Mg) / s.Mg_low);
    const double Ca = v[Input::calcium] * std::pow(10.0, -s.k_CapH * (pH - 7.4)) * (1 - lost);
    return {v[Input::potassium], v[Input::sodium], Ca, Mg, pH, Energetics::warm(v[Input::temperature], p.patch.energetics)};
}

/// Bring the inputs of a scenario at one time into the lanes of the neck.
template <class T>
void apply_inputs(const InputValues& v, const Subject& subject, const Neck<T>& neck, NeckDrive<T>& in) {
    const auto& p = neck.parameters();
    const auto& s = p.subject;
    in.milieu = milieu(v, s, p);
    in.gravity = v[Input::gravity], in.support = v[Input::support], in.control = v[Input::control];
    constexpr double degree = std::numbers::pi / 180;
    in.posture = {v[Input::pitch] * degree, v[Input::roll] * degree, v[Input::yaw] * degree};
    neck.set_wanted(in);
    const double stress = v[Input::stress];
    const double D = s.D * v[Input::monoamine] * (1 + s.D_stress * stress);
    const double g_aff = subject.cramp_history ? s.aff_history : s.aff_none;
    for (std::size_t b = 0; b < neck.blocks(); ++b)
        for (int i = 0; i < width_of<T>; ++i) {
            const std::size_t m = std::min(b * width_of<T> + static_cast<std::size_t>(i), neck.muscles() - 1);
            auto& d = in.pools[b];
            set_lane(d.command, i, v.muscle(Input::drive, m)), set_lane(d.hold, i, v.muscle(Input::hold, m));
            set_lane(d.inhibition, i, v.muscle(Input::inhibition, m));
            set_lane(d.inhibition_gain, i, v.muscle(Input::inhibition_gain, m));
            set_lane(d.f_stim, i, v.muscle(Input::stimulation, m)), set_lane(d.block, i, v.muscle(Input::nerve_block, m));
            set_lane(d.stress, i, stress), set_lane(d.D, i, D), set_lane(d.g_aff, i, g_aff);
            set_lane(in.stretch[b], i, v.muscle(Input::stretch, m));
            for (std::size_t k = 0; k < neck.patches(); ++k) {
                auto& q = in.patches[k * neck.blocks() + b];
                const std::size_t at = m * neck.patches() + k;
                set_lane(q.insult, i, v.all(Input::strain)[at]);
                set_lane(q.P_ext, i, v.all(Input::compression)[at] + v.muscle(Input::cuff, m));
                set_lane(q.M_in, i, v.muscle(Input::mediator, m));
                set_lane(q.release_gain, i, v.muscle(Input::release_gain, m));
                set_lane(q.esterase, i, v.muscle(Input::esterase, m));
            }
        }
}

/// State of rest: tables' defaults, long in the plasma of the first instant, settled without work and without anything else
/// that the scenario does to a muscle.
template <class T>
NeckState<T> rest(Neck<T>& neck, NeckDrive<T>& in) {
    NeckState<T> x;
    const auto rows = Patch::States::fields();
    for (std::size_t g = 0; g < neck.groups(); ++g) {
        for (const Field& row : rows) x.slow.push_back(T(row.value));
        T* ions = x.slow.data() + g * Patch::size + Patch::States::offset<Interstitium>();
        auto state = load<Interstitium::State>(ions);
        state.Na_e = T(in.milieu.Na), state.Ca_e = T(in.milieu.Ca), state.Mg_e = T(in.milieu.Mg);
        store<Interstitium::State>(state, ions);
    }
    const auto append = [&](const auto& states) { for (const Field& row : states) x.fast.push_back(T(row.value)); };
    for (std::size_t b = 0; b < neck.blocks(); ++b) {
        for (std::size_t k = 0; k < Pool::classes; ++k) append(MotorPool::states);
        append(Reflex::states);
        append(Axon::states);
    }
    append(Head::states);
    auto as_given = in.patches;
    for (auto& p : in.patches) p.insult = p.P_ext = p.M_in = T(0.0), p.release_gain = p.esterase = T(1.0);
    settle(neck, in, x);
    in.patches = std::move(as_given);
    return x;
}

/// The first state of a lane that is out of all bounds, as people read it; empty where there is none.
template <class T>
std::string out_of_bounds(const std::vector<T>& patch) {
    const auto names = Patch::States::names();
    const auto fields = Patch::States::fields();
    for (std::size_t i = 0; i < patch.size(); ++i) {
        const auto [low, high] = fields[i].range;
        for (int k = 0; k < width_of<T>; ++k) {
            const double value = lane(patch[i], k);
            if (!(value >= low - (high - low) && value <= high + (high - low)))
                return names[i] + " would be " + number_text(value) + " " + std::string(fields[i].unit);
        }
    }
    return {};
}

/// How far a patch at rest is stepped at a time. A stride is stable up to a fastest rate.
struct Strides {
    struct Stride {
        double h;
        int stages;
    };
    Stride first, later;  // before and after the transient
};
constexpr Strides usual_strides{{20, 14}, {400, 64}};   // 6 per second
constexpr Strides short_strides{{0.2, 14}, {4, 64}};  // 600 per second, for unusual parameters

/// Let the patches of one level come to rest and copy them to all: they differ only in what work brings out. Throws
/// InputError where they do not.
template <class T>
void settle(Neck<T>& neck, NeckDrive<T>& in, NeckState<T>& x) {
    constexpr double horizon = 20000, transient = 400;
    const ChebyshevTable table(usual_strides.later.stages);
    std::vector<T> y(Patch::size), f(Patch::size), out(Patch::size), work(rkc_workspace(Patch::size));
    for (std::size_t b = 0; b < neck.blocks(); ++b) {
        const auto drawn = neck.traits(b);
        neck.traits(b).fatigue = neck.traits(b).mediator = neck.traits(b).noise = neck.traits(b).insult = T(1.0);
        const auto rates = [&](std::span<const T> s, std::span<T> ds, double) { neck.patch_rates(s.data(), ds.data(), b, in); };
        const auto rest = [&](const Strides& strides) {
            y.assign(x.slow.begin() + static_cast<std::ptrdiff_t>(b * Patch::size), x.slow.begin() + static_cast<std::ptrdiff_t>((b + 1) * Patch::size));
            for (double t = 0; t < horizon;) {
                const auto [h, stages] = t < transient ? strides.first : strides.later;
                rates(y, f, t);
                rkc_step<T>(rates, y, f, t, h, stages, std::span<T>(out), work, table);
                y.swap(out);
                t += h;
            }
            open_ledgers(y, neck.parameters().patch);
            return out_of_bounds(y);
        };
        if (!rest(usual_strides).empty())
            if (const std::string state = rest(short_strides); !state.empty())
                throw InputError("parameters", "", "values with which a muscle at rest stays at rest: " + state);
        neck.traits(b) = drawn;
        for (std::size_t k = 0; k < neck.patches(); ++k)
            std::copy(y.begin(), y.end(), x.slow.begin() + static_cast<std::ptrdiff_t>((k * neck.blocks() + b) * Patch::size));
    }
}

/// Ledgers start from what the pools hold.
template <class T>
void open_ledgers(std::vector<T>& y, const Patch::Parameters& p) {
    T* at = y.data() + Patch::States::offset<Energetics>();
    auto e = load<Energetics::State>(at);
    const auto pools = Energetics::closure(e, p.energetics);
    e.E = e.PCr + pools.ATP * (2 + pools.r);
    e.Y = p.energetics.beta * e.pH + p.energetics.gamma * e.PCr;
    store<Energetics::State>(e, at);
    at = y.data() + Patch::States::offset<Interstitium>();
    auto ions = load<Interstitium::State>(at);
    ions.K_w = (ions.K_e - p.interstitium.K_0) + (ions.K_i - p.interstitium.K_i0) / p.interstitium.v;
    store<Interstitium::State>(ions, at);
    at = y.data() + Patch::States::offset<Fluid>();
    auto water = load<Fluid::State>(at);
    water.W = (water.V_e - p.fluid.V_e0) + (water.V_c - p.fluid.V_c0);
    store<Fluid::State>(water, at);
}

}  // namespace wryneck
