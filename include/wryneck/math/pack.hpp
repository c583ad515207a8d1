#pragma once
// Vectors of the compiler as plain numbers: Pack<Real, W> is W values side by side, Pack<Real, 1> the number itself.
// What code that is laid out along a tape needs of them: a fused product, a choice, exponential and logarithm within
// about an ulp, the same operations for every width, so that a value does not depend on its neighbours.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#if defined(__AVX__)
#include <immintrin.h>
#endif

namespace wryneck {

namespace detail {

template <class Real, int W>
struct PackOf {
    typedef Real type __attribute__((vector_size(W * sizeof(Real))));
};
template <class Real>
struct PackOf<Real, 1> {
    using type = Real;
};

template <class V>
struct PackTraits {
    using Real = std::remove_cvref_t<decltype(V{}[0])>;
    static constexpr int width = sizeof(V) / sizeof(Real);
};
template <class V>
requires std::is_floating_point_v<V>
struct PackTraits<V> {
    using Real = V;
    static constexpr int width = 1;
};

}  // namespace detail

template <class Real, int W>
using Pack = typename detail::PackOf<Real, W>::type;
template <class V>
using RealOf = typename detail::PackTraits<V>::Real;
template <class V>
inline constexpr int pack_width = detail::PackTraits<V>::width;

/// How many values fill a register of the instruction set that this is compiled for; without wide registers as many as
/// those of AVX, which the compiler splits.
#if defined(__AVX512F__)
template <class Real>
inline constexpr int register_width = 64 / sizeof(Real);
#else
template <class Real>
inline constexpr int register_width = 32 / sizeof(Real);
#endif

/// All values the same.
template <class V>
[[gnu::always_inline]] inline V spread(double value) {
    return V{} + static_cast<RealOf<V>>(value);
}

template <class V>
[[gnu::always_inline]] inline RealOf<V>& at(V& x, std::size_t i) {
    return reinterpret_cast<RealOf<V>*>(&x)[i];
}
template <class V>
[[gnu::always_inline]] inline RealOf<V> at(const V& x, std::size_t i) {
    if constexpr (pack_width<V> == 1)
        return (void)i, x;
    else
        return x[i];
}

template <class V, class Condition>
[[gnu::always_inline]] inline V choose(const Condition& condition, const V& a, const V& b) {
    return condition ? a : b;
}

/// The lesser and the greater of two; b where one is not a number.
template <class V>
[[gnu::always_inline]] inline V lesser(const V& a, const V& b) {
#if defined(__AVX__)
    if constexpr (std::is_same_v<V, Pack<double, 4>>)
        return (V)_mm256_min_pd((__m256d)a, (__m256d)b);
    else if constexpr (std::is_same_v<V, Pack<float, 8>>)
        return (V)_mm256_min_ps((__m256)a, (__m256)b);
#if defined(__AVX512F__)  // all lanes by a mask: of the plain form g++ 12 warns
    else if constexpr (std::is_same_v<V, Pack<double, 8>>)
        return (V)_mm512_maskz_min_pd(0xFF, (__m512d)a, (__m512d)b);
    else if constexpr (std::is_same_v<V, Pack<float, 16>>)
        return (V)_mm512_maskz_min_ps(0xFFFF, (__m512)a, (__m512)b);
#endif
    else
#endif
        return a < b ? a : b;
}
template <class V>
[[gnu::always_inline]] inline V greater(const V& a, const V& b) {
#if defined(__AVX__)
    if constexpr (std::is_same_v<V, Pack<double, 4>>)
        return (V)_mm256_max_pd((__m256d)a, (__m256d)b);
    else if constexpr (std::is_same_v<V, Pack<float, 8>>)
        return (V)_mm256_max_ps((__m256)a, (__m256)b);
#if defined(__AVX512F__)  // all lanes by a mask: of the plain form g++ 12 warns
    else if constexpr (std::is_same_v<V, Pack<double, 8>>)
        return (V)_mm512_maskz_max_pd(0xFF, (__m512d)a, (__m512d)b);
    else if constexpr (std::is_same_v<V, Pack<float, 16>>)
        return (V)_mm512_maskz_max_ps(0xFFFF, (__m512)a, (__m512)b);
#endif
    else
#endif
        return a > b ? a : b;
}

/// f of each value, for what has no short way.
template <class V, class F>
[[gnu::always_inline]] inline V mapped(const V& x, const F& f) {
    V y{};
    for (std::size_t i = 0; i < pack_width<V>; ++i) at(y, i) = f(at(x, i));
    return y;
}

/// a b + c, rounded once where the processor can.
template <class V>
[[gnu::always_inline]] inline V fused(const V& a, const V& b, const V& c) {
#if defined(__FMA__)
    if constexpr (std::is_same_v<V, double>)
        return __builtin_fma(a, b, c);
    else if constexpr (std::is_same_v<V, float>)
        return __builtin_fmaf(a, b, c);
    else if constexpr (std::is_same_v<V, Pack<double, 4>>)
        return (V)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
    else if constexpr (std::is_same_v<V, Pack<float, 8>>)
        return (V)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#if defined(__AVX512F__)
    else if constexpr (std::is_same_v<V, Pack<double, 8>>)
        return (V)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
    else if constexpr (std::is_same_v<V, Pack<float, 16>>)
        return (V)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#endif
    else
#endif
        return a * b + c;
}

namespace detail {

template <class Real>
struct ExpTable;

// exp(r) = 1 + r + r^2 q(r) for |r| up to half of log 2: q by Remez' exchange.
template <>
struct ExpTable<double> {
    using Bits = std::int64_t;
    static constexpr double q[] = {2.50000583480405778e-8, 2.76302483083494842e-7, 2.75575863825828992e-6,
                                   2.48014930991451671e-5, 1.98412695065711061e-4, 1.38888889436298406e-3,
                                   8.33333333349446387e-3, 4.16666666665301598e-2, 1.66666666666664125e-1,
                                   5.00000000000001063e-1};
    static constexpr double p[] = {0.147962599162806103, 0.153140212316578732, 0.181835654034344976,
                                   0.222221985538440091, 0.285714287425617682, 0.399999999994139643,
                                   0.666666666666673451};
    static constexpr double log2_high = 0x1.62e42fef00000p-1, log2_low = 0x1.473de6af278edp-34;
    static constexpr double magic = 0x1.8p52, most = 709, least = -708;
    static constexpr int mantissa = 52, bias = 1023;
};
template <>
struct ExpTable<float> {
    using Bits = std::int32_t;
    static constexpr float q[] = {1.38145956021446267e-3f, 8.36871685259053938e-3f, 4.16683880955233402e-2f,
                                  1.66665206321135855e-1f, 4.999999344764172e-1f};
    static constexpr float p[] = {0.298719968139420461f, 0.399775323832829268f, 0.666667764486023888f};
    static constexpr float log2_high = 0.693359375f, log2_low = -2.12194440054690570e-4f;
    static constexpr float magic = 0x1.8p23f, most = 88, least = -87;
    static constexpr int mantissa = 23, bias = 127;
};

template <class V>
using BitsOf = Pack<typename ExpTable<RealOf<V>>::Bits, pack_width<V>>;

/// Bits of one as the other.
template <class To, class From>
[[gnu::always_inline]] inline To cast_bits(const From& x) {
    static_assert(sizeof(To) == sizeof(From));
    return __builtin_bit_cast(To, x);
}

template <class V, class Real, std::size_t N>
[[gnu::always_inline]] inline V horner(const V& x, const Real (&coefficients)[N]) {
    V sum = spread<V>(coefficients[0]);
    for (std::size_t i = 1; i < N; ++i) sum = fused<V>(sum, x, spread<V>(coefficients[i]));
    return sum;
}

}  // namespace detail

/// e^x; x beyond the range of the numbers counts as its end.
template <class V>
[[gnu::always_inline]] inline V fast_exp(const V& a) {
    using Table = detail::ExpTable<RealOf<V>>;
    using Bits = detail::BitsOf<V>;
    const V magic = spread<V>(Table::magic);
    const V x = lesser<V>(spread<V>(Table::most), greater<V>(spread<V>(Table::least), a));
    const V shifted = fused<V>(x, spread<V>(1.44269504088896340736), magic), k = shifted - magic;
    const V r = fused<V>(k, spread<V>(-Table::log2_low), fused<V>(k, spread<V>(-Table::log2_high), x));
    const V y = fused<V>(r * r, detail::horner<V>(r, Table::q), r) + spread<V>(1);
    const Bits exponent = detail::cast_bits<Bits>(shifted) << Table::mantissa;
    return detail::cast_bits<V>(Bits(detail::cast_bits<Bits>(y) + exponent));
}

/// Natural logarithm of a normal positive number; not finite elsewhere.
template <class V>
[[gnu::always_inline]] inline V fast_log(const V& x) {
    using Table = detail::ExpTable<RealOf<V>>;
    using Bits = detail::BitsOf<V>;
    using Whole = typename Table::Bits;
    // x = 2^k m with m from sqrt(1/2) to sqrt(2); log m = 2 s + s^3 p(s^2) with s = (m - 1)/(m + 1)
    const Whole root = detail::cast_bits<Whole>(static_cast<RealOf<V>>(0.70710678118654752440));
    const Bits bits = detail::cast_bits<Bits>(x), up = bits - root;
    const Bits k = up >> Table::mantissa;
    const V m = detail::cast_bits<V>(Bits(bits - (k << Table::mantissa)));
    const V magic = spread<V>(Table::magic);  // whole numbers become real ones by its bits
    const V exponent = detail::cast_bits<V>(Bits(k + detail::cast_bits<Whole>(Table::magic))) - magic;
    const V s = (m - spread<V>(1)) / (m + spread<V>(1)), z = s * s;
    const V tail = fused<V>(s * z, detail::horner<V>(z, Table::p), exponent * spread<V>(Table::log2_low));
    const V y = fused<V>(exponent, spread<V>(Table::log2_high), spread<V>(2) * s + tail);
    const V broken = spread<V>(__builtin_nan(""));
    return choose<V>(x > V{}, y, broken);
}

}  // namespace wryneck
