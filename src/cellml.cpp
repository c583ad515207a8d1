// Diagrams as CellML 2.0.

#include "wryneck/run/cellml.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cellml_math.hpp"
#include "cellml_units.hpp"
#include "number_text.hpp"

namespace wryneck {

namespace {

using detail::MathML, detail::Units;
using Op = Symbol::Op;
using Role = Symbol::Role;

std::string as_comment(std::string text) {
    for (std::size_t at; (at = text.find("--")) != text.npos;) text.erase(at, 1);
    return " <!-- " + text + " -->";
}

std::string provenance(const Field& row) {
    if (row.source.empty()) return std::string(row.meaning);
    return std::string(row.meaning) + "; " + std::string(row.source) + ", " + std::string(to_string(row.grade));
}

std::string full_name(const Symbol& variable) { return variable.node().model + "." + variable.node().name; }

/// The table's row of an equation for an output, which may have had to take another name.
const Field* output_row(const Block& block, const Equation& e) {
    if (e.role != Role::output) return nullptr;
    for (const Field& row : block.output_rows)
        if (row.name == e.name || std::string(row.name) + "_out" == e.name) return &row;
    throw std::logic_error(block.model + "." + e.name + ": an output that is in no table");
}

/// What all components share.
struct Shared {
    const std::map<std::string, Field>& rows;
    Symbol time;
    Units units{};
    std::map<std::string, std::string_view> unit_of{};  // of what a component may have from another
    std::map<std::string, std::string> renamed{};       // outputs that bear the name of an input, by full name
    std::map<std::pair<std::string, std::string>, std::string> connections{};

    void add(const Block& block) {
        for (const Equation& e : equations(block))
            if (const Field* row = output_row(block, e)) renamed[block.model + "." + std::string(row->name)] = e.name;
        for (auto table : {block.states, block.parameters, block.output_rows})
            for (const Field& row : table) unit_of[block.model + "." + std::string(row.name)] = row.unit;
        unit_of[full_name(time)] = block.time_unit;
    }

    void connect(const Symbol& from, const std::string& model, const std::string& name) {
        const auto new_name = renamed.find(full_name(from));
        auto one = std::pair{from.node().model, new_name == renamed.end() ? from.node().name : new_name->second},
             other = std::pair{model, name};
        if (other < one) std::swap(one, other);
        connections[{one.first, other.first}] += "    <map_variables variable_1=\"" + detail::identifier(one.second) +
                                                 "\" variable_2=\"" + detail::identifier(other.second) + "\"/>\n";
    }
};

class Component {
public:
    Component(const Block& block, Shared& shared) : block_(block), shared_(shared) {
        for (auto rows : {block.states, block.parameters})
            for (const Field& known : rows) {
                const Field& row = shared.rows.at(block.model + "." + std::string(known.name));
                declare(row, detail::shortest_text(row.value));
            }
        for (std::size_t i = 0; i < block.inputs.size(); ++i) add_input(block.input_rows[i], block.inputs[i]);
        if (!block.states.empty()) import(shared.time, shared.time.node().name, "");
        for (const Equation& e : equations(block)) add_equation(e);
    }

    [[nodiscard]] std::string text() const {
        std::string all = "  <component name=\"" + block_.model + "\">\n" + declarations_;
        if (!equations_.empty())
            all += "    <math xmlns=\"http://www.w3.org/1998/Math/MathML\">\n" + equations_ + "    </math>\n";
        return all + "  </component>\n";
    }

private:
    void declare(const std::string& name, const std::string& units, const Checked& typical, const std::string& initial,
                 bool open, const std::string& comment) {
        if (!variables_.emplace(name, typical).second)
            throw std::logic_error(block_.model + ": two variables are called " + name);
        declarations_ += "    <variable name=\"" + detail::identifier(name) + "\" units=\"" + units + "\"";
        if (!initial.empty()) declarations_ += " initial_value=\"" + initial + "\"";
        declarations_ +=
            (open ? " interface=\"public\"/>" : "/>") + (comment.empty() ? "" : as_comment(comment)) + "\n";
    }

    void declare(const Field& row, const std::string& initial) {
        declare(std::string(row.name), shared_.units.named(row.unit), Checked(row.value, parse_unit(row.unit)), initial,
                true, provenance(row));
    }

    /// What another component has, under a name of its own in this one.
    void import(const Symbol& from, const std::string& name, const std::string& comment) {
        if (!imported_.emplace(full_name(from), name).second) return;
        const std::string_view unit = shared_.unit_of.at(full_name(from));
        declare(name, shared_.units.named(unit), Checked(1, parse_unit(unit)), "", true, comment);
        shared_.connect(from, block_.model, name);
    }

    void add_input(const Field& row, const Symbol& given) {
        const std::string name(row.name);
        if (given.is(Op::variable) && !own(given) && !imported_.count(full_name(given)))
            return import(given, name, std::string(row.meaning));
        const Symbol value = in_own_names(given);
        declare(row, "");
        equation(detail::ci(name), value);
    }

    [[nodiscard]] bool own(const Symbol& s) const { return s.is(Op::variable) && s.node().model == block_.model; }

    /// An expression of the wiring, with what it takes from other components imported.
    Symbol in_own_names(const Symbol& s) {
        if (s.is(Op::number) || own(s)) return s;
        if (s.is(Op::variable)) {
            import(s, s.node().model + "_" + s.node().name, "");
            return Symbol::variable(block_.model, imported_.at(full_name(s)), Role::input);
        }
        std::vector<Symbol> of;
        for (const Symbol& part : s.node().of) of.push_back(in_own_names(part));
        return Symbol::of(s.node().op, std::move(of), s.node().number);
    }

    void add_equation(const Equation& e) {
        if (e.role == Role::rate) {
            const std::string time = "<bvar>" + detail::ci(imported_.at(full_name(shared_.time))) + "</bvar>";
            return equation("<apply><diff/>" + time + detail::ci(e.name) + "</apply>", e.value);
        }
        const Field* row = output_row(block_, e);
        const Unit unit = mathml().unit(e.value);
        declare(e.name, row ? shared_.units.named(row->unit) : shared_.units.of(unit), Checked(1, unit), "",
                row != nullptr, row ? std::string(row->meaning) : "");
        equation(detail::ci(e.name), e.value);
    }

    void equation(const std::string& left, const Symbol& right) {
        equations_ += "      <apply><eq/>" + left + mathml()(right) + "</apply>\n";
    }

    MathML mathml() { return {shared_.units, variables_}; }

    const Block& block_;
    Shared& shared_;
    MathML::Variables variables_;
    std::map<std::string, std::string> imported_;
    std::string declarations_, equations_;
};

}  // namespace

std::string cellml(const Diagram& diagram, const std::map<std::string, Field>& rows, const Symbol& time,
                   const std::string& name, const std::string& comment) {
    Shared shared{rows, time};
    for (const auto& block : diagram.blocks()) shared.add(*block);
    const std::string time_units = shared.units.named(shared.unit_of.at(full_name(time)));
    std::string components = "  <component name=\"" + time.node().model + "\">\n    <variable name=\"" +
                             time.node().name + "\" units=\"" + time_units +
                             "\" interface=\"public\"/>\n  </component>\n";
    for (const auto& block : diagram.blocks()) components += Component(*block, shared).text();
    for (const auto& [pair, maps] : shared.connections)
        components += "  <connection component_1=\"" + pair.first + "\" component_2=\"" + pair.second + "\">\n" + maps +
                      "  </connection>\n";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + as_comment(comment).substr(1) + "\n<model name=\"" + name +
           "\" xmlns=\"http://www.cellml.org/cellml/2.0#\" xmlns:cellml=\"http://www.cellml.org/cellml/2.0#\">\n" +
           shared.units.text() + components + "</model>\n";
}

}  // namespace wryneck
