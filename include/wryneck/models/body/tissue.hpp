#pragma once
// Heat in a slice of skin, fat or muscle that lies parallel to the surface: conduction to its neighbours, warming by
// blood and by metabolism (Pennes), both of which grow with the local temperature.
//
//   C T' = n [G_before (T_before - T) + G_after (T_after - T)] + w C_b (T_b - T) + q
//   w = w_0 f,  q = q_0 f,  f = q10^((T - T_n)/T_10)
//
// n: slices per length; k, C, w_0, q_0: those of the layer that the slice belongs to. A plane: limbs, which are cooled
// from several sides and whose vessels carry heat along, cool deeper. Sources: CT-24, EK-23.

#include "wryneck/core/fields.hpp"
#include "wryneck/core/scalar.hpp"

namespace wryneck::body {

struct Tissue {
    static constexpr const char* name = "tissue";

    template <class V>
    struct State {
        V T;
    };
    template <class V>
    struct Input {
        V T_before, T_after, G_before, G_after, n, skin, fat;
    };
    template <class V>
    struct Output {
        V k, C, source;
    };
    template <class V>
    struct Parameters {
        V k_skin, k_fat, k_muscle, C_skin, C_fat, C_muscle, w_skin, w_fat, w_muscle, q_skin, q_fat, q_muscle, C_b, T_b,
            q10, T_n, T_10, d_skin, d_muscle, T_air, h_air, h_pack;
    };
    using S = State<Slot>;
    using I = Input<Slot>;
    using O = Output<Slot>;
    using P = Parameters<Slot>;

    static constexpr auto states =
        table<State>(field<&S::T>(35.0, "degC", "temperature", "physiology", Grade::human, {-5, 46}));

    static constexpr auto inputs =
        table<Input>(port<&I::T_before>(34.5, "degC", "temperature of the slice before, or of what lies on the skin"),
                     port<&I::T_after>(35.5, "degC", "temperature of the slice behind"),
                     port<&I::G_before>(490.0, "W/m^2/K", "conductance to the slice before"),
                     port<&I::G_after>(490.0, "W/m^2/K", "conductance to the slice behind"),
                     port<&I::n>(1000.0, "1/m", "slices per length"), port<&I::skin>(0.0, "1", "1 in skin"),
                     port<&I::fat>(0.0, "1", "1 in fat; muscle where both are 0"));

    static constexpr auto outputs =
        table<Output>(port<&O::k>(0.49, "W/m/K", "conductivity"), port<&O::C>(3.7e6, "J/m^3/K", "heat capacity"),
                      port<&O::source>(4000.0, "W/m^3", "warming by blood and metabolism"));

    static constexpr auto parameters = table<Parameters>(
        field<&P::k_skin>(0.37, "W/m/K", "conductivity of skin", "CT-24 (unverified)", Grade::model, {0.25, 0.5}),
        field<&P::k_fat>(0.21, "W/m/K", "the same of fat", "CT-24 (unverified)", Grade::model, {0.16, 0.32}),
        field<&P::k_muscle>(0.49, "W/m/K", "the same of muscle", "CT-24 (unverified)", Grade::model, {0.4, 1.5}),
        field<&P::C_skin>(3.76e6, "J/m^3/K", "heat capacity of skin", "CT-24 (unverified)", Grade::model,
                          {3.4e6, 4.1e6}),
        field<&P::C_fat>(2.14e6, "J/m^3/K", "the same of fat", "CT-24 (unverified)", Grade::model, {1.9e6, 2.5e6}),
        field<&P::C_muscle>(3.73e6, "J/m^3/K", "the same of muscle", "CT-24 (unverified)", Grade::model, {3.5e6, 4e6}),
        field<&P::w_skin>(1.0e-3, "1/s", "blood flow of skin per volume, at T_n",
                          "CT-24 (unverified): middle of 0.5e-3 to 2e-3", Grade::model, {0, 2e-3}),
        field<&P::w_fat>(3.0e-4, "1/s", "the same of fat", "assumed: less than muscle", Grade::assumed, {0, 6e-4}),
        field<&P::w_muscle>(4.4e-4, "1/s", "the same of muscle", "EK-23: 2.5 ml per 100 g and minute", Grade::human,
                            {0, 8e-4}),
        field<&P::q_skin>(600.0, "W/m^3", "heat of metabolism of skin, at T_n", "assumed: as muscle", Grade::assumed,
                          {0, 2000}),
        field<&P::q_fat>(300.0, "W/m^3", "the same of fat", "assumed: half of that", Grade::assumed, {0, 600}),
        field<&P::q_muscle>(600.0, "W/m^3", "the same of muscle", "CT-24 (unverified): 500 to 700", Grade::model,
                            {300, 1000}),
        field<&P::C_b>(3.8e6, "J/m^3/K", "heat capacity of blood", "CT-24 (unverified)", Grade::model, {3.6e6, 4.1e6}),
        field<&P::T_b>(36.8, "degC", "temperature of arterial blood", "CT-24 (unverified)", Grade::model, {35, 38}),
        field<&P::q10>(
            2.0, "1",
            "rise of blood flow and metabolism per 10 degC, which stands for the narrowing of vessels by cold",
            "assumed: as metabolism in models of the whole body", Grade::assumed, {1, 4}),
        field<&P::T_n>(36.0, "degC", "temperature at which they are w_0 and q_0", "assumed", Grade::assumed, {33, 37}),
        field<&P::T_10>(10.0, "degC", "ten degrees", "definition", Grade::human, {10, 10}),
        field<&P::d_skin>(1.5, "mm", "thickness of skin", "assumed", Grade::assumed, {0.5, 3}),
        field<&P::d_muscle>(60.0, "mm", "thickness of muscle down to its middle, through which no heat goes",
                            "assumed: calf", Grade::assumed, {20, 100}),
        field<&P::T_air>(23.0, "degC", "temperature of the room", "assumed", Grade::assumed, {0, 45}),
        field<&P::h_air>(8.0, "W/m^2/K", "transfer from skin to still air, with radiation", "CT-24 (unverified)",
                         Grade::model, {4, 15}),
        field<&P::h_pack>(500.0, "W/m^2/K", "transfer from skin to a wet pack of ice",
                          "CT-24 (unverified): middle of 300 to 800", Grade::model, {20, 1000}));

    template <Scalar V, class Q>
    static Output<V> rhs(const State<V>& x, const Input<V>& in, const Parameters<Q>& p, State<V>& dx) {
        const V muscle = 1 - in.skin - in.fat;
        const V k = in.skin * p.k_skin + in.fat * p.k_fat + muscle * p.k_muscle;
        const V C = in.skin * p.C_skin + in.fat * p.C_fat + muscle * p.C_muscle;
        const V w = in.skin * p.w_skin + in.fat * p.w_fat + muscle * p.w_muscle;
        const V q = in.skin * p.q_skin + in.fat * p.q_fat + muscle * p.q_muscle;
        const V f = exp(log(p.q10) * (x.T - p.T_n) / p.T_10);
        const V source = f * (w * p.C_b * (p.T_b - x.T) + q);
        names("muscle w q f", muscle, w, q, f);
        dx.T = (in.n * (in.G_before * (in.T_before - x.T) + in.G_after * (in.T_after - x.T)) + source) / C;
        return {k, C, source};
    }
};

}  // namespace wryneck::body
