// Uses the compiled library through its public headers.
#include <cstdio>

#include "wryneck/version.hpp"

int main() {
    if (wryneck::version() != wryneck::version_text) {
        std::puts("the library and its headers are of different versions");
        return 1;
    }
    std::printf("client: wryneck %s\n", wryneck::version_text.data());
}
