// The repaired fibre, compiled once.
#include "cable_compute.hpp"
#include "fibre_compute.hpp"
#include "wryneck/systems/repaired_fibre.hpp"

template void wryneck::compute_fibres<wryneck::fibre::Repaired>(std::span<FibreJob>, std::size_t, FibrePrecision);
template void wryneck::compute_cable<wryneck::fibre::Repaired>(CableJob&);
