// Expressions that remember how they were computed, and the equations that come of them.
#include <cctype>

#include "catch.hpp"
#include "wryneck/core/equations.hpp"
#include "wryneck/math/evaluate.hpp"
#include "wryneck/run/latex.hpp"

using namespace wryneck;
using Op = Symbol::Op;
using Role = Symbol::Role;

namespace {

Symbol variable(const char* name) { return Symbol::variable("test", name, Role::input); }
const Symbol x = variable("x"), y = variable("y"), z = variable("z");

double worth(const Symbol& s) {
    const auto known = [](const Symbol& v) { return v.node().name == "x" ? 3.0 : v.node().name == "y" ? 5.0 : 7.0; };
    return Evaluator<double, decltype(known)>(known)(s);
}

/// Two outputs that share a long part, one of them by name.
struct Sharing {
    static constexpr const char* name = "sharing";
    template <class T>
    struct State {
        T u;
    };
    template <class T>
    struct Input {
        T v;
    };
    template <class T>
    struct Output {
        T twice, v;
    };
    template <class T>
    struct Parameters {
        T k;
    };
    static constexpr auto states = table<State>(field<&State<Slot>::u>(1.0, "1", "state", "test", Grade::assumed, {0, 2}));
    static constexpr auto inputs = table<Input>(port<&Input<Slot>::v>(1.0, "1", "input"));
    static constexpr auto outputs = table<Output>(port<&Output<Slot>::twice>(1.0, "1", "two"), port<&Output<Slot>::v>(1.0, "1", "one more"));
    static constexpr auto parameters = table<Parameters>(field<&Parameters<Slot>::k>(1.0, "1", "factor", "test", Grade::assumed, {0, 2}));

    template <Scalar T, class Q>
    static Output<T> rhs(const State<T>& s, const Input<T>& in, const Parameters<Q>& p, State<T>& ds) {
        const T shared = exp(in.v * p.k + s.u) / (1 + in.v);
        const T again = exp(in.v * p.k + s.u) / (1 + in.v);  // computed twice, written once
        const T gap = s.u - in.v;
        names("gap", gap);
        ds.u = shared * gap;
        return {2 * again, in.v};
    }
};

struct Wired {
    static void rhs(const Symbol* u, const Symbol& v, Symbol* du, const Symbol& k) {
        Sharing::State<Symbol> d;
        call<Sharing>(Sharing::State<Symbol>{u[0]}, {v + 1}, Sharing::Parameters<Symbol>{k}, d);
        du[0] = d.u;
    }
};

}  // namespace

TEST_CASE("rewriting changes no number", "[symbol]") {
    CHECK((1 * x).same_node(x));
    CHECK((x / 1).same_node(x));
    CHECK((x + 0 * y).same_node(x));
    CHECK((x - 0.0).same_node(x));
    CHECK((-(-x)).same_node(x));
    CHECK((-(x - y)).is(Op::subtract));
    CHECK((2 * Symbol(3)).is_number(6));
    const Symbol fourth = (x * x) * (x * x);
    CHECK(fourth.is(Op::power));
    CHECK(fourth.node().number == 4);
    CHECK(worth(fourth) == 81);
    CHECK(worth(y * x * x) == 45);
    CHECK(worth(-(x - y) / z) == 2.0 / 7);
    CHECK(worth(where(x < y, x, y)) == 3);
    CHECK(worth(where(x >= y, x, y)) == 5);
    CHECK(worth(max(x, 0 * x) + min(x, y) + floor(z / x) + abs(-y)) == 3 + 3 + 2 + 5);
    CHECK(worth(exprelr(0 * x)) == 1);
}

TEST_CASE("nothing keeps its unit", "[symbol]") {
    CHECK((0 * x).is_zero());
    CHECK((0 * x * y).is_zero());
    CHECK((0 * x * y).arg(1).is(Op::multiply));
}

TEST_CASE("equations share what is computed twice and bear the names of the source", "[symbol]") {
    const auto all = equations(block_of<Sharing>());
    REQUIRE(all.size() == 5);
    CHECK(all[0].name == "a_1");
    CHECK(all[1].name == "gap");
    CHECK(all[2].role == Role::rate);
    CHECK(latex(all[2].value) == "a_{1} \\thinspace \\mathrm{gap}");
    CHECK(latex(all[3].value) == "2 \\thinspace a_{1}");
    CHECK(all[4].name == "v_out");  // the input has the name already
}

TEST_CASE("a wiring that is read with symbols gives its diagram", "[symbol]") {
    const Symbol u = Symbol::variable("sharing", "u", Role::state), k = Symbol::variable("sharing", "k", Role::parameter);
    Symbol du;
    Wired::rhs(&u, x, &du, k);
    const Diagram diagram({&du, 1});
    REQUIRE(diagram.blocks().size() == 1);
    CHECK(diagram.blocks()[0]->model == "sharing");
    CHECK(latex(diagram.blocks()[0]->inputs[0]) == "x + 1");
    CHECK_THROWS_AS(Wired::rhs(&x, x, &du, k), std::logic_error);  // not its own state
    CHECK_THROWS_AS(Diagram({&u, 1}), std::logic_error);           // no sub-model gave this
}

TEST_CASE("LaTeX looks like the paper", "[symbol]") {
    const Symbol V = variable("V_s"), V_0 = variable("V_n"), A = variable("A_an"), a = variable("alpha_m"), I = variable("I_Cl_t");
    CHECK(latex(V) == "V_{s}");
    CHECK(latex(a) == "\\alpha_{m}");
    CHECK(latex(I) == "I_{\\mathrm{Cl},t}");
    CHECK(latex(A * exprelr((V_0 - V) / A)) == "\\frac{V_{n} - V_{s}}{e^{\\left(V_{n} - V_{s}\\right) / A_{\\mathrm{an}}} - 1}");
    CHECK(latex(x * (y - z) * (y - z)) == "x \\thinspace \\left(y - z\\right) \\thinspace \\left(y - z\\right)");
    CHECK(latex(x - (y - z)) == "x - \\left(y - z\\right)");
    CHECK(latex(max(x, 0 * x)) == "\\max\\left(x, 0\\right)");
    CHECK(latex(where(x > 0 * x, x, y)) == "\\begin{cases} x & \\text{where } x \\gt 0 \\cr y & \\text{elsewhere} \\end{cases}");
}

TEST_CASE("no LaTeX command would be taken for Markdown", "[symbol]") {
    for (const ModelEquations& m : model_equations())
        for (const std::string& line : m.latex) {
            INFO(m.name << ": " << line);
            std::size_t unsafe = 0;
            for (std::size_t i = 0; i + 1 < line.size(); ++i) unsafe += line[i] == '\\' && !std::isalpha(static_cast<unsigned char>(line[i + 1]));
            CHECK(unsafe == 0);
        }
}
