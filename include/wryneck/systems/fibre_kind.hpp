#pragma once
// Alone in a file, so that plain interfaces can name it without the equations.

namespace wryneck::fibre {

/// Fast or slow twitch: the first or the second column of the tables.
enum class Kind { fast, slow };

/// The default, which can rest, tire and recover; or the model of 2007 as it was published.
enum class Variant { repaired, published };

}  // namespace wryneck::fibre
