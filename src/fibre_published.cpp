// The published fibre, compiled once.
#include "cable_compute.hpp"
#include "fibre_compute.hpp"

template void wryneck::compute_fibres<wryneck::fibre::Published>(std::span<FibreJob>, std::size_t, FibrePrecision);
template void wryneck::compute_cable<wryneck::fibre::Published>(CableJob&);
