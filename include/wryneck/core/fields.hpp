#pragma once
// Tables with provenance. A record (State, Input, Output, Parameters) is a struct template over the scalar whose members
// are all of that scalar; read as `Record<Slot>` its members are their own numbers. One table row per member, in order:
// a missing, doubled or misordered row, an unknown unit or a value outside its own range does not compile.

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "wryneck/core/units.hpp"

namespace wryneck {

struct Slot {
    std::size_t index;
};

/// How a number is known: measured in human, in another mammal, from a published model, calibrated by us, or assumed.
enum class Grade { human, mammal, model, fitted, assumed };

constexpr std::string_view to_string(Grade grade) {
    constexpr std::string_view names[] = {"human", "mammal", "model", "fitted", "assumed"};
    return names[static_cast<int>(grade)];
}

struct Range {
    double low, high;
};

struct Field {
    std::string_view name;
    std::size_t slot;
    double value;
    std::string_view unit, meaning, source;
    Grade grade;
    Range range;
    double second = value;  // in tables with two columns, such as fast and slow fibres; else the same
};

/// The two values of a row in a table with two columns.
struct Columns {
    double first, second;
};

enum class Column { first, second };

template <template <class> class Record>
inline constexpr std::size_t count = sizeof(Record<Slot>) / sizeof(Slot);

/// Build a record member by member from a function of the member's number.
template <template <class> class Record, class T, class F>
constexpr Record<T> generate(F&& f) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return Record<T>{f(I)...};
    }(std::make_index_sequence<count<Record>>{});
}

namespace detail {

template <class C, class M>
C record_of(M C::*);

template <class Record>
constexpr Record numbered() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return Record{Slot{I}...};
    }(std::make_index_sequence<sizeof(Record) / sizeof(Slot)>{});
}

template <auto Member>
constexpr std::string_view member_name() {
    std::string_view text = __PRETTY_FUNCTION__;  // "... [with auto Member = &ns::Model::State<...>::name]"
    text = text.substr(0, text.find_last_not_of("])") + 1);
    if (const auto end = text.find(';', text.find("Member = ")); end != text.npos) text = text.substr(0, end);
    text = text.substr(0, text.find_last_not_of("])") + 1);
    return text.substr(text.rfind(':') + 1);
}

}  // namespace detail

/// One row: value (default) of each column, unit, meaning, source keys, grade of evidence, plausible range.
template <auto Member>
consteval Field field(Columns values, std::string_view unit, std::string_view meaning, std::string_view source, Grade grade,
                      Range range) {
    using Record = decltype(detail::record_of(Member));
    constexpr std::size_t slot = (detail::numbered<Record>().*Member).index;
    (void)parse_unit(unit);
    if (meaning.empty()) throw "a table row needs a meaning";
    for (double value : {values.first, values.second})
        if (!(range.low <= value && value <= range.high)) throw "a value lies outside its own range";
    return {detail::member_name<Member>(), slot, values.first, unit, meaning, source, grade, range, values.second};
}

/// One row whose value is the same in every column.
template <auto Member>
consteval Field field(double value, std::string_view unit, std::string_view meaning, std::string_view source, Grade grade,
                      Range range) {
    return field<Member>(Columns{value, value}, unit, meaning, source, grade, range);
}

/// A row of what a model computes or receives: no default of its own but a typical value, used by the tests.
template <auto Member>
consteval Field port(double typical, std::string_view unit, std::string_view meaning) {
    return field<Member>(typical, unit, meaning, "", Grade::model, {-1e300, 1e300});
}

/// The table of a record: exactly one row per member, in the order of the members.
template <template <class> class Record, class... Rows>
consteval std::array<Field, count<Record>> table(const Rows&... rows) {
    static_assert(sizeof...(Rows) == count<Record>, "a table needs exactly one row per member");
    const std::array<Field, sizeof...(Rows)> all{rows...};
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].slot != i) throw "a table row is doubled or out of order";
    return all;
}

/// The record of all values of a table's column, as written in the table's units.
template <template <class> class Record, class T = double>
constexpr Record<T> defaults(const std::array<Field, count<Record>>& rows, Column column = Column::first) {
    return generate<Record, T>([&](std::size_t i) { return T(column == Column::first ? rows[i].value : rows[i].second); });
}

}  // namespace wryneck
