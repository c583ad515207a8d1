// The same equations with SUNDIALS CVODE (6 or newer).

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_context.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_dense.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <vector>

#include "bench.hpp"
#include "solvers/neck_rates.hpp"

namespace {

int rates(realtype, N_Vector y, N_Vector dy, void* neck) {
    wryneck_rates(neck, N_VGetArrayPointer(y), N_VGetArrayPointer(dy));
    return 0;
}

}  // namespace

double wryneck_cvode(void* neck, int method, double tolerance, double t_end, double* y, double* counts) {
    const auto n = static_cast<sunindextype>(wryneck_size(neck));
    SUNContext context = nullptr;
    SUNContext_Create(nullptr, &context);
    N_Vector x = N_VMake_Serial(n, y, context), absolute = N_VNew_Serial(n, context);
    wryneck_start(neck, y);
    wryneck_scales(neck, N_VGetArrayPointer(absolute));
    N_VScale(tolerance, absolute, absolute);

    const bench::Stopwatch watch;
    void* cvode = CVodeCreate(method == 2 ? CV_ADAMS : CV_BDF, context);
    CVodeInit(cvode, rates, 0, x);
    CVodeSVtolerances(cvode, tolerance, absolute);
    CVodeSetUserData(cvode, neck);
    CVodeSetMaxNumSteps(cvode, 100'000'000);
    SUNMatrix matrix = nullptr;
    SUNLinearSolver linear = nullptr;
    SUNNonlinearSolver iteration = nullptr;
    if (method == 0) {
        matrix = SUNDenseMatrix(n, n, context);
        linear = SUNLinSol_Dense(x, matrix, context);
    } else if (method == 1) {
        linear = SUNLinSol_SPGMR(x, SUN_PREC_NONE, 0, context);
    } else {
        iteration = SUNNonlinSol_FixedPoint(x, 0, context);
        CVodeSetNonlinearSolver(cvode, iteration);
    }
    if (linear != nullptr) CVodeSetLinearSolver(cvode, linear, matrix);

    double t = 0;
    const int status = CVode(cvode, t_end, x, &t, CV_NORMAL);
    const double seconds = watch.seconds();
    long steps = 0, calls = 0, jacobian = 0, failures = 0;
    CVodeGetNumSteps(cvode, &steps);
    CVodeGetNumRhsEvals(cvode, &calls);
    if (linear != nullptr) CVodeGetNumLinRhsEvals(cvode, &jacobian);
    CVodeGetNumErrTestFails(cvode, &failures);
    counts[0] = static_cast<double>(steps), counts[1] = static_cast<double>(calls + jacobian);
    counts[2] = static_cast<double>(jacobian), counts[3] = static_cast<double>(failures);

    CVodeFree(&cvode);
    if (linear != nullptr) SUNLinSolFree(linear);
    if (matrix != nullptr) SUNMatDestroy(matrix);
    if (iteration != nullptr) SUNNonlinSolFree(iteration);
    N_VDestroy(x), N_VDestroy(absolute);
    SUNContext_Free(&context);
    return status == CV_SUCCESS ? seconds : -1;
}
