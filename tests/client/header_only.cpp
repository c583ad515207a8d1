// Uses the header-only core, without the compiled library.
#include <cstdio>

#include "wryneck/core/lanes.hpp"
#include "wryneck/version.hpp"

int main() {
    const wryneck::Lanes<8> lanes(2.0);
    std::printf("header_only: wryneck %s\n", wryneck::version_text.data());
    return (lanes * lanes)[7] == 4.0 ? 0 : 1;
}
