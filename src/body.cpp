// Water, salts and a drug in a body: asked for, checked and computed.

#include <functional>

#include "subject_asked.hpp"
#include "wryneck/models/body/tissue.hpp"
#include "wryneck/systems/body.hpp"

namespace wryneck {

using namespace asked;

namespace {

using body::Body;

constexpr double hour_s = 3600;

Body::Parameters body_parameters(const BodyProtocol& protocol) {
    Body::Parameters all;
    if (protocol.salt) all.drug = defaults<body::Drug::Parameters>(body::Drug::parameters, Column::second);
    std::vector<std::string> known;
    all.each([&]<class M, class Record>(M, Record& record) { set_parameters<M>(record, protocol.parameters, known); });
    need_known(protocol.parameters, known);
    return all;
}

void check(const BodyProtocol& protocol) {
    ask_between("mass_kg", protocol.mass_kg, 30, 250, "kg");
    if (protocol.body_water_l) ask_between("body_water_l", *protocol.body_water_l, 15, 120, "l");
    ask_between("tolerance", protocol.tolerance, 1e-12, 1e-2, "");
    for (std::size_t i = 0; i < protocol.stretches.size(); ++i) {
        const BodyStretch& s = protocol.stretches[i];
        const std::string field = "stretches[" + std::to_string(i) + "].";
        ask_between(field + "water_l", s.water_l, 0, 10, "l"),
            ask_between(field + "sodium_mmol", s.sodium_mmol, 0, 2000, "mmol");
        ask_between(field + "potassium_mmol", s.potassium_mmol, 0, 500, "mmol"),
            ask_between(field + "sweat_l", s.sweat_l, 0, 15, "l");
        ask_between(field + "drug_mg", s.drug_mg, 0, 1e4, "mg");
    }
}

/// Allowed error of each state per step: a share of the range that its table gives it.
std::vector<double> allowed_of(double tolerance) {
    std::vector<double> all;
    for (const Field& row : Body::States::fields()) all.push_back(1e-2 * tolerance * (row.range.high - row.range.low));
    return all;
}

struct Curve {
    const char *name, *unit, *meaning;
    std::function<double(const Body&, const Eigen::VectorXd&)> read;
};

template <class M, class F>
auto state(F&& f) {
    return [f](const Body&, const Eigen::VectorXd& x) { return f(Body::States::get<M>(x.data())); };
}
template <class F>
auto plasma(F&& f) {
    return [f](const Body& b, const Eigen::VectorXd& x) { return f(b.plasma(x)); };
}
auto balance(std::size_t i) {
    return [i](const Body& b, const Eigen::VectorXd& x) { return b.balances(x)[i]; };
}

std::vector<Curve> curves() {
    using namespace body;
    return {
        {"sodium", "mM", "plasma sodium", plasma([](const auto& p) { return p.sodium; })},
        {"potassium", "mM", "plasma potassium", plasma([](const auto& p) { return p.potassium; })},
        {"magnesium", "mM", "ionised magnesium of plasma", plasma([](const auto& p) { return p.magnesium_ion; })},
        {"calcium", "mM", "ionised calcium of plasma", plasma([](const auto& p) { return p.calcium_ion; })},
        {"osmoles", "mM", "osmoles of plasma", plasma([](const auto& p) { return p.osm; })},
        {"drug", "mg/l", "plasma concentration of the drug", plasma([](const auto& p) { return p.drug; })},
        {"urine_flow", "l/h", "urine", plasma([](const auto& p) { return p.urine; })},
        {"outside", "l", "water outside of cells", state<BodyWater>([](const auto& s) { return s.V_e; })},
        {"cells", "l", "water in cells", state<BodyWater>([](const auto& s) { return s.V_i; })},
        {"gut", "l", "water in the gut", state<Gut>([](const auto& s) { return s.W; })},
        {"sweat", "l", "water lost with sweat", state<Sweat>([](const auto& s) { return s.W; })},
        {"sweat_sodium", "mmol", "sodium lost with sweat", state<Sweat>([](const auto& s) { return s.Na; })},
        {"sweat_potassium", "mmol", "potassium lost with sweat", state<Sweat>([](const auto& s) { return s.K; })},
        {"sweat_magnesium", "mmol", "magnesium lost with sweat", state<Sweat>([](const auto& s) { return s.Mg; })},
        {"sweat_calcium", "mmol", "calcium lost with sweat", state<Sweat>([](const auto& s) { return s.Ca; })},
        {"urine", "l", "urine beyond that at rest", state<Kidney>([](const auto& s) { return s.U_W; })},
        {"urine_sodium", "mmol", "sodium in urine, likewise", state<Kidney>([](const auto& s) { return s.U_Na; })},
        {"urine_potassium", "mmol", "potassium in urine, likewise", state<Kidney>([](const auto& s) { return s.U_K; })},
        {"balance_water", "l", "water that was made or lost by error", balance(0)},
        {"balance_sodium", "mmol", "sodium, likewise", balance(1)},
        {"balance_potassium", "mmol", "potassium, likewise", balance(2)},
        {"balance_magnesium", "mmol", "magnesium, likewise", balance(3)},
        {"balance_calcium", "mmol", "calcium, likewise", balance(4)},
    };
}

}  // namespace

SubjectTraces run_body(const BodyProtocol& protocol) {
    check(protocol);
    const auto p = body_parameters(protocol);
    const std::vector<double> ends = ends_of(protocol.stretches), times = row_times(protocol.every_s, ends);
    const double share = protocol.female ? p.water.f_female : p.water.f_male;
    Body body(p, protocol.body_water_l.value_or(share * protocol.mass_kg), protocol.kidney ? 1 : 0);
    DenseSteps<Body> steps(body, body.start(), allowed_of(protocol.tolerance), protocol.tolerance);
    std::vector<double> hours;
    for (double t : times) hours.push_back(t / hour_s);
    steps.keep(hours);

    SubjectTraces traces;
    const auto act = [&](std::size_t i) {
        const BodyStretch& s = protocol.stretches[i];
        const double h = s.duration_s / hour_s;
        body.act({s.water_l / h, s.sodium_mmol / h, s.potassium_mmol / h, s.sweat_l / h, s.drug_mg / h});
    };
    step_through(steps, ends, act, hour_s, steps.control(12), traces);

    const std::vector<Curve> all = curves();
    for (const Curve& c : all) traces.series.emplace_back(c.name, c.unit, c.meaning);
    steps.rows([&](std::size_t i, const Eigen::VectorXd& x) {
        traces.time_s.push_back(times[i]);
        for (std::size_t c = 0; c < all.size(); ++c) {
            const double value = all[c].read(body, x);
            traces.series[c].append_row({&value, 1});
        }
    });
    return traces;
}

std::vector<SubjectParameter> subject_parameters() {
    std::vector<SubjectParameter> rows;
    const auto add = [&]<class M>(M) {
        for (const Field& row : M::parameters)
            rows.push_back({std::string(M::name) + "." + std::string(row.name), row});
    };
    add(body::Tissue{});
    Body::Parameters().each([&]<class M, class Record>(M m, Record&) { add(m); });
    return rows;
}

}  // namespace wryneck
