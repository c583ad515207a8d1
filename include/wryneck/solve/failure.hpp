#pragma once
// Why a stepping loop ended, with the values inside. The loop returns it; callers that want an exception throw it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace wryneck {

enum class LoopEnd {
    reached_end,
    stopped,         // the stop token or the progress callback asked for it: the state is good
    wall_clock,      // out of time: the state is good
    step_budget,     // out of steps: the state is good, but the run is incomplete
    step_too_small,  // the error test fails even for the smallest step
    not_finite       // a value turned into NaN or infinity even for the smallest step
};

constexpr const char* to_string(LoopEnd end) {
    switch (end) {
        case LoopEnd::reached_end: return "the end was reached";
        case LoopEnd::stopped: return "stopped on request";
        case LoopEnd::wall_clock: return "the limit of computing time was reached";
        case LoopEnd::step_budget: return "the limit of steps was reached";
        case LoopEnd::step_too_small: return "the error stays too large at the smallest step";
        case LoopEnd::not_finite: return "a value is not finite at the smallest step";
    }
    return "unknown";
}

// The last steps tried, newest first.
struct StepHistory {
    static constexpr std::size_t length = 8;
    std::array<double, length> h{};
    std::size_t used = 0;

    void push(double step) {
        for (std::size_t i = length - 1; i > 0; --i) h[i] = h[i - 1];
        h[0] = step;
        if (used < length) ++used;
    }
};

struct LoopReport {
    LoopEnd end = LoopEnd::reached_end;
    double t = 0.0;         // where the state stands
    std::size_t worst = 0;  // component that decided the last trial
    double error = 0.0;     // of the last trial, in units of the tolerance
    StepHistory history;

    bool failed() const { return end == LoopEnd::step_too_small || end == LoopEnd::not_finite || end == LoopEnd::step_budget; }
};

// One sentence. `component` names the worst component with its value and unit, where the caller knows it; `unit` is that of time.
inline std::string describe(const LoopReport& report, const std::string& component = {}, const std::string& unit = "s") {
    std::ostringstream text;
    text.precision(9);
    text << "at " << report.t << ' ' << unit << ' ' << to_string(report.end);
    if (report.failed() && report.history.used > 0) {
        if (component.empty()) text << "; worst is component " << report.worst;
        else text << "; worst is " << component;
        text << " with error " << report.error << " of the tolerance; last steps:";
        for (std::size_t i = 0; i < report.history.used; ++i) text << ' ' << report.history.h[i];
        text << ' ' << unit;
    }
    return text.str();
}

class SolveFailure : public std::runtime_error {
public:
    explicit SolveFailure(const LoopReport& report, const std::string& component = {}, const std::string& unit = "s")
        : std::runtime_error(describe(report, component, unit)), report_(report) {}
    const LoopReport& report() const noexcept { return report_; }

private:
    LoopReport report_;
};

}  // namespace wryneck
