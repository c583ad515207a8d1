#pragma once
// Numbers to bytes and back, with every read checked. For files that one machine type writes and reads.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace wryneck {

using Bytes = std::vector<std::byte>;

/// A saved state cannot be used; the message is one sentence.
class CheckpointError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class ByteWriter {
public:
    template <class T>
        requires std::is_trivially_copyable_v<T>
    ByteWriter& put(const T& value) { return raw(&value, sizeof value); }

    ByteWriter& put(const std::string& text) { return put(std::uint64_t{text.size()}).raw(text.data(), text.size()); }

    template <class T>
        requires std::is_trivially_copyable_v<T>
    ByteWriter& put(const std::vector<T>& values) {
        return put(std::uint64_t{values.size()}).raw(values.data(), values.size() * sizeof(T));
    }

    const Bytes& bytes() const { return bytes_; }
    Bytes take() { return std::move(bytes_); }

private:
    ByteWriter& raw(const void* data, std::size_t size) {
        const auto* first = static_cast<const std::byte*>(data);
        if (size > 0) bytes_.insert(bytes_.end(), first, first + size);
        return *this;
    }

    Bytes bytes_;
};

/// Reads what a ByteWriter wrote, in the same order. Throws CheckpointError rather than read past the end, and checks
/// lengths before it allocates.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : left_(bytes) {}

    template <class T>
        requires std::is_trivially_copyable_v<T>
    T get() {
        T value;
        raw(&value, sizeof value);
        return value;
    }

    std::string text() {
        std::string value(length(1), '\0');
        raw(value.data(), value.size());
        return value;
    }

    template <class T>
        requires std::is_trivially_copyable_v<T>
    std::vector<T> values() {
        std::vector<T> out(length(sizeof(T)));
        raw(out.data(), out.size() * sizeof(T));
        return out;
    }

    std::span<const std::byte> view(std::size_t size) {
        need(size);
        const auto part = left_.first(size);
        left_ = left_.subspan(size);
        return part;
    }

    std::size_t left() const { return left_.size(); }

private:
    std::size_t length(std::size_t item) {
        const auto count = get<std::uint64_t>();
        if (count > left_.size() / item) need(std::numeric_limits<std::size_t>::max());
        return static_cast<std::size_t>(count);
    }

    void need(std::size_t size) const {
        if (size > left_.size()) throw CheckpointError("the saved data end too early");
    }

    void raw(void* to, std::size_t size) {
        const auto part = view(size);
        if (size > 0) std::memcpy(to, part.data(), size);
    }

    std::span<const std::byte> left_;
};

}  // namespace wryneck
