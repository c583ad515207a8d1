// The published fibre, compiled once.
#include "fibre_compute.hpp"

template void wryneck::compute_fibres<wryneck::fibre::Published>(std::span<FibreJob>, std::size_t, FibrePrecision);
