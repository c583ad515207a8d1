#pragma once
// What a sub-model computes, as a list of named equations in which each is written after those that it uses.
//
// A system that runs on symbols leaves behind one Block per call of a sub-model: what the wiring gave it and what it
// made of it. The derivatives of the system lead to the blocks, and their inputs to further blocks.

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "wryneck/core/fields.hpp"
#include "wryneck/core/layout.hpp"
#include "wryneck/core/symbol.hpp"

namespace wryneck {

struct Block {
    std::string model, time_unit;
    std::span<const Field> states, input_rows, parameters, output_rows;
    std::vector<Symbol> inputs;          ///< what each is, in terms of what other blocks have
    std::vector<Symbol> rates, outputs;  ///< in terms of the states, inputs and parameters of this one
};

/// One equation. A rate is the derivative of the state of that name.
struct Equation {
    std::string name;
    Symbol value;
    Symbol::Role role;
};

namespace detail {

inline std::vector<Symbol> variables(std::string_view model, std::span<const Field> rows, Symbol::Role role,
                                     const std::shared_ptr<const Block>& block = {}) {
    std::vector<Symbol> all;
    for (const Field& row : rows) all.push_back(Symbol::variable(model, row.name, role, block));
    return all;
}

template <template <class> class Record>
Record<Symbol> record(const std::vector<Symbol>& values) {
    return generate<Record, Symbol>([&](std::size_t i) { return values[i]; });
}

template <template <class> class Record>
std::vector<Symbol> listed(const Record<Symbol>& r) {
    const Symbol* first = members<Record, Symbol>(r);
    return {first, first + count<Record>};
}
template <template <class> class Record>
requires(count<Record> == 0 || std::is_empty_v<Record<Slot>>) std::vector<Symbol> listed(const Record<Symbol>&) {
    return {};
}

}  // namespace detail

/// The equations of one sub-model.
template <class M>
Block block_of() {
    Block b{M::name, "s", M::states, M::inputs, M::parameters, M::outputs, {}, {}, {}};
    if constexpr (requires { M::time_unit; }) b.time_unit = M::time_unit;
    const auto given = [](std::span<const Field> rows, Symbol::Role role) {
        return detail::variables(M::name, rows, role);
    };
    const auto x = detail::record<M::template State>(given(M::states, Symbol::Role::state));
    const auto in = detail::record<M::template Input>(given(M::inputs, Symbol::Role::input));
    const auto p = detail::record<M::template Parameters>(given(M::parameters, Symbol::Role::parameter));
    auto dx = x;
    const auto out = M::rhs(x, in, p, dx);
    b.rates = detail::listed<M::template State>(dx), b.outputs = detail::listed<M::template Output>(out);
    return b;
}

template <class M, class State, class Input, class Parameters>
auto Symbol::call(const State& x, const Input& in, const Parameters& p, State& dx) {
    const auto plain = [](const std::vector<Symbol>& given, std::span<const Field> rows, Role role) {
        const auto own = detail::variables(M::name, rows, role);
        for (std::size_t i = 0; i < own.size(); ++i)
            if (!given[i].same_variable(own[i]))
                throw std::logic_error(M::name + std::string(": not called with its own ") + std::string(rows[i].name));
    };
    plain(detail::listed<M::template State>(x), M::states, Role::state);
    plain(detail::listed<M::template Parameters>(p), M::parameters, Role::parameter);
    auto block = std::make_shared<Block>(block_of<M>());
    block->inputs = detail::listed<M::template Input>(in);
    dx = detail::record<M::template State>(detail::variables(M::name, M::states, Role::rate, block));
    return detail::record<M::template Output>(detail::variables(M::name, M::outputs, Role::output, block));
}

/// The blocks behind the derivatives of a system, each after those that it was found through.
class Diagram {
public:
    explicit Diagram(std::span<const Symbol> rates) {
        for (const Symbol& rate : rates) {
            if (!rate.node().block) throw std::logic_error("a derivative that no called sub-model gave");
            follow(rate);
        }
    }
    [[nodiscard]] const std::vector<std::shared_ptr<const Block>>& blocks() const { return blocks_; }

private:
    void follow(const Symbol& s) {
        if (const auto& block = s.node().block; block && seen_.insert(block.get()).second) {
            blocks_.push_back(block);
            for (const Symbol& input : block->inputs) follow(input);
        }
        for (const Symbol& part : s.node().of) follow(part);
    }

    std::vector<std::shared_ptr<const Block>> blocks_;
    std::set<const Block*> seen_;
};

namespace detail {

class EquationWriter {
public:
    explicit EquationWriter(const Block& block) : model_(block.model) {
        for (auto rows : {block.states, block.input_rows, block.parameters})
            for (const Field& row : rows) taken_.insert(std::string(row.name));
        std::vector<Symbol> rates;
        for (const Symbol& s : block.rates) rates.push_back(interned(s));
        for (std::size_t i = 0; i < block.outputs.size(); ++i)
            outputs_.emplace_back(free_name(std::string(block.output_rows[i].name), "_out"),
                                  interned(block.outputs[i]));
        for (const Symbol& s : rates) count_uses(s);
        for (const auto& [name, s] : outputs_) count_uses(s);
        choose();
        for (std::size_t i = 0; i < rates.size(); ++i)
            all_.push_back({std::string(block.states[i].name), written(rates[i]), Symbol::Role::rate});
        for (const auto& [name, s] : outputs_) write_output(name, s);
    }
    [[nodiscard]] std::vector<Equation> take() { return std::move(all_); }

private:
    using Node = Symbol::Node;
    using Key = std::tuple<Symbol::Op, double, std::vector<const Node*>, std::string, std::string, Symbol::Role>;

    Symbol interned(const Symbol& s) {
        if (const auto found = canonical_.find(&s.node()); found != canonical_.end()) return found->second;
        std::vector<Symbol> of;
        std::vector<const Node*> places;
        for (const Symbol& part : s.node().of) of.push_back(interned(part)), places.push_back(&of.back().node());
        const bool variable = s.is(Symbol::Op::variable);
        const Node& n = s.node();
        Key key{n.op, n.number, places, variable ? n.model : "", variable ? n.name : "", n.role};
        const Symbol made = variable ? s : Symbol::of(n.op, of, n.number);
        const Symbol one = unique_.emplace(std::move(key), made).first->second;
        if (!variable) one.call_it(n.name);
        canonical_.emplace(&n, one);
        return one;
    }

    void count_uses(const Symbol& s) {
        if (uses_[&s.node()]++ > 0) return;
        order_.push_back(s);
        for (const Symbol& part : s.node().of) count_uses(part);
    }

    /// Names for the quantities with an equation of their own, in the order in which they are met.
    void choose() {
        for (const auto& [name, s] : outputs_)
            if (is_computed(s)) chosen_.emplace(&s.node(), name);
        std::map<std::string, int> bearers;
        for (const Symbol& s : order_)
            if (!s.node().name.empty() && is_computed(s) && !chosen_.count(&s.node())) ++bearers[s.node().name];
        std::map<std::string, int> number;
        for (const Symbol& s : order_) {
            if (!is_computed(s) || chosen_.count(&s.node())) continue;
            const std::string& given = s.node().name;
            if (!given.empty())
                chosen_.emplace(
                    &s.node(),
                    free_name(bearers[given] > 1 ? given + "_" + std::to_string(++number[given]) : given, "_"));
            else if (uses_[&s.node()] > 1 && operations(s) >= long_)
                chosen_.emplace(&s.node(), "");  // numbered when written
        }
    }

    static bool is_computed(const Symbol& s) { return !s.is(Symbol::Op::variable) && !s.is(Symbol::Op::number); }

    int operations(const Symbol& s) const {
        if (!is_computed(s)) return 0;
        int n = 1;
        for (const Symbol& part : s.node().of) n += chosen_.count(&part.node()) ? 0 : operations(part);
        return n;
    }

    std::string free_name(std::string wanted, const std::string& suffix) {
        while (!taken_.insert(wanted).second) wanted += suffix;
        return wanted;
    }

    /// The expression with what has an equation of its own replaced by its name; those equations are written first.
    Symbol written(const Symbol& s) {
        const auto found = chosen_.find(&s.node());
        if (found == chosen_.end()) return plain(s);
        const auto is_output = [&](const auto& o) { return o.second.same_node(s); };
        const bool output = std::any_of(outputs_.begin(), outputs_.end(), is_output);
        const auto role = output ? Symbol::Role::output : Symbol::Role::auxiliary;
        if (done_.insert(&s.node()).second) {
            const Symbol value = plain(s);
            if (found->second.empty()) found->second = next_number();
            all_.push_back({found->second, value, role});
        }
        return Symbol::variable(model_, found->second, role);
    }

    std::string next_number() {
        std::string name;
        do name = "a_" + std::to_string(++numbered_);
        while (!taken_.insert(name).second);
        return name;
    }

    Symbol plain(const Symbol& s) {
        if (!is_computed(s)) return s;
        std::vector<Symbol> of;
        for (const Symbol& part : s.node().of) of.push_back(written(part));
        return Symbol::of(s.node().op, std::move(of), s.node().number);
    }

    void write_output(const std::string& name, const Symbol& s) {
        const Symbol value = written(s);
        if (value.is(Symbol::Op::variable) && value.node().name == name && value.node().role == Symbol::Role::output)
            return;
        all_.push_back({name, value, Symbol::Role::output});  // a mere copy of a variable or of another output
    }

    static constexpr int long_ = 4;

    std::string model_;
    std::set<std::string> taken_;
    std::map<const Node*, Symbol> canonical_;
    std::map<Key, Symbol> unique_;
    std::map<const Node*, int> uses_;
    std::vector<Symbol> order_;
    std::vector<std::pair<std::string, Symbol>> outputs_;
    std::map<const Node*, std::string> chosen_;
    std::set<const Node*> done_;
    std::vector<Equation> all_;
    int numbered_ = 0;
};

}  // namespace detail

/// The graph of a block as equations: equal subexpressions become one, and what has a name or is both long and used
/// again gets an equation of its own.
inline std::vector<Equation> equations(const Block& block) { return detail::EquationWriter(block).take(); }

}  // namespace wryneck
