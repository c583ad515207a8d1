// Counts every call of the global allocation functions, in this whole test program.

#include <atomic>
#include <cstdlib>
#include <new>
#include <cstdint>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "wryneck/run/fibre.hpp"
#include "wryneck/solve/chebyshev.hpp"

namespace {
std::atomic<std::size_t> allocations = 0;
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
    if (void* p = operator new(size, std::nothrow)) return p;
    throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }

TEST_CASE("the Chebyshev kernel allocates nothing", "[chebyshev]") {
    const auto decay = [](std::span<const double> x, std::span<double> dx, double) {
        for (std::size_t i = 0; i < x.size(); ++i) dx[i] = -x[i];
    };
    const wryneck::ChebyshevTable table(32);
    std::vector<double> x(30, 1.0), dx(30, -1.0), out(30), work(wryneck::rkc_workspace(30));
    const std::size_t before = allocations;
    for (int s = 2; s <= 32; ++s) wryneck::rkc_step<double>(decay, x, dx, 0.0, 1e-4, s, out, work, table);
    const std::size_t after = allocations;
    CHECK(after == before);
    x.assign(1000, 0.0);
    CHECK(allocations > after);  // the counter counts
}

TEST_CASE("steps of a fibre allocate nothing", "[fibre]") {
    const auto allocated = [](double tolerance) {
        wryneck::FibreProtocol protocol;
        protocol.pulses_ms = {0};
        protocol.duration_ms = protocol.every_ms = 20;
        protocol.tolerance = tolerance;
        const std::size_t before = allocations;
        const auto traces = wryneck::run_fibre(protocol);
        return std::pair<std::size_t, std::uint64_t>{allocations - before, traces.steps};
    };
    const auto [coarse, few] = allocated(1e-3);
    const auto [fine, many] = allocated(1e-6);
    CHECK(many > 2 * few);
    CHECK(fine == coarse);
}
