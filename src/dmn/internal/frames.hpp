#pragma once
/// Gives the names in a decision's expressions their places, so that evaluation need not search for them.

#include "dmn/internal/definitions.hpp"

namespace guildhall::dmn {

/// Makes the frame of every decision that requires nothing imported, and binds its expressions. Last step of loading,
/// when all inputs are known.
void make_frames(Definitions& definitions);

}  // namespace guildhall::dmn
