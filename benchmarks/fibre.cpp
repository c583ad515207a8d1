// One fibre and many against general solvers on the same equations: work and precision of a train of 25 pulses at 50
// Hz.
//
// Every solver runs once in each round, one after the other; times are of the processor, so that what else the machine
// does counts less. Errors are the largest over 5000 samples against CVODE at 1e-12. Ours is set to the coarsest
// tolerance of a list at which both errors are no larger than those of the peer that it is compared with.

#include <time.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "bench.hpp"
#include "fibre_peers/peers.hpp"
#include "wryneck/run/fibre.hpp"
#include "wryneck/solve/sparse_lu.hpp"
#include "wryneck/systems/fibre_equations.hpp"

using namespace wryneck;

namespace {

using Variant = fibre::Published;
using Laid = fibre::EquationsOf<Variant, double>;
constexpr std::size_t N = Laid::N;
constexpr double duration_ms = 500, width_ms = 0.5, amplitude = 150;
constexpr int pulses = 25, rows = 5000;

double processor_seconds() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

std::vector<double> sampling_times() {
    std::vector<double> all;
    for (int i = 0; i < rows; ++i) all.push_back(i * duration_ms / rows);
    return all;
}

FibreProtocol protocol(double tolerance, bool sampled) {
    FibreProtocol p;
    p.variant = FibreVariant::published;
    p.pulses_ms = pulse_train(pulses, 50);
    p.width_ms = width_ms, p.amplitude = amplitude, p.duration_ms = duration_ms, p.tolerance = tolerance;
    p.record = {"membranes.V_s", "filament.A_2"};
    p.at_ms = sampled ? sampling_times() : std::vector<double>{duration_ms};
    return p;
}

std::size_t place_of(const std::string& name) {
    const auto names = fibre_states(FibreVariant::published);
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

peers::Job job(double tolerance, bool sampled) {
    const FibreProtocol p = protocol(tolerance, sampled);
    peers::Job j;
    const auto start = fibre::initial<Variant>(p.kind);
    j.start.assign(start.begin(), start.end());
    for (double begin : p.pulses_ms) j.edges.push_back({begin, 0}), j.edges.push_back({begin + width_ms, amplitude});
    j.edges.push_back({duration_ms, 0});
    if (sampled) j.samples = p.at_ms;
    j.V = place_of(p.record[0]), j.A = place_of(p.record[1]), j.tolerance = tolerance;
    return j;
}

struct Errors {
    double V = 0, A = 0;  // mV; share of the peak
    [[nodiscard]] bool within(const Errors& other) const { return V <= other.V && A <= other.A; }
};

Errors errors(const std::vector<double>& V, const std::vector<double>& A, const peers::Outcome& reference) {
    Errors e;
    for (std::size_t i = 0; i < reference.V.size(); ++i) {
        e.V = std::max(e.V, std::abs(V.at(i) - reference.V[i]));
        e.A = std::max(e.A, std::abs(A.at(i) - reference.A[i]));
    }
    e.A /= *std::max_element(reference.A.begin(), reference.A.end());
    return e;
}

/// Trains of the same pulses, shifted, in fibres with conductances that differ by up to 5 per cent.
std::vector<FibreProtocol> different(double tolerance, bool sampled, std::size_t count) {
    std::vector<FibreProtocol> all;
    for (std::size_t i = 0; i < count; ++i) {
        all.push_back(protocol(tolerance, sampled));
        const double u = static_cast<double>(i) / static_cast<double>(count - 1), shift = 19 * u;
        all.back().pulses_ms = pulse_train(pulses, 50, shift);
        const double more = 0.95 + 0.1 * std::fmod(0.618 * static_cast<double>(i), 1.0);
        all.back().parameters = {
            {"membranes.g_Na", 804 * more}, {"membranes.g_K", 64.8 / more}, {"reticulum.nu_SR", 4.875 * more}};
    }
    return all;
}

struct Method {
    std::string name;
    double tolerance = 0;
    Errors error;
    double steps = 0;
    double fibres = 1;
    std::function<void()> run;
    std::vector<double> seconds{};

    void time() {
        const double begin = processor_seconds();
        run();
        seconds.push_back((processor_seconds() - begin) / fibres);
    }
    [[nodiscard]] double median() const {
        std::vector<double> all = seconds;
        std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
        return all[all.size() / 2];
    }
    [[nodiscard]] double least() const { return *std::min_element(seconds.begin(), seconds.end()); }
};

const std::vector<double> tolerances = [] {
    std::vector<double> all;
    for (double t = 1e-3; t > 5e-7; t *= 0.92) all.push_back(t);
    return all;
}();
constexpr double coarse_tolerance_of_floats = 1e-5;

Method ours(const Errors& target, const peers::Outcome& reference, const std::string& name) {
    Method m;
    m.name = name;
    for (double tolerance : tolerances) {
        const FibreTraces traces = run_fibre(protocol(tolerance, true));
        m.tolerance = tolerance, m.steps = static_cast<double>(traces.steps + traces.rejected);
        m.error = errors(traces.series[0].values, traces.series[1].values, reference);
        if (m.error.within(target)) break;
    }
    m.run = [tolerance = m.tolerance] { (void)run_fibre(protocol(tolerance, false)); };
    return m;
}

/// Each fibre against itself at 1e-10.
Method lanes(const Errors& target, FibrePrecision precision, const std::string& name) {
    static const std::vector<FibreTraces> references = run_fibres(different(1e-10, true, 32));
    Method m;
    m.name = name;
    for (double tolerance : tolerances) {
        if (precision == FibrePrecision::single && tolerance < coarse_tolerance_of_floats) break;
        const auto all = run_fibres(different(tolerance, true, 32), {.precision = precision});
        m.tolerance = tolerance, m.error = {}, m.steps = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            peers::Outcome reference;
            reference.V = references[i].series[0].values, reference.A = references[i].series[1].values;
            const Errors e = errors(all[i].series[0].values, all[i].series[1].values, reference);
            m.error = {std::max(m.error.V, e.V), std::max(m.error.A, e.A)};
            m.steps += static_cast<double>(all[i].steps + all[i].rejected) / static_cast<double>(all.size());
        }
        if (m.error.within(target)) break;
    }
    m.fibres = 32;
    m.run = [protocols = different(m.tolerance, false, 32), precision] {
        (void)run_fibres(protocols, {.threads = 1, .precision = precision});
    };
    return m;
}

std::optional<Method> peer(const std::string& name, peers::Outcome (*solve)(const peers::Job&), double tolerance,
                           const peers::Outcome& reference) {
    const peers::Outcome sampled = solve(job(tolerance, true));
    if (!sampled.known) return std::nullopt;
    Method m;
    m.name = name, m.tolerance = tolerance;
    m.error = sampled.complete ? errors(sampled.V, sampled.A, reference) : Errors{1e300, 1e300};
    m.steps = sampled.steps;
    m.run = [solve, j = job(tolerance, false)] { (void)solve(j); };
    return m;
}

void compare(bench::Table& table, const std::string& against, const std::vector<Method*>& methods,
             const Method& peer_method) {
    for (const Method* m : methods)
        table.row({m->name, against, bench::number(m->tolerance), bench::number(m->error.V, "%.2g"),
                   bench::number(m->error.A, "%.2g"), bench::number(m->steps, "%.0f"),
                   bench::number(1e3 * m->median(), "%.2f"), bench::number(1e3 * m->least(), "%.2f"),
                   bench::number(peer_method.median() / m->median(), "%.1f"),
                   bench::number(peer_method.least() / m->least(), "%.1f")});
}

}  // namespace

// The equations for the peers.
namespace peers {

namespace {

const std::array<double, Laid::numbers>& known() {
    static const auto numbers = Laid::prepare(fibre::Stimulated<Variant>::flat(Variant::of(fibre::Kind::fast)));
    return numbers;
}

std::array<double, N + 1> inputs(const double* x, double I_HH) {
    std::array<double, N + 1> all;
    std::copy(x, x + N, all.begin());
    all[N] = I_HH;
    return all;
}

/// f(row, column, entry number of the row-wise order)
template <class F>
void each_entry(const F& f) {
    std::size_t e = 0;
    for (std::size_t i = 0; i < N; ++i)
        for (std::size_t j = 0; j < N; ++j)
            if (Laid::pattern.has(i, j)) f(i, j, e++);
}

std::vector<std::size_t> column_wise() {  // entry number of the column-wise order -> of the row-wise one
    std::vector<std::size_t> order;
    for (std::size_t column = 0; column < N; ++column)
        each_entry([&](std::size_t, std::size_t j, std::size_t e) {
            if (j == column) order.push_back(e);
        });
    return order;
}

const std::array<double, Laid::entries>& minus_jacobian(const double* x, double I_HH) {
    static std::array<double, Laid::entries> values = [] {
        std::array<double, Laid::entries> start{};
        for (std::size_t e = 0; e < Laid::entries; ++e)
            if (Laid::entry_number[e] != Laid::varies) start[e] = known()[Laid::entry_number[e]];
        return start;
    }();
    const auto all = inputs(x, I_HH);
    Laid::rates_and_jacobian<double>(all.data(), known().data(), [&]<std::size_t i>(const double& value) {
        if constexpr (i >= N) values[i - N] = value;
    });
    return values;
}

}  // namespace

void rates(const double* x, double I_HH, double* dx) {
    const auto all = inputs(x, I_HH);
    Laid::rates<double>(all.data(), known().data(), [&]<std::size_t i>(const double& value) { dx[i] = value; });
}
void dense_jacobian(const double* x, double I_HH, double* J) {
    const auto& values = minus_jacobian(x, I_HH);
    std::fill(J, J + N * N, 0.0);
    each_entry([&](std::size_t i, std::size_t j, std::size_t e) { J[j * N + i] = -values[e]; });
}
void sparse_jacobian(const double* x, double I_HH, double* out) {
    static const auto order = column_wise();
    const auto& values = minus_jacobian(x, I_HH);
    for (std::size_t e = 0; e < order.size(); ++e) out[e] = -values[order[e]];
}
std::size_t states() { return N; }
std::size_t entries() { return Laid::entries; }
const std::vector<long>& column_starts() {
    static const std::vector<long> starts = [] {
        std::vector<long> all(N + 1);
        each_entry([&](std::size_t, std::size_t j, std::size_t) { ++all[j + 1]; });
        for (std::size_t j = 0; j < N; ++j) all[j + 1] += all[j];
        return all;
    }();
    return starts;
}
const std::vector<long>& row_numbers() {
    static const std::vector<long> numbers = [] {
        std::vector<long> rows_of(Laid::entries), all;
        each_entry([&](std::size_t i, std::size_t, std::size_t e) { rows_of[e] = static_cast<long>(i); });
        for (std::size_t e : column_wise()) all.push_back(rows_of[e]);
        return all;
    }();
    return numbers;
}

}  // namespace peers

/// As this program is compiled, which is as the library is.
template <class Real>
std::string lanes_of(const char* what) {
    return "wryneck, lanes of " + std::to_string(register_width<Real>) + what;
}

int main(int argc, char** argv) {
    const bool quick = bench::asked(argc, argv, "--quick");
    bench::Table table(
        "fibre",
        "one fibre, 25 pulses at 50 Hz, 500 ms, restarted at 50 edges; time over that of ours at no larger errors",
        "SUNDIALS CVODE (BDF), Boost.Odeint (rosenbrock4), on the same compiled equations",
        {"method", "against", "tolerance", "dV, mV", "dA_2/peak", "steps tried", "ms per fibre", "least", "ratio",
         "of least"});
    peers::Outcome reference = peers::cvode_dense(job(1e-12, true));
    if (!reference.complete) {
        const FibreTraces traces = run_fibre(protocol(1e-11, true));
        reference.V = traces.series[0].values, reference.A = traces.series[1].values;
        table.note("No CVODE here: errors are against ours at 1e-11.");
    }

    struct Comparison {
        std::string against;
        Method peer_method;
        std::vector<Method> ours_methods;
    };
    std::vector<Comparison> all;
    const auto add = [&](const std::string& name, peers::Outcome (*solve)(const peers::Job&), double tolerance,
                         bool many) {
        const auto found = peer(name, solve, tolerance, reference);
        if (!found) return table.note("skipped: " + name + ", not installed");
        Comparison c{name + " " + bench::number(tolerance), *found, {}};
        c.ours_methods.push_back(ours(found->error, reference, "wryneck, one"));
        if (many) {
            c.ours_methods.push_back(lanes(found->error, FibrePrecision::full, lanes_of<double>("")));
            c.ours_methods.push_back(lanes(found->error, FibrePrecision::single, lanes_of<float>(" floats")));
        }
        all.push_back(std::move(c));
    };
    add("CVODE dense", peers::cvode_dense, 1e-4, true);
    add("CVODE dense", peers::cvode_dense, 1e-6, true);
    add("CVODE KLU", peers::cvode_sparse, 1e-4, false);
    add("CVODE KLU", peers::cvode_sparse, 1e-6, false);
    add("Odeint rosenbrock4", peers::odeint_rosenbrock, 1e-4, false);
    add("Odeint rosenbrock4", peers::odeint_rosenbrock, 1e-6, false);

    for (int round = 0; round < (quick ? 3 : 11); ++round)
        for (Comparison& c : all) {
            c.peer_method.time();
            for (Method& m : c.ours_methods) m.time();
        }
    for (Comparison& c : all) {
        std::vector<Method*> methods{&c.peer_method};
        for (Method& m : c.ours_methods) methods.push_back(&m);
        compare(table, c.against, methods, c.peer_method);
    }
    table.note(
        "Lanes: 32 fibres on one thread, trains shifted against each other, conductances up to 5 per cent apart; the "
        "worst of them, each "
        "against itself at 1e-10. CVODE: absolute tolerance a hundredth of the relative one.");
    table.print();
    if (!quick) table.record();
}
