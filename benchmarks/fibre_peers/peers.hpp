// General solvers on the fibre's equations, behind plain functions: a peer may be compiled with another standard, or be
// left out where its library is missing.
#pragma once

#include <cstddef>
#include <vector>

namespace peers {

// The equations, as straight code: the same for all peers.
void rates(const double* x, double I_HH, double* dx);
// Column i of the dense Jacobian begins at J + i n; entries by column behind one another for the sparse one.
void dense_jacobian(const double* x, double I_HH, double* J);
void sparse_jacobian(const double* x, double I_HH, double* values);
std::size_t states();
std::size_t entries();
const std::vector<long>& column_starts();
const std::vector<long>& row_numbers();

// Constant stimulus until each edge.
struct Edge {
    double until, I_HH;
};

struct Job {
    std::vector<double> start;
    std::vector<Edge> edges;
    std::vector<double> samples;  // ascending; empty while time is taken
    std::size_t V, A;             // states to be sampled
    double tolerance;
};

struct Outcome {
    bool known = false, complete = false;
    double steps = 0, rates = 0;
    std::vector<double> V, A;
};

Outcome cvode_dense(const Job&);        // BDF, dense LU, Jacobian by differences
Outcome cvode_sparse(const Job&);       // BDF, KLU, our Jacobian
Outcome odeint_rosenbrock(const Job&);  // dense uBLAS LU, our Jacobian

}  // namespace peers
