#pragma once
// What a run records: named series with unit and meaning, and how each is read from the state.

#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "wryneck/record/series.hpp"
#include "wryneck/run/setup.hpp"

namespace wryneck {

/// The neck at one instant, as plain numbers: everything that series and episodes are made of.
struct Snapshot {
    struct OfMuscle {
        double force, activation, drive, rate, capacity, pcr, atp, ph, lactate, potassium, po2, flow, pressure, spontaneous, contracture,
            knot_radius, mediator, afferent, resting_potential, water, length, sodium, calcium_rest, glycogen, fatigue, conduction,
            command, holding, pic, axon, self_active, stimulation, strain, overload, arrival, sensitised;
    };
    double time = 0;
    std::vector<OfMuscle> muscle;
    std::vector<double> contracture_patch, spontaneous_patch, pcr_patch, contracted_patch;  // muscle-major
    std::array<double, 3> angle{}, torque{};
    std::array<double, 3> compression{}, shear{};
    std::array<double, 6> plasma{};
    Roots roots{};
    double pain = 0;
    std::array<double, 4> balance{};
};

/// One recorded quantity: where it stands in a snapshot.
struct Quantity {
    std::string name, unit, meaning, dims;  // dims: "muscle", "patch", "axis", "level", "ion", "root", ""
    std::function<void(const Snapshot&, std::vector<double>&)> read;
    bool standard = true;
};

inline std::vector<Quantity> quantities() {
    std::vector<Quantity> all;
    const auto muscle = [&](const char* name, const char* unit, const char* meaning, double Snapshot::OfMuscle::* field, bool standard = true) {
        all.push_back({name, unit, meaning, "muscle", [field](const Snapshot& s, std::vector<double>& row) {
                           for (const auto& m : s.muscle) row.push_back(m.*field);
                       }, standard});
    };
    using M = Snapshot::OfMuscle;
    muscle("force", "N", "tendon force", &M::force);
    muscle("activation", "1", "active state, by the nerve and by spontaneous discharge", &M::activation);
    muscle("drive", "1", "driven share of the motor pool", &M::drive);
    muscle("rate", "Hz", "impulses per fibre by the nerve", &M::rate);
    muscle("capacity", "1", "force capacity, conduction included", &M::capacity);
    muscle("pcr", "mM", "phosphocreatine", &M::pcr);
    muscle("atp", "mM", "ATP", &M::atp);
    muscle("ph", "1", "cytosolic pH", &M::ph);
    muscle("lactate", "mM", "lactate in the fibre", &M::lactate);
    muscle("potassium", "mM", "interstitial potassium", &M::potassium);
    muscle("po2", "mmHg", "oxygen pressure in the fibre", &M::po2);
    muscle("flow", "ml/100g/min", "blood flow", &M::flow);
    muscle("pressure", "mmHg", "intramuscular pressure", &M::pressure);
    muscle("spontaneous", "Hz", "expected spontaneous discharge", &M::spontaneous);
    muscle("contracture", "1", "contractured share of the fibres", &M::contracture);
    muscle("knot_radius", "mm", "radius of the largest knot", &M::knot_radius);
    muscle("mediator", "1", "pain-producing mediators", &M::mediator);
    muscle("afferent", "1", "discharge of thin afferents", &M::afferent);
    muscle("resting_potential", "mV", "membrane potential", &M::resting_potential);
    muscle("water", "ml/100g", "cell water above rest", &M::water);
    muscle("length", "1", "fibre length relative to neutral", &M::length);
    muscle("sodium_fibre", "mM", "sodium in the fibre", &M::sodium, false);
    muscle("calcium_rest", "1", "resting calcium in units of 0.1 uM", &M::calcium_rest, false);
    muscle("glycogen", "mM", "glycogen in glucosyl units", &M::glycogen, false);
    muscle("fatigue", "1", "low-frequency fatigue", &M::fatigue, false);
    muscle("conduction", "1", "share of fibres that conduct", &M::conduction, false);
    muscle("persistent_current", "1", "activated persistent inward current", &M::pic, false);
    muscle("axon", "Hz", "ectopic discharge of the motor axon", &M::axon, false);
    const auto other = [&](const char* name, const char* unit, const char* meaning, const char* dims, auto field, bool standard = true) {
        all.push_back({name, unit, meaning, dims, [field](const Snapshot& s, std::vector<double>& row) {
                           for (const double v : s.*field) row.push_back(v);
                       }, standard});
    };
    other("contracture_patch", "1", "contractured share of the fibres", "patch", &Snapshot::contracture_patch);
    other("spontaneous_patch", "Hz", "expected spontaneous discharge", "patch", &Snapshot::spontaneous_patch);
    other("pcr_patch", "mM", "phosphocreatine", "patch", &Snapshot::pcr_patch, false);
    other("angle", "deg", "angle of the head", "axis", &Snapshot::angle);
    other("torque", "N*m", "torque of the muscles on the head", "axis", &Snapshot::torque);
    other("compression", "N", "compression of the spine", "level", &Snapshot::compression);
    other("shear", "N", "shear of the spine, forward positive", "level", &Snapshot::shear);
    other("plasma", "mixed", "plasma ions (mM), pH and temperature (degC)", "ion", &Snapshot::plasma);
    other("sensitisation", "1", "spinal sensitisation", "root", &Snapshot::roots);
    all.push_back({"pain", "1", "pain index, 0 to 10 (assumed mapping)", "", [](const Snapshot& s, std::vector<double>& r) { r.push_back(s.pain); }});
    const char* balance[4][3] = {{"balance_energy", "mM", "energy-rich bonds less their ledger"},
                                 {"balance_protons", "mM", "protons that the pools can still bind less their ledger"},
                                 {"balance_potassium", "mM", "potassium less its ledger"},
                                 {"balance_water", "ml/100g", "water less its ledger"}};
    for (std::size_t i = 0; i < 4; ++i)
        all.push_back({balance[i][0], balance[i][1], std::string("largest error of any patch: ") + balance[i][2], "",
                       [i](const Snapshot& s, std::vector<double>& r) { r.push_back(s.balance[i]); }});
    return all;
}

/// Reads snapshots from the state of a neck.
template <class T>
class Observer {
public:
    Observer(const Neck<T>& neck) : neck_(neck) {}

    void take(double t, const NeckState<T>& x, const Report<T>& report, const NeckDrive<T>& in, const InputValues& given, Snapshot& s) const {
        s.time = t;
        const std::size_t n = neck_.muscles(), patches = neck_.patches();
        s.muscle.resize(n);
        for (auto* v : {&s.contracture_patch, &s.spontaneous_patch, &s.pcr_patch, &s.contracted_patch}) v->assign(n * patches, 0.0);
        s.balance = {};
        const auto head = load<Head::State>(x.fast.data() + neck_.blocks() * Pool::size);
        const Motion motion = move(x, head, in, s);
        for (std::size_t b = 0; b < neck_.blocks(); ++b) block(b, x, report, in, given, head, motion, s);
        const auto [W0, W1, W2] = motion.load;
        s.compression[0] += W0, s.compression[1] += W1, s.compression[2] += W2;
        s.plasma = {in.milieu.Na, in.milieu.K, in.milieu.Ca, in.milieu.Mg, in.milieu.pH, given[Input::temperature]};
        s.roots = x.roots;
        double hurt = 0;
        for (const auto& m : s.muscle) hurt += m.afferent * (1 + m.sensitised);
        s.pain = 10 * (1 - std::exp(-neck_.parameters().subject.k_pain * hurt));
    }

private:
    struct Motion {
        std::array<double, 3> rate{}, load{};
    };

    /// Head angles, torques, and how fast the head turns now.
    Motion move(const NeckState<T>& x, const Head::State<T>& head, const NeckDrive<T>& in, Snapshot& s) const {
        std::array<T, 3> torque{T(0.0), T(0.0), T(0.0)}, damping = torque;
        for (std::size_t b = 0; b < neck_.blocks(); ++b) {
            const auto t = neck_.tension(x.fast, b, head, in);
            for (std::size_t axis = 0; axis < 3; ++axis) {
                torque[axis] += sum(t.force * t.paths.cos_pennation * t.paths.arm[axis]);
                damping[axis] += sum(square(t.paths.arm[axis]) * t.tendon * t.paths.fibre_per_length * t.paths.cos_pennation);
            }
        }
        Head::State<T> dx;
        const auto out = Head::rhs(head, neck_.head_input(torque, damping, in), neck_.parameters().head, dx);
        constexpr double degree = 180 / std::numbers::pi;
        s.angle = {lane(head.pitch, 0) * degree, lane(head.roll, 0) * degree, lane(head.yaw, 0) * degree};
        s.torque = {lane(torque[0], 0), lane(torque[1], 0), lane(torque[2], 0)};
        s.compression = s.shear = {};
        return {{lane(dx.pitch, 0), lane(dx.roll, 0), lane(dx.yaw, 0)}, {lane(out.W_C0C2 + out.L, 0), lane(out.W_C4C5 + out.L, 0), lane(out.W_C7T1 + out.L, 0)}};
    }

    void block(std::size_t b, const NeckState<T>& x, const Report<T>& report, const NeckDrive<T>& in, const InputValues& given,
               const Head::State<T>& head, const Motion& motion, Snapshot& s) const {
        const auto& p = neck_.parameters();
        const auto t = neck_.tension(x.fast, b, head, in);
        const auto pool = Pool::observe(x.fast.data() + b * Pool::size, in.pools[b], p.subject, p.pool);
        const T lengthening = t.paths.fibre_per_length * -(t.paths.arm[0] * motion.rate[0] + t.paths.arm[1] * motion.rate[1] + t.paths.arm[2] * motion.rate[2]);
        HillForce::State<T> none;
        const T active = pool.a * in.strength[b] + in.offset[b];
        const auto hill = HillForce::rhs(none, {active, in.C[b], t.length * (t.paths.fibre / (t.length - in.stretch[b])), lengthening,
                                                neck_.skeleton().F_max(static_cast<int>(b))}, p.hill_force, none);
        const T force = hill.F * t.paths.cos_pennation;
        const auto load_on_spine = neck_.skeleton().spine_load(static_cast<int>(b), force);
        for (std::size_t l = 0; l < 3; ++l) s.compression[l] += load_on_spine[l][0], s.shear[l] += load_on_spine[l][1];

        for (int i = 0; i < width_of<T>; ++i) {
            const std::size_t m = b * width_of<T> + static_cast<std::size_t>(i);
            if (m >= neck_.muscles()) break;
            auto& o = s.muscle[m];
            o = {};
            o.force = lane(force, i), o.activation = lane(pool.a, i), o.drive = lane(pool.u, i), o.rate = lane(pool.f, i);
            o.length = lane(t.length, i), o.pic = lane(pool.pic, i), o.axon = lane(pool.f_axon, i);
            o.command = given.muscle(Input::drive, m), o.holding = given.muscle(Input::hold, m);
            o.stimulation = given.muscle(Input::stimulation, m), o.sensitised = lane(in.pools[b].S, i);
            patches(b, i, m, x, report, in, s);
        }
    }

    void patches(std::size_t b, int i, std::size_t m, const NeckState<T>& x, const Report<T>& report, const NeckDrive<T>& in, Snapshot& s) const {
        auto& o = s.muscle[m];
        double quiet = 0;
        const double share = 1.0 / static_cast<double>(neck_.patches());
        for (std::size_t k = 0; k < neck_.patches(); ++k) {
            const std::size_t g = k * neck_.blocks() + b, at = m * neck_.patches() + k;
            const auto& r = report.patches[g];
            const T* y = x.slow.data() + g * Patch::size;
            const auto e = load<Energetics::State>(y + Patch::States::offset<Energetics>());
            const auto ions = load<Interstitium::State>(y + Patch::States::offset<Interstitium>());
            const auto add = [&](double& sum, const T& v) { sum += share * lane(v, i); };
            add(o.capacity, r.strength), add(o.pcr, e.PCr), add(o.atp, r.ATP), add(o.ph, e.pH), add(o.lactate, e.L);
            add(o.potassium, ions.K_e), add(o.sodium, ions.Na_i), add(o.po2, y[Patch::States::offset<Perfusion>() + 2]);
            add(o.flow, r.Q), add(o.pressure, r.P_im), add(o.spontaneous, r.f_sp), add(o.contracture, r.C), add(o.mediator, r.M);
            add(o.afferent, r.N), add(o.resting_potential, r.V), add(o.water, r.swelling), add(o.conduction, r.conduction);
            add(o.calcium_rest, y[Patch::States::offset<Calcium>()]), add(o.glycogen, e.Gy), add(o.fatigue, e.Lf + e.Ls);
            quiet += share * (1 - lane(r.a_s, i));
            add(o.strain, in.patches[g].insult), add(o.overload, y[Patch::States::offset<Calcium>() + 3]), add(o.arrival, in.patches[g].arrival);
            o.knot_radius = std::max(o.knot_radius, lane(y[Patch::States::offset<KnotFront>()], i));
            s.contracture_patch[at] = s.contracted_patch[at] = lane(r.C, i);
            s.spontaneous_patch[at] = lane(r.f_sp, i), s.pcr_patch[at] = lane(e.PCr, i);
            const T* errors[4] = {&r.balance_E, &r.balance_Y, &r.balance_K, &r.balance_W};
            for (std::size_t j = 0; j < 4; ++j) s.balance[j] = std::max(s.balance[j], std::abs(lane(*errors[j], i)));
        }
        o.self_active = 1 - quiet;
        o.activation = 1 - (1 - o.activation) * quiet;
    }

    const Neck<T>& neck_;
};

}  // namespace wryneck
