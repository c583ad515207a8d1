// Every row of every table: a known unit, a source, a sane range, a name of its own.
#include <set>

#include "catch.hpp"
#include "rates.hpp"
#include "wryneck/models/subject.hpp"

using namespace wryneck;
using namespace wryneck::contract;

namespace {

template <std::size_t N>
std::string shared_rows(const std::array<Field, N>& fields) {
    std::set<std::string_view> names;
    std::string wrong;
    for (const Field& f : fields) {
        const std::string name(f.name);
        if (name.empty() || !names.insert(f.name).second) wrong += name + ": name; ";
        if (f.meaning.empty()) wrong += name + ": meaning; ";
        if (!(parse_unit(f.unit).factor > 0)) wrong += name + ": unit; ";
    }
    return wrong;
}

template <std::size_t N>
std::string sourced_rows(const std::array<Field, N>& fields) {
    std::string wrong = shared_rows(fields);
    for (const Field& f : fields) {
        const std::string name(f.name);
        if (f.source.empty()) wrong += name + ": source; ";
        if (!std::isfinite(f.range.low) || !std::isfinite(f.range.high)) wrong += name + ": range; ";
        if (f.range.low == f.range.high && f.grade != Grade::human) wrong += name + ": a number that is not known by definition has a range; ";
        if (f.grade == Grade::fitted && f.source.find("NE-") == f.source.npos && f.source.find("EK-") == f.source.npos &&
            f.source.find("fitted") == f.source.npos)
            wrong += name + ": fitted to what; ";
    }
    return wrong;
}

template <class M>
std::string variant_of() {
    if constexpr (requires { M::variant; }) return M::variant;
    else return "";
}

}  // namespace

TEST_CASE("every table row is complete", "[contract]") {
    std::set<std::string> models;  // of two variants of a fibre the repaired one takes the same names
    for_each_model([&]<class M>(M) {
        INFO(M::name);
        CHECK(models.insert(M::name + variant_of<M>()).second);
        CHECK(sourced_rows(M::parameters) == "");
        CHECK(sourced_rows(M::states) == "");
        CHECK(shared_rows(M::inputs) == "");
        CHECK(shared_rows(M::outputs) == "");
    });
    CHECK(models.size() == AllModels::size);
    CHECK(sourced_rows(SubjectModel::parameters) == "");
}

TEST_CASE("states have room to move and every state is a state or a ledger with a start", "[contract]") {
    for_each_model([]<class M>(M) {
        for (const Field& f : M::states) {
            INFO(M::name << "." << f.name);
            CHECK(f.range.low < f.range.high);
        }
    });
}
