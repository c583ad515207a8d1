#pragma once
// Checkpoint files: named sections of bytes under one 64-bit checksum. A file is complete or it is refused.
//
// Layout: magic, version, byte order, length of the body | per section: name, bytes | CRC-64/XZ of all before it.

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include <boost/crc.hpp>
#include <fcntl.h>
#include <unistd.h>

#include "wryneck/record/bytes.hpp"

namespace wryneck {

using Sections = std::map<std::string, Bytes>;

namespace detail {

constexpr char checkpoint_magic[8] = {'W', 'R', 'Y', 'N', 'E', 'C', 'K', '\n'};
constexpr std::uint32_t checkpoint_version = 1;
constexpr std::uint32_t checkpoint_byte_order = 0x01020304;
constexpr std::size_t checkpoint_head = 24, checkpoint_tail = 8;

inline std::uint64_t checksum(std::span<const std::byte> bytes) {
    boost::crc_optimal<64, 0x42F0E1EBA9EA3693u, 0xFFFFFFFFFFFFFFFFu, 0xFFFFFFFFFFFFFFFFu, true, true> crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

// A file descriptor that closes itself.
class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    bool open() const { return fd_ >= 0; }
    bool sync() const { return ::fsync(fd_) == 0; }
    bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }
    bool write(std::span<const std::byte> bytes) const {
        while (!bytes.empty()) {
            const ssize_t done = ::write(fd_, bytes.data(), bytes.size());
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) return false;
            bytes = bytes.subspan(static_cast<std::size_t>(done));
        }
        return true;
    }

private:
    int fd_;
};

// Where the answer to "why not?" goes: the path, then one sentence.
[[noreturn]] inline void refuse_checkpoint(const std::string& path, const std::string& why) {
    throw CheckpointError("checkpoint " + path + ": " + why);
}

}  // namespace detail

inline Bytes encode_checkpoint(const Sections& sections) {
    ByteWriter body;
    for (const auto& [name, bytes] : sections) body.put(name).put(bytes);
    ByteWriter file;
    for (const char c : detail::checkpoint_magic) file.put(c);
    file.put(detail::checkpoint_version).put(detail::checkpoint_byte_order).put(std::uint64_t{body.bytes().size()});
    Bytes whole = file.take();
    whole.insert(whole.end(), body.bytes().begin(), body.bytes().end());
    const auto crc = ByteWriter().put(detail::checksum(whole)).take();
    whole.insert(whole.end(), crc.begin(), crc.end());
    return whole;
}

// Never reads outside `file`, whatever it holds: anything but a sound checkpoint throws CheckpointError.
inline Sections decode_checkpoint(std::span<const std::byte> file) {
    if (file.size() < sizeof detail::checkpoint_magic ||
        std::memcmp(file.data(), detail::checkpoint_magic, sizeof detail::checkpoint_magic) != 0)
        throw CheckpointError("this is not a wryneck checkpoint");
    if (file.size() < detail::checkpoint_head + detail::checkpoint_tail) throw CheckpointError("the file is truncated");
    ByteReader head(file.subspan(sizeof detail::checkpoint_magic));
    const auto version = head.get<std::uint32_t>(), order = head.get<std::uint32_t>();
    const auto body = head.get<std::uint64_t>();
    if (order != detail::checkpoint_byte_order)
        throw CheckpointError("the file was altered, or written by a machine with another byte order");
    if (version != detail::checkpoint_version)
        throw CheckpointError("the file has format version " + std::to_string(version) + ", this program reads version " +
                              std::to_string(detail::checkpoint_version));
    const std::size_t expected = file.size() - detail::checkpoint_head - detail::checkpoint_tail;
    if (body > expected) throw CheckpointError("the file is truncated");
    if (body < expected) throw CheckpointError("the file was altered: it is longer than it says");
    const auto checked = file.first(file.size() - detail::checkpoint_tail);
    if (ByteReader(file.last(detail::checkpoint_tail)).get<std::uint64_t>() != detail::checksum(checked))
        throw CheckpointError("the file was altered: its checksum is wrong");
    Sections sections;
    for (ByteReader in(checked.subspan(detail::checkpoint_head)); in.left() > 0;) {
        std::string name = in.text();
        sections[std::move(name)] = in.values<std::byte>();
    }
    return sections;
}

// The old file, if any, stays whole until the new one is on the disk: a kill at any moment leaves one of the two.
inline void write_checkpoint(const std::string& path, const Sections& sections) {
    const Bytes bytes = encode_checkpoint(sections);
    const std::string temporary = path + ".part" + std::to_string(::getpid());
    const auto fail = [&](const char* what) {
        const std::string reason = std::strerror(errno);
        ::unlink(temporary.c_str());
        detail::refuse_checkpoint(path, std::string(what) + " (" + reason + ")");
    };
    detail::Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.open()) fail("cannot create the file");
    if (!file.write(bytes) || !file.sync() || !file.close()) fail("cannot write the file");
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail("cannot put the file in place");
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    const detail::Descriptor directory(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
    if (directory.open()) (void)directory.sync();  // some file systems cannot; the rename itself is done
}

inline Sections read_checkpoint(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) detail::refuse_checkpoint(path, "there is no such file");
    std::ifstream in(path, std::ios::binary);
    char magic[sizeof detail::checkpoint_magic] = {};
    in.read(magic, sizeof magic);
    if (!in || std::memcmp(magic, detail::checkpoint_magic, sizeof magic) != 0)
        detail::refuse_checkpoint(path, "this is not a wryneck checkpoint");  // before a huge foreign file is read
    Bytes bytes(static_cast<std::size_t>(std::filesystem::file_size(path, ignored)));
    in.seekg(0);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!in) detail::refuse_checkpoint(path, "the file cannot be read");
    try {
        return decode_checkpoint(bytes);
    } catch (const CheckpointError& error) {
        detail::refuse_checkpoint(path, error.what());
    }
}

}  // namespace wryneck
