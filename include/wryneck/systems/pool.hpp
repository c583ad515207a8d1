#pragma once
// The motor pool of a muscle: three threshold classes, their reflexes and the motor axons. Lanes are muscles.
//
//   command, posture, stress --> reflex (V, z) --> class S, FR, FF (u, PIC, a) --> a, f of the muscle
//   nerve stimulation, axon discharge -------------------^  (reach the fibres without the motoneuron)

#include <array>
#include <cstddef>

#include "wryneck/core/layout.hpp"
#include "wryneck/models/axon.hpp"
#include "wryneck/models/motor_pool.hpp"
#include "wryneck/models/reflex.hpp"
#include "wryneck/models/subject.hpp"

namespace wryneck {

struct Pool {
    static constexpr std::size_t classes = 3, class_size = count<MotorPool::State>;
    static constexpr std::size_t reflex_at = classes * class_size, axon_at = reflex_at + count<Reflex::State>;
    static constexpr std::size_t size = axon_at + count<Axon::State>;

    struct Parameters {
        MotorPool::Parameters<double> motor_pool = defaults<MotorPool::Parameters>(MotorPool::parameters);
        Reflex::Parameters<double> reflex = defaults<Reflex::Parameters>(Reflex::parameters);
        Axon::Parameters<double> axon = defaults<Axon::Parameters>(Axon::parameters);
    };

    struct Gains { double pic, facilitation, loop, pain, spinal, axon; };

    /// Held during a step: what the scenario commands and what the patches report.
    template <class T> struct Drive {
        T command, hold, inhibition, inhibition_gain, f_stim, block, stress, D, g_aff;
        T N, S, K_e, f_sp, transmission;
        Axon::Milieu<T> axon;
    };

    template <class T> struct Output { T u, a, f, pic, f_axon, z; };

    template <class T>
    static Output<T> observe(const T* x, const Drive<T>& in, const SubjectModel::Parameters<double>& s, const Parameters& p) {
        const std::array<double, classes> w{s.w_S, s.w_FR, s.w_FF};
        const T f_axon = x[axon_at + 1];
        Output<T> out{T(0.0), T(0.0), (in.f_stim + f_axon) * in.transmission, T(0.0), f_axon, x[reflex_at]};
        for (std::size_t k = 0; k < classes; ++k) {
            const auto c = load<MotorPool::State>(x + k * class_size);
            out.u += w[k] * c.u;
            out.a += w[k] * c.a;
            out.f += w[k] * c.u * (p.motor_pool.f_min + p.motor_pool.f_range * c.u) * in.transmission;
            out.pic += w[k] * c.p * c.q * (1 - c.h);
        }
        return out;
    }

    /// `posture` is the drive of posture control, `l` the fibre length relative to neutral, `l_w` the same as wanted, `F` the relative force.
    template <class T>
    static void rhs(const T* x, const Drive<T>& in, const T& posture, const T& l, const T& l_w, const T& F, const Gains& g,
                    const SubjectModel::Parameters<double>& s, const Parameters& p, T* dx) {
        const std::array<double, classes> w{s.w_S, s.w_FR, s.w_FF}, G{s.G_S, s.G_FR, s.G_FF};
        const auto reflex = load<Reflex::State>(x + reflex_at);
        const auto axon = load<Axon::State>(x + axon_at);

        T u(0.0);
        for (std::size_t k = 0; k < classes; ++k) u += w[k] * x[k * class_size];

        Reflex::State<T> d_reflex;
        const auto synaptic = Reflex::rhs(
            reflex, {in.command, in.hold, posture, l, l_w, in.f_stim, in.K_e, in.f_sp, in.N, in.S, u, F, in.inhibition, in.inhibition_gain, in.block,
                     in.stress, in.g_aff, g.pain, g.spinal, g.facilitation, g.loop},
            p.reflex, d_reflex);

        Axon::State<T> d_axon;
        Axon::fire(axon, in.axon, T(g.axon), p.axon, d_axon);

        double threshold = 0;
        for (std::size_t k = 0; k < classes; ++k) {
            const auto unit = load<MotorPool::State>(x + k * class_size);
            MotorPool::State<T> d_unit;
            MotorPool::rhs(unit, {synaptic.V, synaptic.command, in.inhibition_gain, in.D, threshold, w[k], G[k], (in.f_stim + axon.f) * in.transmission, in.transmission, g.pic}, p.motor_pool, d_unit);
            store<MotorPool::State>(d_unit, dx + k * class_size);
            threshold += w[k];
        }
        store<Reflex::State>(d_reflex, dx + reflex_at);
        store<Axon::State>(d_axon, dx + axon_at);
    }
};

}  // namespace wryneck
