// Cables that are asked for, checked and computed.

#include "wryneck/run/cable.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "cable_job.hpp"
#include "fibre_ready.hpp"

namespace wryneck {

using namespace asked;

namespace {

using fibre::Cable;
using fibre::CableFibre;

constexpr int most_places = 100'000;
constexpr double along = 4;  // the usual pulse is as many times that of a fibre alone: its current flows on

Cable::Parameters<double> cable_of(const CableProtocol& protocol) {
    auto all = defaults<Cable::Parameters>(Cable::parameters);
    std::vector<std::string> names;
    for (const Field& row : Cable::parameters) names.emplace_back(row.name);
    for (const auto& [name, value] : protocol.cable) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end())
            throw InputError("cable." + name, "", "the name of a parameter of the cable", nearest_name(name, names));
        const Field& row = Cable::parameters[static_cast<std::size_t>(found - names.begin())];
        ask_within("cable." + name, value, row.range.low, row.range.high, std::string(row.unit) + ", a value");
        reinterpret_cast<double*>(&all)[row.slot] = value;
    }
    return all;
}

std::vector<BundleFibre> fibres_of(const CableProtocol& protocol) {
    if (protocol.bundle.empty()) return {{protocol.fibre.kind, protocol.fibre.pulses_ms}};
    if (!protocol.fibre.pulses_ms.empty())
        throw InputError("pulses_ms", "", "none where each fibre of the bundle has its own", "");
    return protocol.bundle;
}

void check_cable(const CableProtocol& protocol) {
    check(protocol.fibre);
    ask_within("length_cm", protocol.length_cm, 0.001, 100, "a length in cm");
    ask_within("places", protocol.places, 1, most_places, "a number");
    ask_within("end_plate", protocol.end_plate, 0, 1, "a share of the length");
    ask_within("end_plate_cm", protocol.end_plate_cm, 1e-4, protocol.length_cm, "a length in cm");
    ask_within("largest_change", protocol.largest_change, 1e-3, 50, "a potential in mV");
    ask_within("longest_step_ms", protocol.longest_step_ms, 1e-4, 100, "a time in ms");
    ask_within("level_mV", protocol.level_mV, -60, 30, "a potential in mV");
    ask_within("threads", protocol.threads, 1, most_threads, "a number");
    ask_within("bundle", static_cast<double>(protocol.bundle.size()), 0, 1000, "a number of fibres");
    if (!protocol.zones.empty() && protocol.fibre.variant == FibreVariant::published)
        throw InputError("zones", "", "none with the published fibre, which has no bath", "");
    double end = 0;
    for (std::size_t i = 0; i < protocol.zones.size(); ++i) {
        const CableZone& zone = protocol.zones[i];
        const std::string field = "zones[" + std::to_string(i) + "].";
        ask_within(field + "from_cm", zone.from_cm, end, protocol.length_cm, "a length in cm, after the zone before,");
        ask(zone.to_cm > zone.from_cm && zone.to_cm <= protocol.length_cm, field + "to_cm", zone.to_cm,
            "a length in cm above " + number_text(zone.from_cm) + ", at most " + number_text(protocol.length_cm));
        end = zone.to_cm;
    }
}

/// Share of each place that lies in the end-plate; one place at least feels the whole pulse.
std::vector<double> end_plate_of(const CableProtocol& protocol) {
    const auto places = static_cast<std::size_t>(protocol.places);
    const double dx = protocol.length_cm / protocol.places, half = protocol.end_plate_cm / 2;
    const double middle = std::clamp(protocol.end_plate * protocol.length_cm, half, protocol.length_cm - half);
    std::vector<double> share(places);
    for (std::size_t i = 0; i < places; ++i) {
        const double left = static_cast<double>(i) * dx, right = left + dx;
        share[i] = std::max(0.0, std::min(right, middle + half) - std::max(left, middle - half)) / dx;
    }
    return share;
}

/// The protocol of one fibre in one stretch.
FibreProtocol protocol_of(const CableProtocol& protocol, FibreKind kind, const CableZone* zone) {
    FibreProtocol one = protocol.fibre;
    one.kind = kind;
    if (zone)
        for (const auto& [name, value] : zone->bath) one.bath[name] = value;
    return one;
}

std::size_t zone_of(const CableProtocol& protocol, double position_cm) {
    for (std::size_t z = 0; z < protocol.zones.size(); ++z)
        if (position_cm >= protocol.zones[z].from_cm && position_cm < protocol.zones[z].to_cm) return z + 1;
    return 0;
}

/// Field of an error in a zone's bath.
std::string in_zone(std::size_t zone, const std::string& field) {
    return zone > 0 ? "zones[" + std::to_string(zone - 1) + "]." + field : field;
}

/// What a place of this kind in this zone (0: outside all) is made of.
template <class F>
fibre::CableMatter matter_of(const CableProtocol& protocol, FibreKind kind, std::size_t zone, Rests& rests) {
    const FibreProtocol one = protocol_of(protocol, kind, zone > 0 ? &protocol.zones[zone - 1] : nullptr);
    try {
        FibreJob job{.protocol = &one};
        begin(job, parameters_of<F>(one), rests);
        return {std::move(job.parameters), std::move(job.start)};
    } catch (const InputError& e) {
        throw InputError(in_zone(zone, e.field()), e.value(), e.expected(), e.nearest());
    }
}

struct Electric {
    double C_m, depth, shell, carrier, F, temperature;
};

Electric electric(const Published::Parameters<double>& p) {
    constexpr double published_degC = 20;
    return {p.membranes.C_m, p.ions.tsi2, p.ions.tsi3, 0, p.ions.F, published_degC};
}
Electric electric(const Repaired::Parameters<double>& p) {
    return {p.membranes.C_m, p.ions.tsi2, p.ions.tsi3, p.ions.carrier, p.ions.F, p.bath.temperature};
}

template <class F>
CableFibre fibre_of(const CableProtocol& protocol, const BundleFibre& of) {
    FibreProtocol one = protocol_of(protocol, of.kind, nullptr);
    one.pulses_ms = of.pulses_ms;
    check_pulses(one);
    const Electric e = electric(parameters_of<F>(one));
    CableFibre made;
    made.spread = fibre::exchange_of(cable_of(protocol), e.depth, protocol.places / protocol.length_cm, e.temperature).G / e.C_m;
    made.carried = e.carrier * e.C_m / (e.F * e.depth);
    made.weight = e.depth * e.shell;
    made.amplitude = protocol.fibre.amplitude.value_or(along * amplitude_of(one));
    for (double begin : of.pulses_ms) made.edges.push_back(begin), made.edges.push_back(begin + one.width_ms);
    return made;
}

template <class F>
CableTraces computed(const CableProtocol& protocol) {
    CableTraces traces;
    CableJob job{.protocol = &protocol, .traces = &traces};
    fibre::CableLayout& layout = job.layout;
    const std::vector<BundleFibre> fibres = fibres_of(protocol);
    const double dx = protocol.length_cm / protocol.places;
    layout.places = static_cast<std::size_t>(protocol.places), traces.fibres = fibres.size();
    for (std::size_t i = 0; i < layout.places; ++i) traces.position_cm.push_back((static_cast<double>(i) + 0.5) * dx);

    const std::vector<std::string> states = F::States::names();
    auto [recorded, series] = asked::recorded<F>(protocol.fibre);
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        if (recorded[i] >= states.size())
            throw InputError("record", series[i].name, "the name of a state", nearest_name(series[i].name, states));
        traces.series.emplace_back(series[i].name, series[i].unit, series[i].meaning,
                                   std::vector<std::string>{"fibre", "place"},
                                   std::vector<std::size_t>{traces.fibres, layout.places});
    }
    job.recorded = std::move(recorded);
    job.times = sampling_times(protocol.fibre, job.recorded.size() * traces.fibres * layout.places);

    Rests rests;
    std::map<std::pair<FibreKind, std::size_t>, std::size_t> known;
    for (const BundleFibre& of : fibres) {
        layout.fibres.push_back(fibre_of<F>(protocol, of));
        for (double edge : layout.fibres.back().edges) job.edges.push_back(edge);
        for (double position : traces.position_cm) {
            const std::pair key{of.kind, zone_of(protocol, position)};
            const auto [found, is_new] = known.try_emplace(key, layout.matter.size());
            if (is_new) layout.matter.push_back(matter_of<F>(protocol, key.first, key.second, rests));
            layout.matter_of.push_back(found->second);
        }
    }
    std::sort(job.edges.begin(), job.edges.end());
    layout.end_plate = end_plate_of(protocol);
    layout.mixing = 1 / cable_of(protocol).tau_mix;
    layout.tolerance = protocol.fibre.tolerance, layout.largest_change = protocol.largest_change;
    compute_cable<F>(job);
    return traces;
}

}  // namespace

const Series& CableTraces::operator[](const std::string& name) const {
    std::vector<std::string> names;
    for (const Series& s : series) {
        if (s.name == name) return s;
        names.push_back(s.name);
    }
    throw InputError("series", name, "a recorded state", nearest_name(name, names));
}

CableTraces run_cable(const CableProtocol& protocol) {
    check_cable(protocol);
    return protocol.fibre.variant == FibreVariant::published ? computed<Published>(protocol)
                                                             : computed<Repaired>(protocol);
}

std::vector<FibreParameter> cable_parameters() {
    std::vector<FibreParameter> rows;
    for (const Field& row : Cable::parameters)
        rows.push_back({std::string(Cable::name) + "." + std::string(row.name), row});
    return rows;
}

}  // namespace wryneck
