#include <cstdio>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

#include <unistd.h>

#include "catch.hpp"
#include "wryneck/math/philox.hpp"
#include "wryneck/record/checkpoint.hpp"

using namespace wryneck;
namespace fs = std::filesystem;

namespace {

Sections sample() {
    ByteWriter state, clock;
    state.put(std::vector<double>{1.5, -0.0, 1e-300, std::numeric_limits<double>::infinity()}).put(std::string("name"));
    clock.put(3.25).put(std::uint64_t{7});
    return {{"state", state.take()}, {"clock", clock.take()}, {"empty", {}}};
}

struct Folder {
    fs::path path = fs::temp_directory_path() / ("wryneck_checkpoint_" + std::to_string(::getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() { fs::remove_all(path); }
    std::string file(const char* name) const { return (path / name).string(); }
};

std::string refusal(std::span<const std::byte> bytes) {
    try {
        decode_checkpoint(bytes);
    } catch (const CheckpointError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("a checkpoint comes back bit by bit", "[checkpoint]") {
    const Folder folder;
    const std::string file = folder.file("run.ckpt");
    write_checkpoint(file, {{"old", {}}});
    write_checkpoint(file, sample());
    const Sections back = read_checkpoint(file);
    CHECK(back == sample());
    ByteReader in(back.at("state"));
    const auto values = in.values<double>();
    CHECK(std::signbit(values.at(1)));
    CHECK(in.text() == "name");
    CHECK(in.left() == 0);
    CHECK_THROWS_AS(in.get<double>(), CheckpointError);
    CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);  // no temporary file stays behind
}

TEST_CASE("the checksum is CRC-64/XZ", "[checkpoint]") {
    const std::string digits = "123456789";  // the check value of the published catalogue
    CHECK(detail::checksum(std::as_bytes(std::span(digits))) == 0x995DC9BBDF1939FAu);
}

TEST_CASE("every truncation is refused", "[checkpoint]") {
    const Bytes whole = encode_checkpoint(sample());
    REQUIRE(refusal(whole).empty());
    for (std::size_t n = 0; n < whole.size(); ++n) {
        const std::string why = refusal(std::span(whole).first(n));
        CHECK(why == (n < 8 ? "this is not a wryneck checkpoint" : "the file is truncated"));
    }
}

TEST_CASE("a file with something behind it is refused", "[checkpoint]") {
    Bytes longer = encode_checkpoint(sample());
    longer.push_back(std::byte{0});
    CHECK(refusal(longer) == "the file was altered: it is longer than it says");
}

TEST_CASE("every single altered bit is refused", "[checkpoint]") {
    const Bytes whole = encode_checkpoint(sample());
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        Bytes altered = whole;
        altered[bit / 8] ^= std::byte(1u << (bit % 8));
        CHECK_FALSE(refusal(altered).empty());
    }
}

TEST_CASE("arbitrary bytes are refused, not read past", "[checkpoint]") {
    const Bytes whole = encode_checkpoint(sample());
    std::size_t refused = 0;
    for (std::uint64_t round = 0; round < 20000; ++round) {
        const auto pick = [&](std::uint32_t stream, std::size_t n) {
            return static_cast<std::size_t>(uniform({round, 0, stream, 0}) * static_cast<double>(n));
        };
        Bytes file(whole.begin(), whole.end());
        file.resize(pick(0, 2 * whole.size()));
        for (std::uint32_t i = 1; i < 9; ++i)
            if (!file.empty()) file[pick(2 * i, file.size())] = std::byte(pick(2 * i + 1, 256));
        // Half of the files carry a correct checksum, so that the mutations reach the parser of the sections.
        if (round % 2 == 0 && file.size() >= 32) {
            std::copy_n(whole.begin(), 16, file.begin());
            const auto body = ByteWriter().put(std::uint64_t{file.size() - 32}).take();
            std::copy(body.begin(), body.end(), file.begin() + 16);
            const auto crc = ByteWriter().put(detail::checksum(std::span(file).first(file.size() - 8))).take();
            std::copy(crc.begin(), crc.end(), file.end() - 8);
        }
        refused += refusal(file).empty() ? 0 : 1;
    }
    CHECK(refused > 15000);
}

TEST_CASE("foreign, newer and missing files are refused in one sentence", "[checkpoint]") {
    const Folder folder;
    const std::string file = folder.file("x");
    const auto message = [&] {
        try {
            read_checkpoint(file);
        } catch (const CheckpointError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(message() == "checkpoint " + file + ": there is no such file");
    fs::create_directory(file);
    CHECK(message() == "checkpoint " + file + ": there is no such file");
    fs::remove(file);
    std::ofstream(file) << "PK\x03\x04 something else";
    CHECK(message() == "checkpoint " + file + ": this is not a wryneck checkpoint");
    Bytes newer = encode_checkpoint(sample());
    newer[8] = std::byte{2};
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(newer.data()), static_cast<long>(newer.size()));
    CHECK(message() == "checkpoint " + file + ": the file has format version 2, this program reads version 1");
    CHECK_THROWS_AS(write_checkpoint(folder.file("no/such/folder"), {}), CheckpointError);
}

TEST_CASE("a failed write leaves the old checkpoint", "[checkpoint]") {
    const Folder folder;
    const std::string file = folder.file("run.ckpt");
    write_checkpoint(file, sample());
    fs::create_directory(file + ".part" + std::to_string(::getpid()));  // takes the temporary name
    CHECK_THROWS_AS(write_checkpoint(file, {}), CheckpointError);
    CHECK(read_checkpoint(file) == sample());
}
