#include "wryneck/run/run.hpp"

#include "wryneck/run/simulation.hpp"
#include "wryneck/scenario/validate.hpp"

namespace wryneck {

namespace {

std::vector<ParameterRange> ranges() {
    std::vector<ParameterRange> all;
    NeckParameters().each([&](std::string_view model, const Field& row, double&) {
        all.push_back({std::string(model) + "." + std::string(row.name), row.range.low, row.range.high});
    });
    return all;
}

void check(const Scenario& scenario, const Options& o) {
    validate(scenario, targets_of(neck_anatomy()), ranges());
    const auto positive = [](const char* name, double v, bool zero) {
        if (!(zero ? v >= 0 : v > 0)) throw InputError(name, number_text(v), "a positive number");
    };
    positive("every_s", o.every_s, true);
    constexpr double most_rows = 2e7;
    if (o.every_s > 0 && scenario.duration_s / o.every_s > most_rows)
        throw InputError("every_s", number_text(o.every_s), "at most twenty million rows: " + number_text(scenario.duration_s / most_rows) + " s or more");
    positive("tolerance", o.tolerance, false);
    if (!(o.tolerance <= 1e-2)) throw InputError("tolerance", number_text(o.tolerance), "at most 0.01");
    positive("longest_step_s", o.longest_step_s, false);
    positive("min_step_s", o.min_step_s, false);
    positive("wall_limit_s", o.wall_limit_s, false);
    positive("checkpoint_every_s", o.checkpoint_every_s, false);
}

}  // namespace

Result run(const Scenario& scenario, const Options& options) {
    check(scenario, options);
    return options.scalar ? Simulation<double>(scenario, options).run() : Simulation<Lanes<native_lanes>>(scenario, options).run();
}

namespace {

template <class T>
Result go_on(const std::string& file, const Scenario& scenario, const Options& options) {
    Simulation<T> simulation(scenario, options);
    simulation.load(read_checkpoint(file));
    return simulation.run();
}

}  // namespace

Result resume(const std::string& checkpoint, const Scenario& scenario, const Options& options) {
    check(scenario, options);
    return options.scalar ? go_on<double>(checkpoint, scenario, options) : go_on<Lanes<native_lanes>>(checkpoint, scenario, options);
}

std::string checkpoint_note(const std::string& checkpoint) {
    const Sections sections = read_checkpoint(checkpoint);
    const auto note = sections.find("note");
    if (note == sections.end()) throw CheckpointError("checkpoint " + checkpoint + ": it has no note");
    return ByteReader(note->second).text();
}

const Series& Result::operator[](const std::string& name) const {
    std::vector<std::string> names;
    for (const Series& s : series) {
        if (s.name == name) return s;
        names.push_back(s.name);
    }
    throw InputError("series", "'" + name + "'", "the name of a recorded series", nearest_name(name, names));
}

std::vector<double> Result::of(const std::string& name, const std::string& muscle) const {
    const Series& s = (*this)[name];
    const auto found = std::find(muscles.begin(), muscles.end(), muscle);
    if (found == muscles.end()) throw InputError("muscle", "'" + muscle + "'", "the id of a muscle", nearest_name(muscle, muscles));
    std::vector<double> column;
    const auto m = static_cast<std::size_t>(found - muscles.begin());
    for (std::size_t i = 0; i < s.rows(); ++i) column.push_back(s.row(i)[m]);
    return column;
}

}  // namespace wryneck
