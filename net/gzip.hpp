// gzip in memory. Inflating has a cap on what may come out, checked while it
// comes, so that a bomb costs no more than the cap.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ballast::net {

enum class gunzip_end {
  whole,     ///< All members were read to their end and their checksums hold.
  too_large, ///< More than the cap would come out.
  broken,    ///< Not gzip, cut short, a bad checksum, or bytes behind the end.
};

/// Inflates `packed` into `text` (replaced; empty unless whole).
/// @param cap Most bytes that may come out.
gunzip_end gunzip(std::string_view packed, std::size_t cap, std::string& text);

/// Packs `text` as one gzip member, at libdeflate's fastest level.
std::string gzip(std::string_view text);

} // namespace ballast::net
