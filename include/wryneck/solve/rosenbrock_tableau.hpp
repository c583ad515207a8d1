#pragma once
// Coefficients of stiffly accurate Rosenbrock schemes, in the form without products with the Jacobian J:
//
//   (1/(gamma h) - J) k_i = f(x + sum_j a_ij k_j, t + alpha_i h) + sum_j c_ij k_j / h + gamma_i h df/dt
//   x_new = x + sum_j a_sj k_j + k_s,   error estimate k_s                                    s: the last stage
//   between steps, with u in [0, 1]:  (1 - u) x + u (x_new + (1 - u) sum_j (d_1j + u d_2j) k_j)

#include <array>
#include <cstddef>

namespace wryneck {

template <std::size_t Stages>
using StageMatrix = std::array<std::array<double, Stages>, Stages>;

/// RODAS3 [Sandu1997]: order 3, embedded order 2, L-stable.
struct Rodas3 {
    static constexpr std::size_t stages = 4;
    static constexpr int order = 3, error_order = 2;
    static constexpr double gamma = 0.5;
    static constexpr std::array<double, stages> alpha{0, 0, 1, 1}, gamma_i{0.5, 1.5, 0, 0};
    static constexpr StageMatrix<stages> a{{{}, {}, {2}, {2, 0, 1}}};
    static constexpr StageMatrix<stages> c{{{}, {4}, {1, -1}, {1, -1, -8.0 / 3.0}}};
};

/// RODAS4P2 [Steinebach2020]: order 4, embedded order 3, L-stable; keeps its order on stiff problems and with rough
/// Jacobians. Dense output of order 3.
struct Rodas4P2 {
    static constexpr std::size_t stages = 6;
    static constexpr int order = 4, error_order = 3;
    static constexpr double gamma = 0.25;
    static constexpr std::array<double, stages> alpha{0, 0.75, 0.321448134013046, 0.519745732277726, 1, 1};
    static constexpr std::array<double, stages> gamma_i{0.25, -0.5, -0.189532918363016, 0.085612108792769, 0, 0};
    static constexpr StageMatrix<stages> a{
        {{},
         {3.0},
         {0.906377755268814, -0.189707390391685},
         {3.758617027739064, 1.161741776019525, -0.849258085312803},
         {7.089566927282776, 4.573591406461604, -8.423496976860259, -0.959280113459775},
         {7.089566927282776, 4.573591406461604, -8.423496976860259, -0.959280113459775, 1.0}}};
    static constexpr StageMatrix<stages> c{
        {{},
         {-12.0},
         {-6.354581592719008, 0.338972550544623},
         {-8.575016317114033, -7.606483992117508, 12.22499765012482},
         {-5.888975457523102, -8.157396617841821, 24.805546872612922, 12.790401512796979},
         {-4.408651676063871, -6.692003137674639, 24.625568527593117, 16.627521966636085, -5.714285714285718}}};
    static constexpr std::array<std::array<double, stages>, 2> d{
        {{-5.323528268423303, -10.042123754867493, 17.175254928256965, -5.079931171878093, -0.016185991706112},
         {6.984505741529879, 6.914061169603662, -0.849178943070653, 18.104410789349338, -3.516963011559032}}};
};

}  // namespace wryneck
