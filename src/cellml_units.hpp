#pragma once
// Units of the tables as definitions of CellML 2.0.

#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "number_text.hpp"
#include "wryneck/core/units.hpp"

namespace wryneck::detail {

struct UnitPart {
    std::string_view symbol, prefix, units;
    int exponent = 1;
};

/// The symbols of our tables in the units that CellML knows; some are products.
constexpr UnitPart unit_parts[] = {{"um", "micro", "metre"},
                                   {"mm", "milli", "metre"},
                                   {"cm", "centi", "metre"},
                                   {"m", "", "metre"},
                                   {"cm2", "centi", "metre", 2},
                                   {"mm2", "milli", "metre", 2},
                                   {"m2", "", "metre", 2},
                                   {"cm3", "centi", "metre", 3},
                                   {"ml", "milli", "litre"},
                                   {"l", "", "litre"},
                                   {"kg", "", "kilogram"},
                                   {"s", "", "second"},
                                   {"ms", "milli", "second"},
                                   {"Hz", "", "hertz"},
                                   {"N", "", "newton"},
                                   {"kPa", "kilo", "pascal"},
                                   {"J", "", "joule"},
                                   {"pJ", "pico", "joule"},
                                   {"kJ", "kilo", "joule"},
                                   {"W", "", "watt"},
                                   {"V", "", "volt"},
                                   {"mV", "milli", "volt"},
                                   {"uA", "micro", "ampere"},
                                   {"C", "", "coulomb"},
                                   {"nC", "nano", "coulomb"},
                                   {"mS", "milli", "siemens"},
                                   {"kohm", "kilo", "ohm"},
                                   {"uF", "micro", "farad"},
                                   {"K", "", "kelvin"},
                                   {"degC", "", "kelvin"},
                                   {"mol", "", "mole"},
                                   {"mmol", "milli", "mole"},
                                   {"umol", "micro", "mole"},
                                   {"mM", "milli", "mole"},
                                   {"mM", "", "litre", -1},
                                   {"uM", "micro", "mole"},
                                   {"uM", "", "litre", -1},
                                   {"nM", "nano", "mole"},
                                   {"nM", "", "litre", -1},
                                   {"1", "", "dimensionless"}};

/// Units that the model uses, by the name that they have in it.
class Units {
public:
    /// The name of a unit as the tables write it: "mS/cm^2" is "mS_per_cm2".
    std::string named(std::string_view text) {
        if (parse_unit(text).pure_number()) return "dimensionless";
        std::string name, lines;
        each_factor(text, [&](std::string_view symbol, int power) {
            name += (name.empty() ? "" : "_") + std::string(power < 0 ? "per_" : "") + std::string(symbol);
            if (std::abs(power) != 1) name += std::to_string(std::abs(power));
            lines += factor(symbol, power);
        });
        if (known_.emplace(name, Known{parse_unit(text), std::string(text)}).second)
            text_ += "  <units name=\"" + name + "\">\n" + lines + "  </units>\n";
        return name;
    }

    /// The name of the unit that a computation gave: one of the tables, else of two of them, else a number.
    std::string of(const Unit& unit) {
        if (unit.pure_number()) return "dimensionless";
        for (const auto& [name, one] : known_)
            if (one.unit.same(unit)) return name;
        for (const auto& [name_1, a] : known_)
            for (const auto& [name_2, b] : known_) {
                if (a.text.empty() || b.text.empty()) continue;
                if (a.unit.times(b.unit).same(unit)) return named(std::string(a.text + "*" + b.text));
                const bool single = b.text.find_first_of("/* ") == b.text.npos;
                if (single && a.unit.times(b.unit, -1).same(unit)) return named(std::string(a.text + "/" + b.text));
            }
        return numbered(unit);
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    template <class F>
    static void each_factor(std::string_view text, F&& f) {
        int sign = 1;
        for (std::size_t begin = 0, i = 0; i <= text.size(); ++i) {
            if (i < text.size() && text[i] != '/' && text[i] != '*' && text[i] != ' ') continue;
            std::string_view symbol = text.substr(begin, i - begin);
            int power = sign;
            if (const auto caret = symbol.find('^'); caret != symbol.npos) {
                power *= exponent(symbol.substr(caret + 1));
                symbol = symbol.substr(0, caret);
            }
            if (symbol != "1") f(symbol, power);
            sign = (i < text.size() && text[i] == '/') ? -1 : 1;
            begin = i + 1;
        }
    }

    static std::string factor(std::string_view symbol, int power) {
        std::string lines;
        for (const UnitPart& part : unit_parts)
            if (part.symbol == symbol) lines += line(part.units, part.prefix, power * part.exponent, 1);
        return lines.empty() ? base_units(one_unit(symbol).power(power)) : lines;
    }

    static std::string line(std::string_view units, std::string_view prefix, int exponent, double multiplier) {
        std::string text = "    <unit units=\"" + std::string(units) + "\"";
        if (!prefix.empty()) text += " prefix=\"" + std::string(prefix) + "\"";
        if (exponent != 1) text += " exponent=\"" + std::to_string(exponent) + "\"";
        if (multiplier != 1) text += " multiplier=\"" + shortest_text(multiplier) + "\"";
        return text + "/>\n";
    }

    static constexpr std::string_view base_names[] = {"metre", "kilogram", "second", "ampere", "kelvin", "mole"};

    static std::string base_units(const Unit& unit) {
        std::string lines = unit.factor == 1 ? "" : line("dimensionless", "", 1, unit.factor);
        for (std::size_t i = 0; i < unit.dimension.size(); ++i)
            if (unit.dimension[i] != 0) lines += line(base_names[i], "", unit.dimension[i], 1);
        return lines;
    }

    std::string numbered(const Unit& unit) {
        const std::string name = "unit_" + std::to_string(++numbered_);
        known_.emplace(name, Known{unit, ""});
        text_ += "  <units name=\"" + name + "\">\n" + base_units(unit) + "  </units>\n";
        return name;
    }

    struct Known {
        Unit unit;
        std::string text;  ///< as the tables write it; empty where only numbered
    };
    std::map<std::string, Known> known_;
    std::string text_;
    int numbered_ = 0;
};

}  // namespace wryneck::detail
