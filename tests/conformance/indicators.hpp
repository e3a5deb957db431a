// Holds our indicators to the published vectors of another library.
#pragma once

#include "tests/conformance/judgement.hpp"
#include "tests/conformance/rows.hpp"

namespace ballast::conformance {

/// Judges a row of Tulip's vectors: `indicator`, `options`, `inputs` and
/// `outputs`, rounded to three decimals. An output is aligned to the end of its
/// input. Where Tulip begins otherwise than TA-Lib, whose definitions ours are,
/// the row is held against the parts that both share, and the remark says so.
judgement judge_indicator(const json& row);

} // namespace ballast::conformance
