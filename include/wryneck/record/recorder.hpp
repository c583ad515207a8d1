#pragma once
// Output at chosen times between the steps, by interpolation: what is recorded never influences how time is stepped.

#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace wryneck {

/// Times 0, every, 2 every, ... and the end itself; each computed by multiplication, so that none drifts.
inline std::vector<double> output_times(double start, double end, double every) {
    if (!(every > 0.0) || !std::isfinite(every) || !(end >= start) || !std::isfinite(end - start))
        throw std::invalid_argument("output every " + std::to_string(every) + " s from " + std::to_string(start) +
                                    " to " + std::to_string(end) + " s, expected a positive interval in finite times");
    std::vector<double> times;
    const auto whole = static_cast<std::size_t>(std::floor((end - start) / every * (1.0 + 1e-12)));
    for (std::size_t i = 0; i <= whole; ++i) times.push_back(std::fmin(start + static_cast<double>(i) * every, end));
    if (end - times.back() > 1e-9 * every) times.push_back(end);
    else times.back() = end;  // 3 times 0.3 is not 0.9
    return times;
}

/// Straight line between the ends of a step; u runs from 0 to 1.
inline double interpolate(double u, double x0, double x1) { return u == 1.0 ? x1 : x0 + u * (x1 - x0); }

/// Hermite's cubic from values and slopes at the ends of a step of length h.
inline double interpolate(double u, double h, double x0, double slope0, double x1, double slope1) {
    const double v = 1.0 - u;
    return v * v * ((1.0 + 2.0 * u) * x0 + u * h * slope0) + u * u * ((3.0 - 2.0 * u) * x1 - v * h * slope1);
}

/// Walks through ascending output times. Its whole memory is one number, position(), which a checkpoint keeps.
class Recorder {
public:
    explicit Recorder(std::vector<double> times, std::size_t position = 0)
        : times_(std::move(times)), position_(position) {
        for (std::size_t i = 1; i < times_.size(); ++i)
            if (!(times_[i - 1] < times_[i]))
                throw std::invalid_argument("output time " + std::to_string(times_[i]) + " s follows " +
                                            std::to_string(times_[i - 1]) + " s, expected ascending times");
    }

    std::size_t position() const { return position_; }
    const std::vector<double>& times() const { return times_; }

    /// True if a step that ends at t_end passes an output time: only then are rows needed.
    bool due(double t_end) const { return position_ < times_.size() && times_[position_] <= t_end; }

    /// The row at a single time, such as the start.
    template <class Sink>
    void emit(double t, std::span<const double> row, Sink&& sink) {
        for (; due(t); ++position_) sink(times_[position_], row);
    }

    /// All outputs of the step from t0 to t1, linear between its end rows. sink(time, row) copies what it keeps.
    template <class Sink>
    void emit(double t0, std::span<const double> row0, double t1, std::span<const double> row1, Sink&& sink) {
        each(t0, t1, row1.size(), sink, [&](double u, std::size_t i) { return interpolate(u, row0[i], row1[i]); });
    }

    /// The same with slopes, cubic.
    template <class Sink>
    void emit(double t0, std::span<const double> row0, std::span<const double> slope0, double t1,
              std::span<const double> row1, std::span<const double> slope1, Sink&& sink) {
        each(t0, t1, row1.size(), sink, [&](double u, std::size_t i) {
            return interpolate(u, t1 - t0, row0[i], slope0[i], row1[i], slope1[i]);
        });
    }

private:
    template <class Sink, class Value>
    void each(double t0, double t1, std::size_t n, Sink& sink, Value&& value) {
        row_.resize(n);
        for (; due(t1); ++position_) {
            const double u = t1 > t0 ? (times_[position_] - t0) / (t1 - t0) : 1.0;
            for (std::size_t i = 0; i < n; ++i) row_[i] = value(u, i);
            sink(times_[position_], std::span<const double>(row_));
        }
    }

    std::vector<double> times_, row_;
    std::size_t position_ = 0;
};

}  // namespace wryneck
