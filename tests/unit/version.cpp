#include "wryneck/version.hpp"

#include <string>

#include "catch.hpp"

TEST_CASE("the parts of the version make its text") {
    const auto text = std::to_string(wryneck::version_major) + "." + std::to_string(wryneck::version_minor) + "." +
                      std::to_string(wryneck::version_patch);
    CHECK(text == wryneck::version_text);
}

TEST_CASE("library and headers are of one version") { CHECK(wryneck::version() == wryneck::version_text); }
