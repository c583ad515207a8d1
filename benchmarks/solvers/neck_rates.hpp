#pragma once
// The neck as one system of equations y' = f(y), as a general solver would see it: patches, pools, head and roots at
// once.

extern "C" {

/// A neck of 8 muscles with 2 patches each (full = 0) or of all 52 with 6 (full = 1), under a constant load.
void* wryneck_neck(int full);
long wryneck_size(const void* neck);
void wryneck_start(const void* neck, double* y);
/// The plausible range of each state: what tolerances and errors are relative to.
void wryneck_scales(const void* neck, double* scale);
void wryneck_rates(void* neck, const double* y, double* dy);
/// Integrate from the start with the library's own stepper. counts: steps, rejected, rates of patches, rates of pools.
/// Returns the seconds taken, negative on failure.
double wryneck_ours(void* neck, double tolerance, double t_end, double* y, double* counts);
/// The same with CVODE, if it was there at build time. method: 0 BDF with a dense Jacobian, 1 BDF with GMRES, 2 Adams
/// with functional iteration. counts: steps, rates in all, rates for Jacobians, error test failures.
double wryneck_cvode(void* neck, int method, double tolerance, double t_end, double* y, double* counts);
}
