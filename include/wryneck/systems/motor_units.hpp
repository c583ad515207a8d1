#pragma once
// A motor pool of single units: recruitment by size, discharges one by one, twitches, and the loops of the pool's muscle.
//
//   command, afferents, milieu --> reflex (V, z) --> motoneuron i: d, PIC, x + noise >= A(age) --> discharge
//         ^   u, F                                        | t_e                ^ volleys, impulses up the axon, F-wave
//         '---------------- twitches of unit i  <---------'  <---- t_M ---- nerve
//
// The loops are those of the classes (models/reflex.hpp). States between discharges by Heun's method at a fixed step; a
// discharge lies where the straight line between two steps crosses. Noise is keyed by unit and step.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <numbers>
#include <vector>

#include "wryneck/core/layout.hpp"
#include "wryneck/math/philox.hpp"
#include "wryneck/models/motor_unit.hpp"
#include "wryneck/models/reflex.hpp"

namespace wryneck {

/// What made a unit discharge.
enum class Origin : int { motoneuron = 0, nerve = 1, echo = 2 };

struct UnitDischarge {
    int unit;
    double time_s;  ///< when it arrives at the muscle
    Origin origin;
};

class MotorUnits {
public:
    using Unit = MotorUnit::State<double>;

    struct Parameters {
        MotorUnit::Parameters<double> unit = defaults<MotorUnit::Parameters>(MotorUnit::parameters);
        Reflex::Parameters<double> reflex = defaults<Reflex::Parameters>(Reflex::parameters);
        bool cramp_history = false;
    };

    /// Constants of a unit, from its place in the pool.
    struct Size {
        double threshold, largest_rate, twitch, contraction_s, membrane_s, weight;  ///< weight: share of the largest force
    };

    /// Held during a step.
    struct Drive {
        double command = 0, hold = 0, inhibition = 0, inhibition_gain = 1, monoamine = 1, stimulation = 0, block = 0, stress = 0;
        double length = 1, potassium = 4.2, nociception = 0, sensitisation = 0, antagonist = 0, afferent_gain = 0, extra = 0;
        double pic_gain = 1, facilitation_gain = 1, loop_gain = 1, pain_gain = 0, spinal_gain = 0;
    };

    MotorUnits(int units, const Parameters& p, std::uint64_t seed, bool noise) : p_(p), seed_(seed), noise_(noise) {
        const MotorUnit::Parameters<double>& u = p_.unit;
        const double N = units, last = u.RR + (u.f_N - u.f_min) / u.k_E, first = std::pow(u.RR, 1 / N);
        rate_per_drive_ = u.k_E * (last - first);
        const double c = std::log(u.RP) / std::log(u.t_ratio);
        for (int i = 1; i <= units; ++i) {
            const double recruited = std::pow(u.RR, i / N), twitch = std::pow(u.RP, i / N);
            sizes_.push_back({(recruited - first) / (last - first), u.f_1 - (u.f_1 - u.f_N) * recruited / u.RR, twitch,
                              u.tau_L * std::pow(twitch, -1 / c), u.tau_m * std::pow(u.tau_m_N / u.tau_m, i / N), 0});
        }
        double all = 0;
        for (Size& s : sizes_) all += s.weight = steady_force(s, s.largest_rate);
        full_force_ = all;
        for (Size& s : sizes_) s.weight /= all;
        units_.assign(sizes_.size(), start());
        noise_of_.assign(sizes_.size(), 0), margin_.assign(sizes_.size(), -1);
        discharged_.assign(sizes_.size(), never), before_.assign(sizes_.size(), never), twitched_.assign(sizes_.size(), never), axon_.assign(sizes_.size(), never);
        first_.resize(sizes_.size()), second_.resize(sizes_.size()), pic_.assign(sizes_.size(), 0);
        synaptic_ = -p_.reflex.rest - tonic(1, 1);
        for (std::size_t i = 0; i < units_.size(); ++i) units_[i].x = synaptic_ - sizes_[i].threshold;
    }

    [[nodiscard]] const std::vector<Size>& sizes() const { return sizes_; }
    [[nodiscard]] const std::vector<UnitDischarge>& discharges() const { return discharges_; }
    [[nodiscard]] double rate_per_drive() const { return rate_per_drive_; }
    [[nodiscard]] double time_s() const { return time_; }
    [[nodiscard]] double force() const { return force_of(units_) / full_force_; }
    [[nodiscard]] double synaptic() const { return synaptic_; }
    [[nodiscard]] double inhibition() const { return reflex_.z + left_of_inhibition_ * shock_; }
    [[nodiscard]] double effort() const { return reflex_.E; }
    [[nodiscard]] double driven() const { return driven_of(units_); }
    [[nodiscard]] const Unit& unit(std::size_t i) const { return units_[i]; }

    /// Mean force of a unit that discharges steadily, in the unit of its twitch.
    [[nodiscard]] double steady_force(const Size& s, double rate) const {
        return s.twitch * std::numbers::e * rate * s.contraction_s * twitch_gain(rate * s.contraction_s);
    }

    /// A pulse to the nerve now: of motor axons those `motor` share that the pulse reaches first, the largest; of spindle afferents a share.
    void pulse(double motor, double afferent, double block) {
        const auto count = static_cast<std::size_t>(std::lround(motor * static_cast<double>(sizes_.size())));
        for (std::size_t i = sizes_.size() - count; i < sizes_.size(); ++i) {
            const int unit = static_cast<int>(i);
            const bool open = !blocked(i, block);
            if (time_ - std::max(axon_[i], open ? passed(unit) : never) < p_.unit.t_r - rounding) continue;  // the axon is refractory here
            axon_[i] = time_;
            direct_.push_back({unit, time_ + p_.unit.t_M, Origin::nerve});
            if (open) meet(unit);
            if (open && !collides(unit, time_)) upward_.push_back({unit, time_ + upward_s(), Origin::nerve});
        }
        if (block < 1 && afferent > 0) volleys_.push_back({time_ + p_.unit.t_a, p_.unit.eps * afferent * (1 - block)});
    }

    /// A shock to the tendon now, which its organs answer: less in a short muscle, as they answer force.
    void shock(double size, double length, double block) {
        shocks_.push_back({time_ + p_.unit.t_s, p_.unit.s_Ib * size * (1 - block) * tendon(length)});
    }

    /// Something startles now: a volley of descending drive to the whole pool, which falls from one to the next.
    void startle(double size) {
        habituation_ *= std::exp((last_startle_ - time_) / p_.unit.tau_k);
        startles_.push_back({time_ + p_.unit.t_st, p_.unit.s_st * size * (1 - habituation_)});
        habituation_ += p_.unit.k_st * (1 - habituation_), last_startle_ = time_;
    }

    /// `h` is the same at every step.
    void step(double h, const Drive& in) {
        arrive(h, in);
        if (noise_) fluctuate(h);
        rates(reflex_, units_, in, reflex_first_, first_);
        ahead_ = units_;
        Reflex::State<double> reflex = reflex_;
        add(reflex, reflex_first_, h);
        for (std::size_t i = 0; i < units_.size(); ++i) add(ahead_[i], first_[i], h);
        shock_ *= std::exp(-h / p_.reflex.tau_z), startle_ *= std::exp(-h / p_.unit.tau_st);
        rates(reflex, ahead_, in, reflex_second_, second_);
        add(reflex_, reflex_first_, h / 2), add(reflex_, reflex_second_, h / 2);
        for (std::size_t i = 0; i < units_.size(); ++i) add(units_[i], first_[i], h / 2), add(units_[i], second_[i], h / 2);
        time_ = static_cast<double>(++steps_) * h;
        fire(h);
    }

private:
    struct Kick {
        double time_s, size;
    };

    static constexpr double never = -1e9, quiet = -8, rounding = 1e-6;

    /// What tendon organs of a muscle of some length say, as share of the most.
    [[nodiscard]] double tendon(double length) const {
        const Reflex::Parameters<double>& r = p_.reflex;
        return r.b_0 + (1 - r.b_0) * sigmoid((length - r.l_0) / r.w_l);
    }

    /// Inhibition of a pool at rest. With a history of cramp the tendon organs make a part of it, and a short muscle is left with less.
    [[nodiscard]] double tonic(double length, double open) const {
        const MotorUnit::Parameters<double>& u = p_.unit;
        return p_.cramp_history ? u.tonic_history + (u.tonic - u.tonic_history) * open * tendon(length) : u.tonic;
    }

    static Unit start() { return defaults<MotorUnit::State>(MotorUnit::states); }

    template <class Record>
    static void add(Record& x, const Record& dx, double h) {
        auto* to = reinterpret_cast<double*>(&x);
        const auto* rate = reinterpret_cast<const double*>(&dx);
        for (std::size_t i = 0; i < sizeof(Record) / sizeof(double); ++i) to[i] += h * rate[i];
    }

    [[nodiscard]] double force_of(const std::vector<Unit>& units) const {
        double sum = 0;
        for (const Unit& u : units) sum += u.F;
        return sum;
    }

    [[nodiscard]] double driven_of(const std::vector<Unit>& units) const {
        double sum = 0;
        for (std::size_t i = 0; i < units.size(); ++i) sum += sizes_[i].weight * std::min(units[i].y, 1.0);
        return sum;
    }

    void rates(const Reflex::State<double>& reflex, const std::vector<Unit>& units, const Drive& in, Reflex::State<double>& d_reflex,
               std::vector<Unit>& d_units) {
        const double F = std::max(force_of(units) / full_force_, 0.0);
        const double open = 1 - in.block;  // the nerve lets so much of what the muscle and the stimulus say to the cord pass, axon by axon down
        Reflex::Input<double> loops{};
        loops.command = in.command, loops.hold = in.hold, loops.l = in.length, loops.l_w = in.length - open * (in.length - 1);
        loops.f_stim = open * in.stimulation, loops.N = open * in.nociception;
        loops.K_e = in.potassium, loops.S = in.sensitisation, loops.u = driven_of(units), loops.F = F;
        loops.inhibition = in.inhibition, loops.inhibition_gain = in.inhibition_gain, loops.stress = in.stress;
        loops.g_aff = in.afferent_gain, loops.pain_gain = in.pain_gain, loops.spinal_gain = in.spinal_gain;
        loops.facilitation_gain = in.facilitation_gain, loops.loop_gain = open * in.loop_gain;
        const auto out = Reflex::rhs(reflex, loops, p_.reflex, d_reflex);
        const auto surplus = [&](double force) { return std::max(force - out.command, 0.0); };  // what tendon organs answer: the subject sees all of it
        d_reflex.z += in.inhibition_gain * p_.reflex.g_Ib * tendon(in.length) * (surplus(open * F) - surplus(F)) / p_.reflex.tau_z;
        const double resting = std::exp(-std::max(out.command, 0.0) / p_.unit.w_tonic);  // a slight command ends it
        left_of_inhibition_ = in.inhibition_gain;
        synaptic_ = out.V - p_.unit.c_V * out.command + in.extra + startle_ - in.inhibition_gain * (tonic(in.length, open) * resting + p_.unit.g_rec * in.antagonist + shock_);
        for (std::size_t i = 0; i < units.size(); ++i)
            pic_[i] = MotorUnit::rhs(units[i], {synaptic_, sizes_[i].threshold, in.monoamine, in.pic_gain, common_, 1 / sizes_[i].contraction_s,
                                                1 / sizes_[i].membrane_s},
                                     p_.unit, d_units[i]).pic;
    }

    void fluctuate(double h) {
        const MotorUnit::Parameters<double>& u = p_.unit;
        const double keep = std::exp(-h / u.tau_n), add_n = u.s_n * std::sqrt(1 - keep * keep);
        for (std::size_t i = 0; i < units_.size(); ++i)  // far below threshold nothing hears it
            noise_of_[i] = units_[i].x < quiet * u.s_n ? 0 : keep * noise_of_[i] + add_n * draw(static_cast<std::uint32_t>(i));
        const double slow = std::exp(-std::numbers::pi * u.w_c * h), turn = 2 * std::numbers::pi * u.f_c * h;
        const double add_c = u.s_c * std::sqrt(1 - slow * slow), one = common_, two = quadrature_;
        common_ = slow * (one * std::cos(turn) - two * std::sin(turn)) + add_c * draw(common_stream);
        quadrature_ = slow * (one * std::sin(turn) + two * std::cos(turn)) + add_c * draw(common_stream + 1);
    }

    [[nodiscard]] double draw(std::uint32_t stream) const { return normal({seed_, 0, stream, steps_}); }

    /// What is left of the afterhyperpolarisation of a unit, as drive.
    [[nodiscard]] double afterhyperpolarisation(std::size_t i, double t) const {
        const MotorUnit::Parameters<double>& u = p_.unit;
        const double age = t - discharged_[i];
        if (age <= u.t_r) return std::numeric_limits<double>::infinity();
        if (age < u.t_d && discharged_[i] - before_[i] > 1 / u.f_min) return u.s_d;  // the first of a doublet
        if (age * sizes_[i].largest_rate < 1) return std::numeric_limits<double>::infinity();
        return std::max((1 / age - u.f_min) / rate_per_drive_, 0.0);
    }

    /// The noise of the synapses of a unit, which grows with what excites it.
    [[nodiscard]] double heard_noise(std::size_t i) const { return noise_of_[i] * std::sqrt(std::max(synaptic_, 0.0) + pic_[i]); }

    void fire(double h) {
        for (std::size_t i = 0; i < units_.size(); ++i) {
            const double excited = units_[i].x + heard_noise(i), margin = excited - afterhyperpolarisation(i, time_);
            double before = margin_[i], span = h;
            margin_[i] = margin;
            if (margin < 0) continue;
            if (!std::isfinite(before)) {  // it could not discharge earlier than within this step
                span = std::clamp(time_ - discharged_[i] - 1 / sizes_[i].largest_rate, 0.0, h);
                before = excited - afterhyperpolarisation(i, time_ - span * (1 - rounding));
            }
            const double late = std::isfinite(before) ? span * margin / (margin - std::min(before, 0.0)) : span;
            discharge(static_cast<int>(i), time_ - late, Origin::motoneuron);
        }
    }

    void discharge(int unit, double t, Origin origin) {
        const auto i = static_cast<std::size_t>(unit);
        before_[i] = discharged_[i], discharged_[i] = t, margin_[i] = -std::numeric_limits<double>::infinity();
        units_[i].y += 1 / (p_.unit.tau_y * sizes_[i].largest_rate);
        downward_.push_back({unit, t + p_.unit.t_e, origin});
    }

    /// What reaches soma and muscle within the step that begins.
    void arrive(double h, const Drive& in) {
        const double end = time_ + h;
        for (; !volleys_.empty() && volleys_.front().time_s < end; volleys_.pop_front()) excite(volleys_.front());
        for (; !shocks_.empty() && shocks_.front().time_s < end; shocks_.pop_front()) shock_ += shocks_.front().size;
        for (; !startles_.empty() && startles_.front().time_s < end; startles_.pop_front()) startle_ += startles_.front().size;
        for (; !upward_.empty() && upward_.front().time_s < end; upward_.pop_front()) invade(upward_.front());
        twitch(direct_, end, 0), twitch(downward_, end, in.block);
    }

    /// A volley at the somata: it is largest as it comes, so what it makes discharge does so then.
    void excite(const Kick& volley) {
        const double late = std::max(volley.time_s - time_, 0.0);
        for (std::size_t i = 0; i < units_.size(); ++i) {
            const double excited = units_[i].x + volley.size + heard_noise(i);
            units_[i].x += volley.size * std::exp(late / sizes_[i].membrane_s);  // what of it is `size` when it comes
            if (excited >= afterhyperpolarisation(i, volley.time_s)) discharge(static_cast<int>(i), volley.time_s, Origin::motoneuron);
        }
    }

    /// An impulse up the axon reaches the soma, unless one on its way down has met it.
    void invade(const UnitDischarge& up) {
        const auto i = static_cast<std::size_t>(up.unit);
        if (collides(up.unit, up.time_s - upward_s()) || up.time_s - discharged_[i] < p_.unit.t_r) return;
        before_[i] = discharged_[i], discharged_[i] = up.time_s, margin_[i] = -std::numeric_limits<double>::infinity();
        units_[i].y += 1 / (p_.unit.tau_y * sizes_[i].largest_rate);
        if (uniform({seed_, 1, static_cast<std::uint32_t>(i), steps_}) < p_.unit.p_F) downward_.push_back({up.unit, up.time_s + p_.unit.t_e, Origin::echo});
    }

    /// From the place of stimulation to the soma, along the motor axon.
    [[nodiscard]] double upward_s() const { return p_.unit.t_e - p_.unit.t_M; }

    /// Whether an impulse of the unit is on its way down that has not passed the place of stimulation at a time: one that starts up from there meets the
    /// first of them, and both are lost.
    bool collides(int unit, double t) {
        const auto met = std::ranges::find_if(downward_, [&](const UnitDischarge& d) { return d.unit == unit && d.time_s - p_.unit.t_M > t; });
        if (met == downward_.end()) return false;
        downward_.erase(met);
        return true;
    }

    /// Impulses of a unit that are on their way up already meet what is on its way down.
    void meet(int unit) {
        std::erase_if(upward_, [&](const UnitDischarge& up) { return up.unit == unit && collides(unit, up.time_s - upward_s()); });
    }

    /// When the last impulse from the soma of a unit that is still on its way was at the place of stimulation.
    [[nodiscard]] double passed(int unit) const {
        double last = never;
        for (const UnitDischarge& d : downward_)
            if (const double t = d.time_s - p_.unit.t_M; d.unit == unit && t <= time_) last = std::max(last, t);
        return last;
    }

    [[nodiscard]] bool blocked(std::size_t i, double block) const {
        return block > 0 && uniform({seed_, 2, static_cast<std::uint32_t>(i), 0}) < block;
    }

    void twitch(std::deque<UnitDischarge>& coming, double end, double block) {
        for (; !coming.empty() && coming.front().time_s < end; coming.pop_front()) {
            const UnitDischarge& one = coming.front();
            const auto i = static_cast<std::size_t>(one.unit);
            if (blocked(i, block)) continue;
            axon_[i] = std::max(axon_[i], one.time_s - p_.unit.t_M);
            const Size& s = sizes_[i];
            const double interval = one.time_s - twitched_[i];
            if (interval < p_.unit.t_r) continue;  // the fibres are refractory
            units_[i].v += s.twitch * std::numbers::e / s.contraction_s * twitch_gain(s.contraction_s / interval);
            twitched_[i] = one.time_s;
            discharges_.push_back(one);
        }
    }

    /// Force per twitch relative to a single one, at a contraction time over interval [Fuglevand1993].
    [[nodiscard]] double twitch_gain(double x) const {
        const auto fused = [](double r) { return (1 - std::exp(-2 * r * r * r)) / r; };
        return x <= p_.unit.x_lin ? 1 : fused(x) / fused(p_.unit.x_lin);
    }

    static constexpr std::uint32_t common_stream = 1u << 30;

    Parameters p_;
    std::uint64_t seed_, steps_ = 0;
    bool noise_;
    double time_ = 0, rate_per_drive_ = 1, full_force_ = 1, synaptic_ = 0, shock_ = 0, startle_ = 0, habituation_ = 0, last_startle_ = 0, left_of_inhibition_ = 1, common_ = 0, quadrature_ = 0;
    std::vector<Size> sizes_;
    Reflex::State<double> reflex_{}, reflex_first_{}, reflex_second_{};
    std::vector<Unit> units_, ahead_, first_, second_;
    std::vector<double> noise_of_, pic_, margin_, discharged_, before_, twitched_, axon_;
    std::deque<UnitDischarge> direct_, downward_, upward_;
    std::deque<Kick> volleys_, shocks_, startles_;
    std::vector<UnitDischarge> discharges_;
};

}  // namespace wryneck
