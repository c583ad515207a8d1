#pragma once
// Units as written in the tables ("mM/s", "ml/100g/min/mmHg"), read at compile time into dimension exponents and a
// factor to SI. An unknown unit in a table does not compile; at run time `Checked` adds only like to like.

#include <array>
#include <cstddef>
#include <string_view>

namespace wryneck {

/// Exponents of metre, kilogram, second, ampere, kelvin, mole, and the factor to the coherent SI unit.
struct Unit {
    std::array<int, 6> dimension{};
    double factor = 1;

    constexpr Unit times(const Unit& b, int sign = 1) const {
        Unit r = *this;
        for (std::size_t i = 0; i < 6; ++i) r.dimension[i] += sign * b.dimension[i];
        r.factor = sign > 0 ? factor * b.factor : factor / b.factor;
        return r;
    }
    constexpr Unit power(int n) const {
        Unit r;
        for (int i = 0; i < (n < 0 ? -n : n); ++i) r = r.times(*this, n < 0 ? -1 : 1);
        return r;
    }
    [[nodiscard]] constexpr bool same(const Unit& b) const {
        const double ratio = factor / b.factor;
        return dimension == b.dimension && ratio > 1 - 1e-9 && ratio < 1 + 1e-9;
    }
    [[nodiscard]] constexpr bool pure_number() const { return same(Unit{}); }
};

namespace detail {

struct NamedUnit {
    std::string_view symbol;
    Unit unit;
};

// Temperatures are differences in K or degC: the models use them only relative to a reference.
inline constexpr NamedUnit named_units[] = {
    {"1", {}},
    {"%", {{}, 1e-2}},
    {"m", {{1}}},
    {"um", {{1}, 1e-6}},
    {"mm", {{1}, 1e-3}},
    {"cm", {{1}, 1e-2}},
    {"cm2", {{2}, 1e-4}},
    {"mm2", {{2}, 1e-6}},
    {"m2", {{2}}},
    {"cm3", {{3}, 1e-6}},
    {"ml", {{3}, 1e-6}},
    {"l", {{3}, 1e-3}},
    {"kg", {{0, 1}}},
    {"100g", {{0, 1}, 1e-1}},
    {"s", {{0, 0, 1}}},
    {"ms", {{0, 0, 1}, 1e-3}},
    {"min", {{0, 0, 1}, 60}},
    {"h", {{0, 0, 1}, 3600}},
    {"Hz", {{0, 0, -1}}},
    {"N", {{1, 1, -2}}},
    {"kPa", {{-1, 1, -2}, 1e3}},
    {"mmHg", {{-1, 1, -2}, 133.322387415}},
    {"J", {{2, 1, -2}}},
    {"pJ", {{2, 1, -2}, 1e-12}},
    {"kJ", {{2, 1, -2}, 1e3}},
    {"W", {{2, 1, -3}}},
    {"V", {{2, 1, -3, -1}}},
    {"mV", {{2, 1, -3, -1}, 1e-3}},
    {"uA", {{0, 0, 0, 1}, 1e-6}},
    {"C", {{0, 0, 1, 1}}},
    {"nC", {{0, 0, 1, 1}, 1e-9}},
    {"mS", {{-2, -1, 3, 2}, 1e-3}},
    {"kohm", {{2, 1, -3, -2}, 1e3}},
    {"uF", {{-2, -1, 4, 2}, 1e-6}},
    {"K", {{0, 0, 0, 0, 1}}},
    {"degC", {{0, 0, 0, 0, 1}}},
    {"mol", {{0, 0, 0, 0, 0, 1}}},
    {"mmol", {{0, 0, 0, 0, 0, 1}, 1e-3}},
    {"umol", {{0, 0, 0, 0, 0, 1}, 1e-6}},
    {"mM", {{-3, 0, 0, 0, 0, 1}, 1}},
    {"uM", {{-3, 0, 0, 0, 0, 1}, 1e-3}},
    {"nM", {{-3, 0, 0, 0, 0, 1}, 1e-6}},
    {"rad", {}},
    {"deg", {{}, 0.017453292519943295}},
    {"pH", {}},
};

/// The exponent behind '^': one digit, with or without a minus.
constexpr int exponent(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.size() != 1 || text[0] < '0' || text[0] > '9') throw "a unit in a table has a broken power";
    return (negative ? -1 : 1) * (text[0] - '0');
}

constexpr Unit one_unit(std::string_view text) {
    int power = 1;
    if (const auto caret = text.find('^'); caret != text.npos) {
        power = exponent(text.substr(caret + 1));
        text = text.substr(0, caret);
    }
    for (const auto& entry : named_units)
        if (entry.symbol == text) return entry.unit.power(power);
    throw "unknown unit in a table";
}

}  // namespace detail

/// Read a product of units: factors joined by a blank or '*', divided by '/', powers as '^2'. Throws if a symbol is unknown.
constexpr Unit parse_unit(std::string_view text) {
    Unit result;
    int sign = 1;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != '/' && text[i] != '*' && text[i] != ' ') continue;
        result = result.times(detail::one_unit(text.substr(begin, i - begin)), sign);
        sign = (i < text.size() && text[i] == '/') ? -1 : 1;
        begin = i + 1;
    }
    return result;
}

}  // namespace wryneck
