#pragma once
// What the library's surface for fibres hands to the compiled variants.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "wryneck/run/fibre.hpp"

namespace wryneck {

/// One fibre that is checked and ready.
struct FibreJob {
    const FibreProtocol* protocol = nullptr;
    std::vector<double> parameters{};  // in the order of the tables
    std::vector<double> start{};       // packed
    double amplitude = 0;
    std::vector<std::size_t> places{};  // of the recorded states; behind them, of the balances
    std::vector<double> times{};
    FibreTraces* traces = nullptr;
    std::vector<double>* last = nullptr;  // where the last state goes, if anybody wants it
};

/// Computes all, on `threads` threads with several fibres side by side on each. Compiled once for each variant F of the
/// equations, in a file of its own.
template <class F>
void compute_fibres(std::span<FibreJob> jobs, std::size_t threads, FibrePrecision precision);

}  // namespace wryneck
