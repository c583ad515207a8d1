#pragma once
// Episodes: when a muscle does what nobody asked of it, since when, how strongly, and what started it.
//
//   cramp               active state above a_on that neither command, posture nor stimulation explains, for longer than 1 s;
//                       pauses of less than 3 s belong to it
//   fasciculation burst at least ten random discharges, none more than half a minute after the last
//   knot                contracture above one half in some patch for longer than a minute
//   super-knot          knots in at least a quarter of the muscles (and six) at once
//
// The criteria are conventions of ours, named here so that they can be argued with.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "wryneck/record/bytes.hpp"
#include "wryneck/run/observer.hpp"

namespace wryneck {

struct EpisodeRules {
    double a_on = 0.10, a_off = 0.05, cramp_s = 1.0, gap_s = 3.0;  // shorter pauses do not end an episode
    double contracture_on = 0.5, contracture_off = 0.3, knot_s = 60;
    double burst_gap_s = 30;
    int burst_events = 10;
    double super_share = 0.25;
    std::size_t super_muscles = 6;
};

class EpisodeWatch {
public:
    EpisodeWatch(const Anatomy& anatomy, std::size_t patches, EpisodeRules rules = {}) : rules_(rules), patches_(patches) {
        for (const Muscle& m : anatomy.muscles) muscles_.push_back({m.base, m.side == Side::right ? "right" : "left"});
        cramps_.resize(muscles_.size()), knots_.resize(muscles_.size()), bursts_.resize(muscles_.size());
    }

    /// Called after every accepted step, `involuntary` per muscle: active state less what was asked for.
    void see(const Snapshot& s, const std::vector<double>& involuntary) {
        std::size_t knotted = 0;
        double pull = 0;
        for (std::size_t m = 0; m < muscles_.size(); ++m) {
            const auto& o = s.muscle[m];
            if (o.stimulation > 0) cramps_[m].stimulated = s.time;
            if (o.command + o.holding > 0) cramps_[m].commanded = s.time;
            follow(cramps_[m], s.time, involuntary[m], rules_.a_on, rules_.a_off, o.force, rules_.cramp_s, "cramp", m,
                   [&] { return cramp_cause(o, cramps_[m], s.time); });
            follow(knots_[m], s.time, worst_patch(s, m), rules_.contracture_on, rules_.contracture_off, o.force, rules_.knot_s, "knot", m,
                   [&] { return knot_cause(o); });
            if (knots_[m].open) mark_patches(s, m);
            knotted += knots_[m].open ? 1 : 0;
            pull += knots_[m].open ? o.force : 0;
        }
        const double share = static_cast<double>(knotted) / static_cast<double>(muscles_.size());
        const double many = knotted >= rules_.super_muscles && share >= rules_.super_share ? 1 : 0;
        follow(super_, s.time, many, 0.5, 0.5, pull, rules_.knot_s, "super-knot", muscles_.size(), [] { return std::string("spread of knots through the neck"); });
    }

    /// A random burst of discharge in a muscle.
    void burst(std::size_t m, double t) {
        Track& b = bursts_[m];
        if (b.count > 0 && t - b.last > rules_.burst_gap_s) close_burst(m);
        if (b.count == 0) b.onset = t;
        ++b.count, b.last = t;
    }

    /// All episodes so far; those still going on at `t` are marked.
    [[nodiscard]] std::vector<Episode> list(double t) const {
        std::vector<Episode> all = done_;
        const auto open = [&](const Track& track, const char* kind, std::size_t m, double least) {
            if (!track.open || t - track.onset < least) return;
            all.push_back(make(track, kind, m, t, true));
        };
        for (std::size_t m = 0; m < muscles_.size(); ++m) {
            open(cramps_[m], "cramp", m, rules_.cramp_s);
            open(knots_[m], "knot", m, rules_.knot_s);
            if (bursts_[m].count >= rules_.burst_events) all.push_back(make(bursts_[m], "fasciculation burst", m, bursts_[m].last, t - bursts_[m].last < rules_.burst_gap_s));
        }
        open(super_, "super-knot", muscles_.size(), rules_.knot_s);
        std::sort(all.begin(), all.end(), [](const Episode& a, const Episode& b) { return std::tie(a.onset_s, a.muscle, a.side) < std::tie(b.onset_s, b.muscle, b.side); });
        return all;
    }

    void save(ByteWriter& out) const {
        for (const auto* tracks : {&cramps_, &knots_, &bursts_})
            for (const Track& t : *tracks) put(out, t);
        put(out, super_);
        out.put(std::uint64_t{done_.size()});
        for (const Episode& e : done_)
            out.put(e.muscle).put(e.side).put(e.kind).put(e.cause).put(e.onset_s).put(e.duration_s).put(e.peak_force_N).put(e.patches).put(e.ongoing);
    }

    void load(ByteReader& in) {
        for (auto* tracks : {&cramps_, &knots_, &bursts_})
            for (Track& t : *tracks) t = get(in);
        super_ = get(in);
        done_.resize(0);
        for (auto n = in.get<std::uint64_t>(); n > 0; --n) {
            Episode e;
            e.muscle = in.text(), e.side = in.text(), e.kind = in.text(), e.cause = in.text();
            e.onset_s = in.get<double>(), e.duration_s = in.get<double>(), e.peak_force_N = in.get<double>();
            e.patches = in.values<int>(), e.ongoing = in.get<bool>();
            done_.push_back(std::move(e));
        }
    }

private:
    struct Track {
        bool open = false;
        double onset = 0, last = 0, peak = 0;
        double value = 0, seen = 0;                    // of the last step, to place an onset inside it
        double stimulated = -1e9, commanded = -1e9;    // when last
        int count = 0;
        std::string cause;
        std::vector<int> patches;
    };

    static void put(ByteWriter& out, const Track& t) {
        out.put(t.open).put(t.onset).put(t.last).put(t.peak).put(t.value).put(t.seen).put(t.stimulated).put(t.commanded);
        out.put(t.count).put(t.cause).put(t.patches);
    }
    static Track get(ByteReader& in) {
        Track t;
        t.open = in.get<bool>(), t.onset = in.get<double>(), t.last = in.get<double>(), t.peak = in.get<double>();
        t.value = in.get<double>(), t.seen = in.get<double>(), t.stimulated = in.get<double>(), t.commanded = in.get<double>();
        t.count = in.get<int>();
        t.cause = in.text(), t.patches = in.values<int>();
        return t;
    }

    template <class Cause>
    void follow(Track& track, double t, double value, double above, double below, double force, double least, const char* kind, std::size_t m,
                Cause&& cause) {
        const bool on = value > (track.open ? below : above);
        if (on && !track.open) {
            const double rise = value - track.value;
            track.open = true, track.peak = 0, track.cause = cause(), track.patches.clear();
            track.onset = rise > 0 ? track.seen + (t - track.seen) * std::clamp((above - track.value) / rise, 0.0, 1.0) : t;
        }
        track.value = value, track.seen = t;
        if (!track.open) return;
        if (on) track.last = t, track.peak = std::max(track.peak, force);
        if (on || t - track.last < rules_.gap_s) return;
        if (track.last - track.onset >= least) done_.push_back(make(track, kind, m, track.last, false));
        track.open = false;
    }

    [[nodiscard]] Episode make(const Track& track, const char* kind, std::size_t m, double t, bool ongoing) const {
        Episode e;
        e.muscle = m < muscles_.size() ? muscles_[m].base : "neck", e.side = m < muscles_.size() ? muscles_[m].side : "both";
        e.kind = kind, e.cause = track.cause.empty() ? "spontaneous discharge of fibres" : track.cause;
        e.onset_s = track.onset, e.duration_s = t - track.onset, e.peak_force_N = track.peak, e.patches = track.patches, e.ongoing = ongoing;
        return e;
    }

    void close_burst(std::size_t m) {
        Track& b = bursts_[m];
        if (b.count >= rules_.burst_events) done_.push_back(make(b, "fasciculation burst", m, b.last, false));
        b = {};
    }

    [[nodiscard]] double worst_patch(const Snapshot& s, std::size_t m) const {
        const auto first = s.contracted_patch.begin() + static_cast<std::ptrdiff_t>(m * patches_);
        return *std::max_element(first, first + static_cast<std::ptrdiff_t>(patches_));
    }

    void mark_patches(const Snapshot& s, std::size_t m) {
        auto& known = knots_[m].patches;
        for (std::size_t k = 0; k < patches_; ++k)
            if (s.contracted_patch[m * patches_ + k] > rules_.contracture_on && std::find(known.begin(), known.end(), static_cast<int>(k)) == known.end())
                known.insert(std::lower_bound(known.begin(), known.end(), static_cast<int>(k)), static_cast<int>(k));
    }

    static std::string cramp_cause(const Snapshot::OfMuscle& o, const Track& track, double t) {
        constexpr double just = 5;  // s
        std::string start;
        if (t - track.stimulated < just) start = "nerve stimulation, then ";
        else if (t - track.commanded < just) start = o.length < 0.95 ? "effort of a short muscle, then " : "effort, then ";
        if (o.axon > 3) return start + "discharge of motor axons";
        if (o.pic > 0.15) return start + "self-sustained discharge of motoneurons";
        return start + (o.spontaneous > 1 ? "discharge of hyperexcitable fibres" : "reflex");
    }

    static std::string knot_cause(const Snapshot::OfMuscle& o) {
        if (o.strain + o.overload >= 1) return o.overload > o.strain ? "overload in work" : "insult to the muscle";
        if (o.sensitised > 0.03) return "sensitised spinal roots";
        if (o.arrival > 0.02) return "knot in the neighbourhood";
        return o.atp < 2 ? "lack of ATP" : "calcium leak";
    }

    struct Name {
        std::string base, side;
    };
    EpisodeRules rules_;
    std::size_t patches_;
    std::vector<Name> muscles_;
    std::vector<Track> cramps_, knots_, bursts_;
    Track super_;
    std::vector<Episode> done_;
};

}  // namespace wryneck
