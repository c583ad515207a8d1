#pragma once
// Alone in a file, so that plain interfaces can name it without the equations.

namespace wryneck::fibre {

/// Fast or slow twitch: the first or the second column of the tables.
enum class Kind { fast, slow };

}  // namespace wryneck::fibre
