#pragma once
// What goes wrong at the rim of the library, with the values inside: callers can act on the parts, people read the
// sentence.

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wryneck {

/// Something that a user gave is not usable. `field` is a path such as `timeline[2].input`; empty parts are unknown.
class InputError : public std::invalid_argument {
public:
    InputError(std::string field, std::string value, std::string expected, std::string nearest = {})
        : std::invalid_argument(sentence(field, value, expected, nearest)),
          field_(std::move(field)),
          value_(std::move(value)),
          expected_(std::move(expected)),
          nearest_(std::move(nearest)) {}

    const std::string& field() const noexcept { return field_; }
    const std::string& value() const noexcept { return value_; }
    const std::string& expected() const noexcept { return expected_; }
    const std::string& nearest() const noexcept { return nearest_; }

private:
    static std::string sentence(const std::string& field, const std::string& value, const std::string& expected,
                                const std::string& nearest) {
        std::string text = field;
        if (!value.empty()) text += (text.empty() ? "" : " is ") + value;
        text += (text.empty() ? "" : ", ") + std::string("expected ") + expected;
        if (!nearest.empty()) text += "; did you mean " + nearest + "?";
        return text;
    }

    std::string field_, value_, expected_, nearest_;
};

/// A number as a person writes it, to nine digits, in any locale.
inline std::string number_text(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 9).ptr};
}

namespace detail {

inline std::size_t edit_distance(std::string_view a, std::string_view b) {
    const auto same = [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    };
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (same(a[i - 1], b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace detail

/// The candidate with the smallest edit distance to `word`, capitals ignored; empty when none is similar.
inline std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t longest_word = 64;  // garbage from a file must not cost time
    if (word.empty() || word.size() > longest_word) return {};
    std::string best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& name : candidates) {
        const std::size_t distance = detail::edit_distance(word, name);
        if (distance < least) least = distance, best = name;
    }
    return best;
}

}  // namespace wryneck
