// Motor pools of single units that are asked for, checked and computed.

#include "wryneck/run/motor_units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "fibre_ready.hpp"
#include "wryneck/models/subject.hpp"
#include "wryneck/systems/motor_units.hpp"

namespace wryneck {

using namespace asked;

namespace {

struct InputRow {
    const char *name, *unit, *meaning;
    double MotorUnits::Drive::*member;
    double lowest, highest;
};

constexpr std::array input_rows{
    InputRow{"command", "1", "voluntary drive", &MotorUnits::Drive::command, 0, 1},
    InputRow{"hold", "1", "target force of a hold; 0: none", &MotorUnits::Drive::hold, 0, 1},
    InputRow{"current", "1", "drive that is injected into every motoneuron", &MotorUnits::Drive::extra, -1, 2},
    InputRow{"stimulation", "Hz", "rate of nerve stimulation, for its steady drive by afferents", &MotorUnits::Drive::stimulation, 0, 200},
    InputRow{"afferent_gain", "s", "drive per rate of stimulated afferents", &MotorUnits::Drive::afferent_gain, 0, 0.1},
    InputRow{"nerve_block", "1", "share of the nerve that is blocked above the place of stimulation", &MotorUnits::Drive::block, 0, 1},
    InputRow{"inhibition", "1", "inhibition from outside", &MotorUnits::Drive::inhibition, 0, 2},
    InputRow{"inhibition_gain", "1", "what toxin leaves of glycine and GABA", &MotorUnits::Drive::inhibition_gain, 0, 1},
    InputRow{"monoamine", "1", "monoaminergic gain of the persistent inward current", &MotorUnits::Drive::monoamine, 0, 3},
    InputRow{"length", "1", "fibre length relative to neutral", &MotorUnits::Drive::length, 0.7, 1.3},
    InputRow{"stress", "1", "stress level", &MotorUnits::Drive::stress, 0, 1},
    InputRow{"potassium", "mM", "interstitial potassium", &MotorUnits::Drive::potassium, 1, 30},
    InputRow{"nociception", "1", "thin afferents", &MotorUnits::Drive::nociception, 0, 5},
    InputRow{"sensitisation", "1", "spinal sensitisation", &MotorUnits::Drive::sensitisation, 0, 5},
    InputRow{"antagonist", "1", "spindles of the antagonist", &MotorUnits::Drive::antagonist, 0, 5},
    InputRow{"pic_gain", "1", "hypothesis gain of the persistent inward current", &MotorUnits::Drive::pic_gain, 0, 3},
    InputRow{"loop_gain", "1", "hypothesis gain of the potassium loop", &MotorUnits::Drive::loop_gain, 0, 3},
    InputRow{"facilitation_gain", "1", "hypothesis gain of facilitation after cramp", &MotorUnits::Drive::facilitation_gain, 0, 3},
    InputRow{"pain_gain", "1", "hypothesis gain of pain to drive", &MotorUnits::Drive::pain_gain, 0, 3},
    InputRow{"spinal_gain", "1", "hypothesis gain of spinal sensitisation", &MotorUnits::Drive::spinal_gain, 0, 3},
};

constexpr double longest_s = 7200, most_unit_seconds = 1e6;  // some 40 million discharges

std::string value_in(std::string_view unit) { return unit == "1" ? "a value" : "a value in " + std::string(unit); }

std::vector<std::string> input_names() {
    std::vector<std::string> names;
    for (const InputRow& row : input_rows) names.emplace_back(row.name);
    return names;
}

/// Call f("model.parameter", row, value) for every parameter; the value is a reference.
template <class F>
void each_of(MotorUnits::Parameters& all, F&& f) {
    const auto visit = [&]<class Model>(Model, auto& record) {
        auto* values = reinterpret_cast<double*>(&record);
        for (const Field& row : Model::parameters) f(std::string(Model::name) + "." + std::string(row.name), row, values[row.slot]);
    };
    visit(MotorUnit{}, all.unit), visit(Reflex{}, all.reflex);
}

MotorUnits::Parameters parameters_of(const MotorUnitProtocol& protocol) {
    MotorUnits::Parameters all;
    std::vector<std::string> names;
    auto left = protocol.parameters;
    each_of(all, [&](const std::string& name, const Field& row, double& value) {
        names.push_back(name);
        const auto found = left.find(name);
        if (found == left.end()) return;
        ask_within("parameters." + name, found->second, row.range.low, row.range.high, value_in(row.unit));
        value = found->second;
        left.erase(found);
    });
    if (!left.empty())
        throw InputError("parameters." + left.begin()->first, "", "the name of a parameter of motor units", nearest_name(left.begin()->first, names));
    return all;
}

template <class Events>
void check_times(const Events& events, const std::string& field, double duration) {
    double last = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        ask_within(field + "[" + std::to_string(i) + "].time_s", events[i].time_s, last, duration, "a time in s, ascending,");
        last = events[i].time_s;
    }
}

void check(const MotorUnitProtocol& protocol) {
    ask_within("units", protocol.units, 2, 2000, "a number of motor units");
    ask_within("duration_s", protocol.duration_s, 1e-3, longest_s, "a time in s");
    ask_within("step_s", protocol.step_s, 1e-5, 2e-3, "a time in s");
    ask_within("every_s", protocol.every_s, protocol.step_s, protocol.duration_s, "a time in s, of a step or more,");
    ask(protocol.duration_s * protocol.units <= most_unit_seconds, "duration_s", protocol.duration_s,
        "at most " + number_text(most_unit_seconds / protocol.units) + " s with " + std::to_string(protocol.units) + " units");
    check_times(protocol.pulses, "pulses", protocol.duration_s), check_times(protocol.shocks, "shocks", protocol.duration_s), check_times(protocol.startles, "startles", protocol.duration_s);
    for (std::size_t i = 0; i < protocol.pulses.size(); ++i) {
        const std::string field = "pulses[" + std::to_string(i) + "].";
        ask_within(field + "motor", protocol.pulses[i].motor, 0, 1, "a share");
        ask_within(field + "afferent", protocol.pulses[i].afferent, 0, 1, "a share");
    }
    for (std::size_t i = 0; i < protocol.shocks.size(); ++i)
        ask_within("shocks[" + std::to_string(i) + "].size", protocol.shocks[i].size, 0, 10, "a size");
    for (std::size_t i = 0; i < protocol.startles.size(); ++i)
        ask_within("startles[" + std::to_string(i) + "].size", protocol.startles[i].size, 0, 10, "a size");
    for (const auto& [name, profile] : protocol.inputs) {
        const auto row = std::find_if(input_rows.begin(), input_rows.end(), [&](const InputRow& r) { return name == r.name; });
        if (row == input_rows.end()) throw InputError("inputs." + name, "", "an input of motor units", nearest_name(name, input_names()));
        ask(!profile.time_s.empty() && profile.time_s.size() == profile.value.size(), "inputs." + name,
            static_cast<double>(profile.value.size()), "as many values as times, one or more");
        double last = -std::numeric_limits<double>::infinity();
        for (double time : profile.time_s) {
            ask(std::isfinite(time) && time >= last, "inputs." + name, time, "times in s, none before the one ahead of it");
            last = time;
        }
        for (double value : profile.value) ask_within("inputs." + name, value, row->lowest, row->highest, value_in(row->unit));
    }
}

/// A course that is asked for at ascending times.
struct Course {
    const InputRow* row;
    const Profile* profile;
};

/// What drives the pool of a subject who rests.
MotorUnits::Drive resting(bool cramp_history) {
    static constexpr auto subject = defaults<SubjectModel::Parameters>(SubjectModel::parameters);
    MotorUnits::Drive drive;
    drive.afferent_gain = cramp_history ? subject.aff_history : subject.aff_none;
    return drive;
}

MotorUnits::Drive drive_at(const MotorUnits::Drive& rest, const std::vector<Course>& courses, double t) {
    MotorUnits::Drive drive = rest;
    for (const Course& course : courses) drive.*course.row->member = course.profile->at(t, rest.*course.row->member);
    return drive;
}

class Recording {
public:
    explicit Recording(MotorUnitTraces& traces) : traces_(&traces) {
        for (const auto& [name, unit, meaning] : {std::array{"force", "1", "force as share of the largest"},
                                                  std::array{"drive", "1", "synaptic drive of the pool"},
                                                  std::array{"driven", "1", "driven share of the pool, by force"},
                                                  std::array{"inhibition", "1", "recurrent and tendon-organ inhibition"},
                                                  std::array{"effort", "1", "effort of a hold"}})
            traces.series.emplace_back(name, unit, meaning);
    }

    void operator()(const MotorUnits& pool) {
        const std::array values{pool.force(), pool.synaptic(), pool.driven(), pool.inhibition(), pool.effort()};
        traces_->time_s.push_back(pool.time_s());
        for (std::size_t i = 0; i < values.size(); ++i) traces_->series[i].append_row({&values[i], 1});
    }

private:
    MotorUnitTraces* traces_;
};

/// The discharges in the order of their arrival.
void keep_discharges(const MotorUnits& pool, MotorUnitTraces& traces) {
    auto all = pool.discharges();
    std::stable_sort(all.begin(), all.end(), [](const UnitDischarge& a, const UnitDischarge& b) { return a.time_s < b.time_s; });
    for (const UnitDischarge& d : all) {
        traces.unit.push_back(d.unit), traces.arrival_s.push_back(d.time_s);
        traces.origin.push_back(static_cast<int>(d.origin));
    }
}

}  // namespace

MotorUnitTraces run_motor_units(const MotorUnitProtocol& protocol) {
    check(protocol);
    MotorUnits::Parameters parameters = parameters_of(protocol);
    parameters.cramp_history = protocol.cramp_history;
    MotorUnits pool(protocol.units, parameters, protocol.seed, protocol.noise);
    const MotorUnits::Drive rest = resting(protocol.cramp_history);
    MotorUnitTraces traces;
    traces.rate_per_drive_Hz = pool.rate_per_drive();
    for (const MotorUnits::Size& s : pool.sizes())
        traces.threshold.push_back(s.threshold), traces.largest_rate_Hz.push_back(s.largest_rate), traces.weight.push_back(s.weight);
    std::vector<Course> courses;
    for (const InputRow& row : input_rows)
        if (const auto found = protocol.inputs.find(row.name); found != protocol.inputs.end()) courses.push_back({&row, &found->second});

    Recording record(traces);
    const auto steps = static_cast<std::uint64_t>(std::ceil(protocol.duration_s / protocol.step_s - 1e-9));
    const auto per_row = static_cast<std::uint64_t>(std::max(1.0, std::round(protocol.every_s / protocol.step_s)));
    std::size_t pulse = 0, shock = 0, startle = 0;
    record(pool);
    for (; traces.steps < steps; ++traces.steps) {
        const double t = static_cast<double>(traces.steps) * protocol.step_s;
        const MotorUnits::Drive drive = drive_at(rest, courses, t);
        for (; pulse < protocol.pulses.size() && protocol.pulses[pulse].time_s < t + protocol.step_s / 2; ++pulse)
            pool.pulse(protocol.pulses[pulse].motor, protocol.pulses[pulse].afferent, drive.block);
        for (; shock < protocol.shocks.size() && protocol.shocks[shock].time_s < t + protocol.step_s / 2; ++shock)
            pool.shock(protocol.shocks[shock].size, drive.length, drive.block);
        for (; startle < protocol.startles.size() && protocol.startles[startle].time_s < t + protocol.step_s / 2; ++startle)
            pool.startle(protocol.startles[startle].size);
        pool.step(protocol.step_s, drive);
        if ((traces.steps + 1) % per_row != 0 && traces.steps + 1 != steps) continue;
        record(pool);
        const bool stopped = protocol.stop && protocol.stop->load();
        if (stopped || (protocol.progress && !protocol.progress(pool.time_s()))) {
            traces.status = Status::interrupted, traces.message = "stopped at " + number_text(pool.time_s()) + " s";
            break;
        }
        if (!std::isfinite(pool.force() + pool.synaptic())) {
            traces.status = Status::failed, traces.message = "not a number at " + number_text(pool.time_s()) + " s";
            break;
        }
    }
    keep_discharges(pool, traces);
    return traces;
}

const std::vector<double>& MotorUnitTraces::operator[](const std::string& name) const {
    std::vector<std::string> names;
    for (const Series& s : series) {
        if (s.name == name) return s.values;
        names.push_back(s.name);
    }
    throw InputError("series", name, "a recorded series", nearest_name(name, names));
}

std::vector<MotorUnitInput> motor_unit_inputs() {
    std::vector<MotorUnitInput> rows;
    for (const InputRow& row : input_rows)
        rows.push_back({row.name, row.unit, row.meaning, resting(false).*row.member, row.lowest, row.highest});
    return rows;
}

std::vector<FibreParameter> motor_unit_parameters() {
    std::vector<FibreParameter> rows;
    MotorUnits::Parameters all;
    each_of(all, [&](const std::string& name, const Field& row, double&) { rows.push_back({name, row}); });
    return rows;
}

}  // namespace wryneck
