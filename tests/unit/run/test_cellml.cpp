// Diagrams as CellML: what the wiring may ask of it. Whole fibres are looked at in tests/python/test_cellml.py.
#include "catch.hpp"
#include "wryneck/core/equations.hpp"
#include "wryneck/core/error.hpp"
#include "wryneck/core/scalar.hpp"
#include "wryneck/run/cellml.hpp"

using namespace wryneck;
using Role = Symbol::Role;

namespace {

/// Fills at a given rate; an output has the name of an input, another a word that is reserved elsewhere.
struct Tank {
    static constexpr const char* name = "tank";
    static constexpr const char* time_unit = "ms";
    template <class T>
    struct State {
        T u;
    };
    template <class T>
    struct Input {
        T flow, again;
    };
    template <class T>
    struct Output {
        T flow, use;
    };
    template <class T>
    struct Parameters {
        T k;
    };
    static constexpr auto states =
        table<State>(field<&State<Slot>::u>(2.0, "mM", "content", "Someone2000", Grade::mammal, {0, 3}));
    static constexpr auto inputs = table<Input>(port<&Input<Slot>::flow>(1.0, "mM/ms", "given"),
                                                port<&Input<Slot>::again>(1.0, "mM/ms", "given twice"));
    static constexpr auto outputs = table<Output>(port<&Output<Slot>::flow>(1.0, "mM/ms", "passed on"),
                                                  port<&Output<Slot>::use>(1.0, "mM/ms", "used"));
    static constexpr auto parameters =
        table<Parameters>(field<&Parameters<Slot>::k>(0.5, "1/ms", "rate", "assumed", Grade::assumed, {0, 2}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& x, const Input<T>& in, const Parameters<Q>& p, State<T>& dx) {
        const T used = p.k * x.u;
        dx.u = in.flow + in.again - used;
        return {2 * in.flow, used};
    }
};

/// The same once more, fed by the first.
struct Basin : Tank {
    static constexpr const char* name = "basin";
};

std::string exported() {
    const Symbol time = Symbol::variable("clock", "t", Role::input);
    const auto of = [](const char* model, const char* name, Role role) { return Symbol::variable(model, name, role); };
    Tank::State<Symbol> d_tank, d_basin;
    const Symbol constant = 3 * of("tank", "k", Role::parameter) * of("basin", "u", Role::state);
    const auto out = call<Tank>(Tank::State<Symbol>{of("tank", "u", Role::state)}, {constant, constant},
                                Tank::Parameters<Symbol>{of("tank", "k", Role::parameter)}, d_tank);
    const Tank::Input<Symbol> fed{out.flow, out.use + out.flow};
    call<Basin>(Tank::State<Symbol>{of("basin", "u", Role::state)}, fed,
                Tank::Parameters<Symbol>{of("basin", "k", Role::parameter)}, d_basin);
    std::map<std::string, Field> rows;
    for (const char* model : {"tank", "basin"}) {
        rows.emplace(model + std::string(".u"), Tank::states[0]);
        rows.emplace(model + std::string(".k"), Tank::parameters[0]);
    }
    const Symbol rates[] = {d_tank.u, d_basin.u};
    return cellml(Diagram(rates), rows, time, "test", "two -- tanks");
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

std::string complaint(const FibreProtocol& protocol) {
    try {
        (void)fibre_cellml(protocol);
    } catch (const InputError& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("each variable has its unit, its value and where that comes from", "[cellml]") {
    const std::string text = exported();
    CHECK(has(text,
              "<variable name=\"u\" units=\"mM\" initial_value=\"2\" interface=\"public\"/> <!-- content; Someone2000, "
              "mammal -->"));
    CHECK(has(text,
              "<units name=\"mM_per_ms\">\n    <unit units=\"mole\" prefix=\"milli\"/>\n    <unit units=\"litre\" "
              "exponent=\"-1\"/>\n"
              "    <unit units=\"second\" prefix=\"milli\" exponent=\"-1\"/>\n  </units>"));
    CHECK(has(text, "<variable name=\"t\" units=\"ms\" interface=\"public\"/>"));
    CHECK(has(text, "<!-- two - tanks -->"));
}

TEST_CASE("the wiring goes by connections, or by an equation where it computes", "[cellml]") {
    const std::string text = exported();
    CHECK(
        has(text,
            "<ci>flow</ci><apply><times/><cn cellml:units=\"dimensionless\">3</cn><ci>k</ci><ci>basin_u</ci></apply>"));
    CHECK(has(text, "<connection component_1=\"basin\" component_2=\"tank\">"));
    CHECK(has(text,
              "<map_variables variable_1=\"flow\" variable_2=\"flow_out\"/>"));  // an output with the name of an input
    CHECK(has(text, "<map_variables variable_1=\"tank_use\" variable_2=\"use_\"/>"));
    CHECK(has(text, "<apply><eq/><ci>again</ci><apply><plus/><ci>tank_use</ci><ci>flow</ci></apply></apply>"));
}

TEST_CASE("a stimulus that cannot be exported is refused", "[cellml]") {
    FibreProtocol protocol;
    protocol.variant = FibreVariant::published;
    CHECK(has(fibre_cellml(protocol), "initial_value=\"0\" interface=\"public\"/> <!-- number of pulses -->"));
    protocol.pulses_ms = {0, 20, 40.5};
    CHECK(complaint(protocol) == "pulses_ms[1] is 20, expected 20.25 ms: pulses at equal distances");
    protocol.pulses_ms = pulse_train(1000, 30, 7);
    CHECK(complaint(protocol) == "none");
}
