// Uses the header-only core, without the compiled library.
#include <cstdio>

#include <Eigen/Core>

#include "wryneck/version.hpp"

int main() {
    const Eigen::Array<double, 8, 1> lanes = Eigen::Array<double, 8, 1>::Constant(2.0);
    std::printf("header_only: wryneck %s\n", wryneck::version_text.data());
    return lanes.sum() == 16.0 ? 0 : 1;
}
