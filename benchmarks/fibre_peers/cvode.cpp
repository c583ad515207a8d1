// SUNDIALS CVODE (6 or newer), begun anew at every edge of a pulse.
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_context.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>
#ifdef WRYNECK_WITH_KLU
#include <sunlinsol/sunlinsol_klu.h>
#include <sunmatrix/sunmatrix_sparse.h>
#endif

#include "fibre_peers/peers.hpp"

namespace peers {

namespace {

struct User {
    double I_HH = 0;
    double calls = 0;
};

int right_side(realtype, N_Vector y, N_Vector dy, void* data) {
    auto* user = static_cast<User*>(data);
    ++user->calls;
    rates(N_VGetArrayPointer(y), user->I_HH, N_VGetArrayPointer(dy));
    return 0;
}

#ifdef WRYNECK_WITH_KLU
int jacobian(realtype, N_Vector y, N_Vector, SUNMatrix J, void* data, N_Vector, N_Vector, N_Vector) {
    const std::size_t n = states(), e = entries();
    for (std::size_t i = 0; i <= n; ++i) SUNSparseMatrix_IndexPointers(J)[i] = column_starts()[i];
    for (std::size_t i = 0; i < e; ++i) SUNSparseMatrix_IndexValues(J)[i] = row_numbers()[i];
    sparse_jacobian(N_VGetArrayPointer(y), static_cast<User*>(data)->I_HH, SUNSparseMatrix_Data(J));
    return 0;
}
#endif

Outcome solve(const Job& job, bool sparse) {
    Outcome outcome;
    outcome.known = true;
    const auto n = static_cast<sunindextype>(states());
    SUNContext context = nullptr;
    SUNContext_Create(nullptr, &context);
    N_Vector x = N_VNew_Serial(n, context);
    for (std::size_t i = 0; i < job.start.size(); ++i) N_VGetArrayPointer(x)[i] = job.start[i];
    User user;
    void* cvode = CVodeCreate(CV_BDF, context);
    CVodeInit(cvode, right_side, 0, x);
    CVodeSStolerances(cvode, job.tolerance, job.tolerance / 100);
    CVodeSetUserData(cvode, &user);
    CVodeSetMaxNumSteps(cvode, 100'000'000);
    SUNMatrix matrix = nullptr;
    SUNLinearSolver linear = nullptr;
#ifdef WRYNECK_WITH_KLU
    if (sparse) {
        matrix = SUNSparseMatrix(n, n, static_cast<sunindextype>(entries()), CSC_MAT, context);
        linear = SUNLinSol_KLU(x, matrix, context);
    }
#else
    (void)sparse;
#endif
    if (matrix == nullptr) {
        matrix = SUNDenseMatrix(n, n, context);
        linear = SUNLinSol_Dense(x, matrix, context);
    }
    CVodeSetLinearSolver(cvode, linear, matrix);
#ifdef WRYNECK_WITH_KLU
    if (sparse) CVodeSetJacFn(cvode, jacobian);
#endif

    double t = 0;
    bool good = true;
    std::size_t next = 0;
    const auto sample = [&] {
        outcome.V.push_back(N_VGetArrayPointer(x)[job.V]);
        outcome.A.push_back(N_VGetArrayPointer(x)[job.A]);
        ++next;
    };
    while (next < job.samples.size() && job.samples[next] <= 0) sample();
    for (const Edge& edge : job.edges) {
        if (edge.until <= t) continue;
        user.I_HH = edge.I_HH;
        CVodeReInit(cvode, t, x);
        CVodeSetStopTime(cvode, edge.until);
        while (good && next < job.samples.size() && job.samples[next] < edge.until) {
            good = CVode(cvode, job.samples[next], x, &t, CV_NORMAL) >= 0;
            sample();
        }
        while (good && t < edge.until) good = CVode(cvode, edge.until, x, &t, CV_NORMAL) >= 0;
        long steps = 0;
        CVodeGetNumSteps(cvode, &steps);
        outcome.steps += static_cast<double>(steps);
        while (good && next < job.samples.size() && job.samples[next] <= t) sample();
    }
    outcome.complete = good, outcome.rates = user.calls;
    CVodeFree(&cvode);
    SUNLinSolFree(linear), SUNMatDestroy(matrix), N_VDestroy(x), SUNContext_Free(&context);
    return outcome;
}

}  // namespace

Outcome cvode_dense(const Job& job) { return solve(job, false); }

Outcome cvode_sparse(const Job& job) {
#ifdef WRYNECK_WITH_KLU
    return solve(job, true);
#else
    (void)job;
    return {};
#endif
}

}  // namespace peers
