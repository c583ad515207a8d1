#pragma once
// Which of up to 64 inputs touched a value, and nothing else: `Traced` for the compiler. Reading equations with it in a
// constant expression gives the sparsity pattern as a constant, so that code can be laid out along it.

#include <cstddef>
#include <cstdint>

namespace wryneck {

struct Touched {
    std::uint64_t inputs = 0;

    constexpr Touched() = default;
    constexpr Touched(double) {}
    static constexpr Touched input(std::size_t index) {
        Touched x;
        x.inputs = std::uint64_t{1} << index;
        return x;
    }

    friend constexpr Touched operator+(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched operator-(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched operator*(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched operator/(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched operator-(Touched a) { return a; }

    friend constexpr Touched operator<(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched operator>(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched operator<=(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched operator>=(Touched a, Touched b) { return both(a, b); }

    friend constexpr Touched exp(Touched a) { return a; }
    friend constexpr Touched log(Touched a) { return a; }
    friend constexpr Touched sqrt(Touched a) { return a; }
    friend constexpr Touched abs(Touched a) { return a; }
    friend constexpr Touched tanh(Touched a) { return a; }
    friend constexpr Touched min(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched max(Touched a, Touched b) { return both(a, b); }
    friend constexpr Touched where(Touched c, Touched a, Touched b) { return both(c, both(a, b)); }

private:
    static constexpr Touched both(Touched a, Touched b) {
        a.inputs |= b.inputs;
        return a;
    }
};

}  // namespace wryneck
